"""The papers the law asks for, as texts to go on with: made of what the rooms declare, in the association's own periods."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from stormoede.api.queries import keys
from stormoede.lib import clock
from stormoede.protection import declared
from stormoede.protection.queries import periods
from stormoede.rounds.models import Round

# The record of processing (article 30), and the agreement with a processor (article 28): template and name in each language.
PAPERS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "record": {
        "da": ("protection/record.da.md", "fortegnelse"),
        "en": ("protection/record.en.md", "record-of-processing"),
    },
    "agreement": {
        "da": ("protection/agreement.da.md", "databehandleraftale"),
        "en": ("protection/agreement.en.md", "data-processing-agreement"),
    },
}
LANGUAGES = ("da", "en")


def name(paper: str, language: str) -> str:
    """What the file is called."""
    return PAPERS[paper][language][1]


def make(paper: str, language: str) -> str:
    """The paper as Markdown."""
    with translation.override(language):
        return render_to_string(PAPERS[paper][language][0], _facts())


def _facts() -> Mapping[str, Any]:
    days = periods.days()
    told = [periods.told(one.one, days) for one in declared.classes()]
    programs = keys.reading_people(clock.wall())
    return {"round": Round.objects.order_by("-starts_on").first(), "classes": told, "programs": programs}
