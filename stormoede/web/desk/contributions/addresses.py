"""The addresses of what has been sent in, at the desk."""

from django.urls import URLPattern, path

from stormoede.web.desk.contributions import listing, looks, mailed, one, questions, whole, words

_ALL = "desk/rounds/<slug:key>/contributions/"
_MAILED = _ALL + "by-mail/"
_MAIL = _MAILED + "<int:pk>/"
_TRACK = _ALL + "<slug:track>/"
_ONE = _TRACK + "<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(_ALL + "document", whole.whole, name="input-document"),
    path(_ALL, listing.listing, name="contributions"),
    path(_ALL + "new/", questions.new, name="questionnaire-new"),
    path(_MAILED, mailed.listing, name="submissions"),
    path(_MAIL, mailed.one, name="submission"),
    path(_MAIL + "files/<int:part>", mailed.file, name="submission-file"),
    path(_MAIL + "accept/", looks.accept, name="submission-accept"),
    path(_MAIL + "refuse/", looks.refuse, name="submission-refuse"),
    path(_MAIL + "again/", looks.again, name="submission-again"),
    path(_MAIL + "basis/", looks.basis, name="submission-basis"),
    path(_MAIL + "passages/<int:passage>/kind/", looks.kind, name="submission-kind"),
    path(_MAIL + "passages/<int:passage>/quote/", looks.quote, name="submission-quote"),
    path(_TRACK, listing.track, name="contributions-track"),
    path(_TRACK + "questions/", questions.questionnaire, name="questionnaire"),
    path(_TRACK + "questions/new/", questions.question_new, name="question-new"),
    path(_TRACK + "questions/<slug:question>/", questions.question, name="question"),
    path(_TRACK + "questions/<slug:question>/act/", questions.question_act, name="question-act"),
    path(_ONE, one.one, name="contribution-one"),
    path(_ONE + "files/<uuid:file>", one.file, name="contribution-one-file"),
    path(_ONE + "passages/<int:passage>/kind/", one.kind, name="passage-kind"),
    path(_ONE + "passages/<int:passage>/quote/", one.quote, name="passage-quote"),
    path(_ONE + "versions/<int:number>/texts/<int:text>/", words.text, name="contribution-text"),
    path(_ONE + "versions/<int:number>/basis/", one.basis, name="contribution-one-basis"),
    path(_ONE + "versions/<int:number>/share/", one.share, name="contribution-share"),
    path(_ONE + "versions/<int:number>/copies/<int:copy>/", one.copy, name="contribution-copy"),
]
