"""Documents that people carry on with: one tree of text (core/tree.py) as DOCX, PDF and plain text.

Nouns: Document, its blocks and inlines. It knows letters' Markdown, and nothing of what the documents are about.
"""
