"""``?as=csv`` and ``?as=xlsx``: the list that stands at an address, whole, as a file. What narrows and orders it is kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from stormoede.accounts import access
from stormoede.accounts.models import Staff
from stormoede.lib import spreadsheets
from stormoede.lib.cells import Table
from stormoede.lib.danish import slug

_FORMS = {"csv": (spreadsheets.CSV, spreadsheets.as_csv), "xlsx": (spreadsheets.XLSX, spreadsheets.as_xlsx)}


def asked(request: HttpRequest, table: Callable[[], Table]) -> HttpResponse | None:
    """The list as the file that is asked for; None when the page is."""
    form = request.GET.get("as", "")
    if form not in _FORMS:
        return None
    kind, write = _FORMS[form]
    match = request.resolver_match
    if isinstance(request.user, Staff) and match is not None:
        access.note(request.user, access.EXPORTED, f"list:{match.view_name}")
    found = table()
    response = HttpResponse(write(found), content_type=kind)
    name = f"{slug(found.title) or 'list'}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
