"""The page of one voice: what was said, its clock, what happened, and what this person may do now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jembatan.desk.access import StaffRequest
from jembatan.desk.voices.acts import forms_for
from jembatan.desk.voices.forms import answering, closing, moving, people, showing, understanding
from jembatan.desk.voices.forms.base import ActForm
from jembatan.desk.voices.history import history
from jembatan.desk.voices.loading import voice_page
from jembatan.desk.voices.words import calendar_for, day, left, owed, village
from jembatan.voices import codes
from jembatan.voices.models import Answer, Identity, Shown, Voice
from jembatan.voices.workflow import State

S = State
# What comes next from each state; a form that the person may not use is passed over.
NEXT: dict[str, list[type[ActForm]]] = {
    S.HELD: [understanding.Admit],
    S.NEW: [understanding.Verify, moving.Forward],
    S.VERIFIED: [moving.Forward],
    S.FORWARDED: [answering.Answer],
    S.PASSED_ON: [moving.Follow],
    S.ASKED: [],
    S.POSTPONED: [moving.Resume],
}
GROUPS: list[tuple[Any, list[type[ActForm]]]] = [
    (gettext_lazy("Tanggapi"), [
        answering.Answer, answering.Reply, moving.Ask, moving.Postpone, moving.Resume, moving.Follow, answering.Close,
        answering.Reopen,
    ]),
    (gettext_lazy("Arahkan"), [
        understanding.Admit, understanding.Verify, moving.Forward, moving.Raise, moving.PassOn, closing.Merge,
        closing.Split,
    ]),
    (gettext_lazy("Atur"), [
        people.Assign, people.NameHandler, people.Prioritise, understanding.Classify, showing.Moderate,
        showing.MakeEntry, closing.Archive, closing.Restore,
    ]),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@voice_page
@require_safe
def voice(request: StaffRequest, voice: Voice) -> HttpResponse:
    offered = forms_for(request.user, voice)
    following = next((form for form in NEXT.get(voice.state, []) if form in offered), None)
    context: dict[str, Any] = {
        "voice": voice,
        "crumbs": [{"label": _("Suara Warga"), "url": reverse("desk:voices")}, {"label": voice.code, "url": ""}],
        "place": village(voice.area),
        "left": left(voice, calendar_for([voice])),
        "owed": owed(voice),
        "next": _link(following, voice) if following else None,
        "next_help": following.help if following else "",
        "groups": _groups(offered, following, voice),
        "undecided": showing.Moderate in offered and voice.shown == Shown.WAITING,
        "note": people.Note(voice=voice, by=request.user) if people.Note in offered else None,
        "note_url": reverse("desk:voice_act", args=[voice.code, people.Note.slug]),
        "facts": facts(voice),
        "history": history(voice),
        **_parts(voice),
    }
    return render(request, "desk/voices/voice.html", context)


def _parts(voice: Voice) -> dict[str, Any]:
    return {
        "photos": list(voice.photos.order_by("pk")),
        "answers": list(answers_of(voice)),
        "pauses": list(voice.pauses.order_by("-begin")),
        "merged": list(voice.merged.select_related("area").order_by("pk")[:20]),
        "handlers": list(voice.handlers.select_related("person").order_by("pk")) if voice.confidential else [],
        "sealed": Identity.objects.filter(voice=voice, blanked_on=None).exists(),
    }


def answers_of(voice: Voice) -> QuerySet[Answer]:
    """The latest first, with their files."""
    return voice.answers.select_related("office", "by", "release").prefetch_related("files").order_by("-pk")


def _link(form: type[ActForm], voice: Voice) -> Link:
    return Link(str(form.title), reverse("desk:voice_act", args=[voice.code, form.slug]))


def _groups(
    offered: list[type[ActForm]], following: type[ActForm] | None, voice: Voice
) -> list[tuple[str, list[Link]]]:
    found = [
        (str(name), [_link(form, voice) for form in forms if form in offered and form is not following])
        for name, forms in GROUPS
    ]
    return [(name, links) for name, links in found if links]


def facts(voice: Voice) -> list[dict[str, Any]]:
    paper = getattr(voice, "paper", None)
    rows = [
        (_("Kode"), codes.spaced(voice.code)),
        (_("Jenis"), voice.get_kind_display()),
        (_("Topik"), voice.topic),
        (_("Kantor"), voice.office),
        (_("Kantor yang dibicarakan"), voice.about_office),
        (_("Petugas"), voice.assigned),
        (_("Prioritas"), voice.get_priority_display()),
        (_("Batas jawaban"), day(voice.answer_due_on) if voice.answer_due_on else ""),
        (_("Diteruskan ke"), voice.passed_to),
        (_("Nomor SP4N-LAPOR!"), voice.lapor_number),
        (_("Pendukung"), voice.supporters or ""),
        (_("Tampilan publik"), voice.get_shown_display()),
        (_("Dicatat oleh"), paper.taken_by.name if paper else ""),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]
