"""A document as plain text says all of it, with notes by number at the end."""

from stormoede.documents.core import plain
from stormoede.documents.core.tree import Items, Note, Paragraph
from stormoede.documents.tests import made


def test_all_of_it_is_there() -> None:
    told = plain.write(made.WHOLE)
    assert told.startswith("Alt, der er sagt\n================\n")
    assert "Udgiften steg\nfaldt [1]" in told
    assert "4. Et\n" in told
    assert "Hvad: Svar & bilag (https://stormoede.example/?a=1&b=2)" in told
    assert told.endswith("[1] Assens, 10. april\n[2] Kerteminde, kl@kl.example\n")


def test_a_note_in_a_note_has_a_number_of_its_own() -> None:
    told = plain.write(made.of(Paragraph(["a", Note(["b", Note(["c"])])])))
    assert told.endswith("[1] b [2]\n[2] c\n")


def test_numbers_go_on_from_where_they_start() -> None:
    told = plain.write(made.of(Items([[Paragraph(["x"])], [Paragraph(["y"]), Paragraph(["z"])]], start=9)))
    assert "9. x\n10. y\n    z\n" in told
