"""Contributions: what councils, regional councils and members send in: a questionnaire, a draft that is shared, versions.

Nouns: Questionnaire and Question, Contribution (one council's, or one member's own), DraftField (what has been typed so far),
Aside (the text of one who wrote in a field at the same time as another), Version (what was handed in), Answer, Minority, Attachment.
A draft is for those who write it; the secretariat sees that there is one, and nothing of what it says.
"""
