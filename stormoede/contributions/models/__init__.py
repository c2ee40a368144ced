"""Questionnaires, drafts and what was handed in (``written``); what came by mail (``mailed``)."""

from stormoede.contributions.models.mailed import Backer, Reading, Submission
from stormoede.contributions.models.written import (
    Answer,
    Aside,
    Attachment,
    Contribution,
    DraftField,
    Enclosure,
    GroupDeadline,
    Minority,
    Question,
    Questionnaire,
    Sharing,
    Version,
    Writer,
)

__all__ = [
    "Answer",
    "Aside",
    "Attachment",
    "Backer",
    "Contribution",
    "DraftField",
    "Enclosure",
    "GroupDeadline",
    "Minority",
    "Question",
    "Questionnaire",
    "Reading",
    "Sharing",
    "Submission",
    "Version",
    "Writer",
]
