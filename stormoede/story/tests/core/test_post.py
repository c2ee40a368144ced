"""What invented members write is read as what it is meant to be."""

from stormoede.mail.core import automatic, reading
from stormoede.story.core.post import POSTS, raw


def test_each_is_a_mail_from_its_writer():
    for post in POSTS:
        mail = reading.read(raw(post, "Søren Ågård", "soeren@faaborg.example", "oea26@kl.example"))
        assert mail.senders == ["soeren@faaborg.example"]
        assert (mail.sender_name, mail.subject) == ("Søren Ågård", post.subject)
        assert (automatic.of(mail, "localhost") is not None) == bool(post.headers)


def test_the_same_mail_is_the_same_bytes():
    assert [raw(post, "A", "a@b.example", "c@d.example") for post in POSTS] == [
        raw(post, "A", "a@b.example", "c@d.example") for post in POSTS
    ]
