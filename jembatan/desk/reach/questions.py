"""What volunteers ask about releases. The answer comes back on the volunteer's own link."""

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jembatan.desk.access import StaffRequest, load
from jembatan.desk.reach.loading import page
from jembatan.people.roles import Permission
from jembatan.relays.models import Question
from jembatan.relays.questions import answer_question
from jembatan.releases.workflow import Refused

PAGE = 30
ROWS = Question.objects.select_related(
    "relay__area__parent", "relay__release__published", "relay__release__office", "by", "answered_by"
)


@page(Permission.ANSWER_QUESTIONS)
@require_safe
def questions(request: StaffRequest) -> HttpResponse:
    """Those that wait, the oldest first; or those answered, the newest first."""
    answered = request.GET.get("status") == "dijawab"
    mine = ROWS.all().visible_to(request.user).filter(answered_at__isnull=not answered)  # type: ignore[attr-defined]
    found = list(_after(mine, request.GET.get("sesudah", ""), answered)[: PAGE + 1])
    status = "status=dijawab&" if answered else ""
    context: dict[str, Any] = {
        "questions": found[:PAGE],
        "answered": answered,
        "tabs": _tabs(answered),
        "next_url": f"?{status}sesudah={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "desk/reach/questions.html", context)


def _after(rows: Any, pk: str, answered: bool) -> Any:
    known = pk.isascii() and pk.isdecimal() and len(pk) < 19
    if answered:
        return (rows.filter(pk__lt=int(pk)) if known else rows).order_by("-pk")
    return (rows.filter(pk__gt=int(pk)) if known else rows).order_by("pk")


def _tabs(answered: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Belum dijawab"), "url": "?", "active": not answered},
        {"label": _("Sudah dijawab"), "url": "?status=dijawab", "active": answered},
    ]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Jawaban"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Tampil di tautan relawan itu, dengan nama Anda."),
        error_messages={"required": gettext_lazy("Tulis dulu jawabannya, lalu kirim.")},
    )


@page(Permission.ANSWER_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, pk: int) -> HttpResponse:
    found = load(request, ROWS.all(), Permission.ANSWER_QUESTIONS, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_question(question=found, answer=form.cleaned_data["answer"], by=request.user)
        except Refused as refused:
            flash.error(request, str(refused))
            return redirect("desk:question", pk)
        flash.success(request, _("Jawaban tersimpan dan tampil di tautan relawan itu."))
        return redirect("desk:questions")
    return render(request, "desk/reach/question.html", {"question": found, "form": form})
