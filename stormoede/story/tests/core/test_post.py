"""What invented members write is read as what it is meant to be."""

from stormoede.mail.core import automatic, bounces, reading
from stormoede.meetings.core import replies
from stormoede.meetings.core.replies import Word
from stormoede.story.core.post import POSTS, About, Kind, raw

WHO = ("Søren Ågård", "soeren@faaborg.example", "oea26@kl.example")
ABOUT = About("0123456789abcdef0123456789abcdef@127.0.0.1", 2)


def test_each_is_a_mail_from_its_writer():
    for post in POSTS:
        if post.kind is Kind.RETURNED:
            continue
        mail = reading.read(raw(post, *WHO, ABOUT))
        assert mail.senders == ["soeren@faaborg.example"]
        assert (mail.sender_name, mail.subject) == ("Søren Ågård", post.subject)
        assert (automatic.of(mail, "localhost") is not None) == bool(post.headers)
        assert bounces.of(mail, returned=False) is None
        assert post.text.split("\n")[0] in mail.text


def test_a_calendar_says_no_to_one_entry():
    (post,) = [post for post in POSTS if post.kind is Kind.DECLINED]
    reply = replies.read(reading.read(raw(post, *WHO, ABOUT)).calendars)
    assert (reply.uid, reply.word, reply.sequence) == (ABOUT.id.partition("@")[0], Word.DECLINED, 2)
    assert reply.attendee == "soeren@faaborg.example"


def test_a_mail_server_gives_one_letter_back():
    (post,) = [post for post in POSTS if post.kind is Kind.RETURNED]
    found = bounces.of(reading.read(raw(post, *WHO, ABOUT)), returned=False)
    assert (found.fate, found.code) == (bounces.Fate.FAILED, 550)
    assert list(found.addresses) == ["soeren@faaborg.example"]
    assert list(found.references) == [f"<{ABOUT.id}>"]


def test_the_same_mail_is_the_same_bytes():
    assert [raw(post, *WHO, ABOUT) for post in POSTS] == [raw(post, *WHO, ABOUT) for post in POSTS]


def test_they_come_in_order():
    assert [post.at for post in POSTS] == sorted(post.at for post in POSTS)
