"""``/desk/rounds/<key>/contributions/by-mail/``: what came by mail, and the one look at each: text beside source."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions import wording
from stormoede.contributions.core.matching import Doubt, Rule
from stormoede.contributions.models import Reading, Submission
from stormoede.contributions.queries import known, mailed
from stormoede.contributions.queries.standing import name_of
from stormoede.intake.children import files_of
from stormoede.mail.core.reading import Unreadable
from stormoede.members.models import Body
from stormoede.passages import queries as passages
from stormoede.passages.core.kinds import Kind
from stormoede.passages.models import Quote
from stormoede.web import withheld
from stormoede.web.desk.contributions import mail_lists
from stormoede.web.desk.contributions.one import kind_word
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.lists import Listed
from stormoede.web.desk.members import allowed
from stormoede.web.numbers import number

_PER_PAGE = 50
_SHOWN = 60_000
_FILTERS = ("", "accepted", "refused", "copy", "all")


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read out of one file, as it is shown: its blocks with the page each begins."""

    reading: Reading
    name: str
    state: str
    remarks: Sequence[str]
    blocks: Sequence[tuple[int, str, str]]
    more: int


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """The mails that wait, the first that came first; the others by what became of them."""
    round = round_of(key)
    wanted = request.GET.get("state", "")
    wanted = wanted if wanted in _FILTERS else ""
    listed = Listed(request, mail_lists.columns(round.time_zone))
    lines = listed.rows(mail_lists.line(one) for one in mailed.of_round(round, wanted))
    file = listed.file(f"{round.short} {_('By mail')}", lambda: lines)
    if file is not None:
        return file
    page = Paginator(lines, _PER_PAGE).get_page(request.GET.get("page"))
    values = {
        "round": round, "page": page, "lines": page.object_list, "only": wanted, "tally": mailed.tally(round), "list": listed,
    }  # fmt: skip
    return render(request, "web/desk/submissions.html", values)


@staff_only(Permission.READ)
@require_safe
def one(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One mail."""
    return show(request, of(key, pk))


def of(key: str, pk: int) -> Submission:
    """The mail; 404 when there is none in the round."""
    found = mailed.whole(pk, round_of(key))
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, found: Submission, problem: str = "") -> HttpResponse:
    """The page of a mail; with ``problem`` what was chosen stays chosen."""
    told = request.POST if problem else None
    backers = [backer.body_id for backer in found.backers.all()]
    checked = [one for pk in told.getlist("body") if (one := number(pk)) is not None] if told else [] if found.doubt == Doubt.SENDER_ALONE and found.state == "waiting" else backers  # fmt: skip
    texts = [one.text_id for one in found.readings.all() if one.text_id]
    values = {
        "round": found.round, "found": found, "names": ", ".join(name_of(one.body) for one in found.backers.all()),
        "why": wording.WHYS[found.why], "rule": wording.RULES[found.rule], "doubt": wording.DOUBTS.get(found.doubt, ""),
        "sure": found.rule in {Rule.ALIAS, Rule.THREAD, Rule.DESK}, "state": wording.STANDINGS[found.state],
        "shown": [_shown(one) for one in found.readings.all()], "councils": _councils(backers, checked),
        "alike": [(one, ", ".join(name_of(b.body) for b in one.backers.all())) for one in mailed.alike(found)],
        "others": mailed.others(found), "texts": list(passages.texts(texts).values()),
        "quotes": passages.shown(Quote.objects.filter(text__in=texts)), "kinds": [(k.value, kind_word(k)) for k in Kind],
        "may": allowed(request, Permission.CONTRIBUTIONS), "addresses": allowed(request, Permission.ADDRESSES),
        "problem": problem, "told": told,
    }  # fmt: skip
    return render(request, "web/desk/submission.html", values, status=422 if problem else 200)


def _shown(one: Reading) -> Shown:
    blocks, page, used = [], 0, 0
    for block in one.blocks:
        if used > _SHOWN:
            break
        blocks.append(
            (block["page"] if block["page"] != page else 0, block["shape"], one.words[block["start"] : block["end"]])
        )
        page, used = block["page"], block["end"]
    return Shown(
        one, wording.name(one), wording.state(one), wording.remarks(one), blocks, max(0, len(one.words) - used)
    )


def _councils(
    backers: Sequence[int], checked: Sequence[int]
) -> tuple[list[tuple[int, str, bool]], list[tuple[int, str, bool]]]:
    """Those proposed or chosen, and all others: (body, name, chosen)."""
    first = list(dict.fromkeys([*backers, *checked]))
    rows = Body.objects.filter(kind__in=(Body.Kind.COUNCIL, Body.Kind.REGIONAL_COUNCIL)).select_related(
        "organisation", "group"
    )
    every = {body.pk: name_of(body) for body in rows}
    order = {place.pk: n for n, place in enumerate(known.organisations())}
    rest = sorted(
        (body for body in rows if body.pk not in first), key=lambda body: order.get(body.organisation_id or 0, 999)
    )
    return [(pk, every[pk], pk in checked) for pk in first if pk in every], [
        (body.pk, every[body.pk], False) for body in rest
    ]


@staff_only(Permission.READ)
@require_safe
def file(request: HttpRequest, key: str, pk: int, part: int) -> HttpResponseBase:
    """A file of the mail as it came, to keep; never shown as a page of ours."""
    found = of(key, pk)
    if found.incoming and (kept := withheld.answer(request, found.incoming.digest)):
        return kept
    try:
        name, content = files_of(bytes(found.incoming.raw))[part] if found.incoming else ("", b"")
    except (KeyError, Unreadable) as fault:
        raise Http404 from fault
    if not name:
        raise Http404
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
