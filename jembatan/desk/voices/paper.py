"""Voices on paper: the slip that brings the answer back, and the calls that ask whether it was said so."""

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jembatan.desk.access import StaffRequest
from jembatan.desk.voices.acts import crumbs
from jembatan.desk.voices.loading import page, voice_page
from jembatan.desk.voices.pages import answers_of
from jembatan.desk.voices.words import village
from jembatan.people.roles import Permission
from jembatan.voices import calling_back, codes
from jembatan.voices.models import Outcome, Paper, Voice
from jembatan.voices.workflow import Refused

PAGE = 30


@voice_page
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: StaffRequest, voice: Voice) -> HttpResponse:
    """One sheet to print: the code, the answer, who answered. Nothing of who said it, nor their words."""
    answer = answers_of(voice).first()
    paper = Paper.objects.select_related("taken_by", "group").filter(voice=voice).first()
    if answer is None or paper is None:
        raise Http404
    if request.method == "POST":
        Paper.objects.filter(pk=paper.pk, printed_at=None).update(printed_at=timezone.now())
        flash.success(request, _("Tercatat: lembar jawaban sudah dicetak."))
        return redirect("desk:voice_slip", voice.code)
    context = {"voice": voice, "answer": answer, "paper": paper, "place": village(voice.area)}
    context |= {"spaced": codes.spaced(voice.code), "crumbs": crumbs(voice, _("Lembar jawaban"))}
    return render(request, "desk/voices/slip.html", context)


class CallForm(forms.Form):
    call = forms.IntegerField(min_value=1, max_value=2**62)  # an id
    outcome = forms.ChoiceField(choices=Outcome.choices)


@page(Permission.VERIFY_VOICES)
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: StaffRequest) -> HttpResponse:
    """Those drawn by lot that nobody called yet, the oldest first."""
    mine = calling_back.waiting_for(request.user)
    if request.method == "POST":
        return _called(request, mine)
    rows = mine.select_related("voice__area__parent", "voice__paper__taken_by").order_by("pk")[:PAGE]
    context = {"rows": [(one, village(one.voice.area)) for one in rows], "outcomes": Outcome.choices}
    return render(request, "desk/voices/calls.html", context)


def _called(request: StaffRequest, mine: Any) -> HttpResponse:
    form = CallForm(request.POST)
    if not form.is_valid():
        flash.error(request, _("Pilih hasil panggilannya."))
        return redirect("desk:voice_calls")
    call = get_object_or_404(mine.select_related("voice"), pk=form.cleaned_data["call"])
    try:
        calling_back.called(call_back=call, outcome=form.cleaned_data["outcome"], by=request.user)
        flash.success(request, _("Hasil panggilan tercatat."))
    except Refused as refused:
        flash.error(request, str(refused))
    return redirect("desk:voice_calls")
