"""What a seat is called in a sentence: »borgmester i Faaborg-Midtfyn Kommune«."""

_ROLES = {
    "da": {
        "member": "medlem",
        "mayor": "borgmester",
        "deputy_mayor": "viceborgmester",
        "chair": "formand",
        "secretary": "sekretær",
    },
    "en": {
        "member": "member",
        "mayor": "mayor",
        "deputy_mayor": "deputy mayor",
        "chair": "chair",
        "secretary": "secretary",
    },
}
_BODIES = {
    "da": {
        "council": "kommunalbestyrelsen i {place}",
        "finance_committee": "økonomiudvalget i {place}",
        "regional_council": "{name}",
        "board": "bestyrelsen",
        "administration": "{place}",
    },
    "en": {
        "council": "the council of {place}",
        "finance_committee": "the finance committee of {place}",
        "regional_council": "{name}",
        "board": "the board",
        "administration": "{place}",
    },
}
_LINKS = {"da": {"member": "af", "chair": "for", "secretary": "i"}, "en": {"secretary": "in"}}
RANK = ("mayor", "deputy_mayor", "chair", "member", "secretary")


def title(role: str, kind: str, name: str, place: str, language: str) -> str:
    """The seat in words. ``name`` is the body's, ``place`` its organisation's full name, or empty."""
    tongue = "da" if language == "da" else "en"
    word = _ROLES[tongue][role]
    if role in {"mayor", "deputy_mayor"} and place:
        return f"{word} {'i' if tongue == 'da' else 'of'} {place}"
    link = _LINKS[tongue].get(role, "of" if tongue == "en" else "i")
    body = _BODIES[tongue][kind] if place or kind in {"regional_council", "board"} else "{name}"
    return f"{word} {link} {body.format(place=place, name=name)}"


def role_word(role: str, language: str) -> str:
    """The role alone: borgmester, medlem."""
    return _ROLES["da" if language == "da" else "en"][role]


# What else those who sign letters are; the roles of a seat are known already.
_OFFICES = {
    "næstformand": "vice-chair",
    "direktør": "director",
    "vicedirektør": "deputy director",
    "administrerende direktør": "chief executive",
    "adm. direktør": "chief executive",
    "kommunaldirektør": "chief executive",
    "cheføkonom": "chief economist",
    "kontorchef": "head of division",
    "afdelingschef": "head of department",
    "sekretariatschef": "head of the secretariat",
    "regionsrådsformand": "chair of the regional council",
}


def office(title: str, language: str) -> str:
    """As what somebody signs, written in Danish, told in ``language``: »Formand« is »Chair«. What has no word here stays."""
    if language == "da":
        return title
    known = _OFFICES | {word: _ROLES["en"][role] for role, word in _ROLES["da"].items()}
    told = known.get(" ".join(title.split()).lower())
    if told is None:
        return title
    return told[:1].upper() + told[1:] if title[:1].isupper() else told
