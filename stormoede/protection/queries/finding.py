"""Which rows are about a person, as the rooms declare it."""

from typing import Any
from uuid import UUID

from django.db.models import JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from stormoede.lib.privacy import Rows, Somebody
from stormoede.members.models import Person
from stormoede.protection.declared import Declared
from stormoede.protection.refusals import ErasedAlready, NobodyThere


def somebody(told: str) -> Somebody:
    """Who has that id. Raises NobodyThere, ErasedAlready."""
    try:
        pk = UUID(told.strip())
    except ValueError as fault:
        raise NobodyThere(told) from fault
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise NobodyThere(told)
    if person.erased_at is not None:
        raise ErasedAlready
    others = Person.objects.filter(email__iexact=person.email, erased_at__isnull=True).exclude(pk=pk)
    return Somebody(person.pk, person.name, person.email, shared=bool(person.email) and others.exists())


def rows(declared: Declared, told: Rows, who: Somebody) -> "QuerySet[Any]":
    """The rows that ``told`` means, each once."""
    model = declared.model(told)
    found = _by_id(told, who) | _by_address(model, told, "" if who.shared else who.email)
    for way in told.named if who.name else ():
        found |= Q(**{f"{way}__icontains": who.name})
    if not found:
        return model._default_manager.none()
    keys = model._default_manager.alias(**_as_texts(model, told)).filter(found, **told.only).values("pk")
    return model._default_manager.filter(pk__in=keys).order_by("pk")


def _by_id(told: Rows, who: Somebody) -> Q:
    found = Q()
    for way in told.of:
        found |= Q(**{way: str(who.id)})
    for way in told.tagged:
        found |= Q(**{way: f"person:{who.id}"})
    return found


def _by_address(model: type[Model], told: Rows, address: str) -> Q:
    found = Q()
    for way in told.said if address else ():
        found |= Q(**{f"{_text_of(model, way)}__icontains": address})
    return found


def _text_of(model: type[Model], way: str) -> str:
    return f"{way}_as_text" if _is_json(model, way) else way


def _as_texts(model: type[Model], told: Rows) -> dict[str, Any]:
    return {f"{way}_as_text": Cast(way, TextField()) for way in told.said if _is_json(model, way)}


def _is_json(model: type[Model], way: str) -> bool:
    return "__" not in way and isinstance(model._meta.get_field(way), JSONField)
