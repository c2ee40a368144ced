"""A mail that was refused while it was handed over is mended as one that came back is: the address corrected, the same mail sent again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from stormoede.accounts.actions import resends
from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.mail.models import Message
from stormoede.members.models import Person
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web.desk.by import by
from stormoede.web.desk.members import conflict


class AddressForm(forms.Form):
    """The address as it should be."""

    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254)


def person_of(message: Message) -> Person | None:
    """Whose address can be corrected for a mail that a server refused: nobody's when it went to an address of its own."""
    if message.state != Message.State.REFUSED or message.address or not message.person:
        return None
    return Person.objects.filter(pk=UUID(message.person), erased_at__isnull=True).first()


@staff_only(Permission.INBOX)
@require_POST
def address(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct the address, and send the mail once more; the links that went to the old one die."""
    message = get_object_or_404(Message, pk=pk)
    who, form = person_of(message), AddressForm(request.POST)
    if who is None:
        messages.error(request, _("The mail does not wait for an address."), extra_tags="stop")
    elif not form.is_valid():
        messages.error(request, _("Write the whole address, with its @"), extra_tags="stop")
    else:
        try:
            resends.correct(
                who,
                form.cleaned_data["email"],
                message=message,
                mark=request.POST.get("seen", ""),
                by=by(request),
                at=clock.round_now(),
            )
        except EditedMeanwhile as no:
            return conflict(request, who, form, no, reverse("outbox-mail", args=[pk]))
        except Refusal as no:
            messages.error(request, str(no), extra_tags="stop")
        else:
            told = _("The address is corrected, and the same mail is on its way to %(name)s.")
            messages.success(request, told % {"name": who.name})
    return redirect("outbox-mail", pk=pk)
