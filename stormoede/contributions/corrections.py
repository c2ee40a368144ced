"""The address at which one who sent a mail can say that it was understood wrongly. Derived from the submission's handle, never stored."""

from django.http import HttpRequest

from stormoede.accounts import handles
from stormoede.contributions.models import Submission

PURPOSE = "r"


def address(submission: Submission, *, reveal: bool = True) -> str:
    """The whole address; with ``reveal`` False a mask stands where its secret part would be."""
    return handles.address(PURPOSE, submission.handle, reveal=reveal)


def asked(request: HttpRequest) -> Submission | None:
    """The submission the request's secret stands for. No statement for one that is not genuine."""
    handle = handles.asked(request, PURPOSE)
    return Submission.objects.select_related("round", "incoming").filter(handle=handle).first() if handle else None
