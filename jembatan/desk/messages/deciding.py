"""Somebody decides about what did not arrive: send it again, or take it as sent. Pressing twice decides once."""

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.messages.loading import to_decide
from jembatan.messages import actions, piles
from jembatan.messages.models import Delivery
from jembatan.messages.piles import Pile
from jembatan.messages.workflow import DEAD
from jembatan.people.roles import Permission

AGAIN, SENT = "again", "sent"


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[(AGAIN, ""), (SENT, "")])


class PileForm(DecisionForm):
    """Which pile, as the page showed it."""

    state = forms.ChoiceField(choices=[(state, "") for state in DEAD])
    channel = forms.CharField(max_length=12)
    reason = forms.CharField(max_length=200, required=False, strip=False)
    until = forms.DateTimeField()

    def pile(self) -> Pile:
        return Pile(**{name: self.cleaned_data[name] for name in ("state", "channel", "reason", "until")})


class LetterForm(DecisionForm):
    """The round in which the page showed the letter: a later one is not meant."""

    round = forms.IntegerField(min_value=0, max_value=32767)


@staff(Permission.DECIDE_DELIVERIES)
@require_POST
def pile(request: StaffRequest, pk: int) -> HttpResponse:
    dispatch, form = to_decide(request, pk), PileForm(request.POST)
    if form.is_valid():
        act = piles.send_again if form.cleaned_data["decision"] == AGAIN else piles.settle_by_hand
        n = act(pile=form.pile(), dispatch=dispatch, by=request.user)
        _say(request, form.cleaned_data["decision"], n)
    else:
        _say_unreadable(request)
    return _back(request, pk)


@staff(Permission.DECIDE_DELIVERIES)
@require_POST
def letter(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    dispatch, form = to_decide(request, pk), LetterForm(request.POST)
    if form.is_valid():
        delivery = Delivery.objects.filter(dispatch=dispatch, pk=letter, round=form.cleaned_data["round"]).first()
        act = actions.send_again if form.cleaned_data["decision"] == AGAIN else actions.settle_by_hand
        done = delivery is not None and act(delivery=delivery, by=request.user)
        _say(request, form.cleaned_data["decision"], int(done))
    else:
        _say_unreadable(request)
    return _back(request, pk)


def _say(request: StaffRequest, decision: str, n: int) -> None:
    if not n:
        flash.info(request, _("Tidak ada lagi yang perlu diputuskan di situ: mungkin baru saja diputuskan."))
    elif decision == AGAIN:
        words = ngettext("%(n)d pesan dikirim lagi.", "%(n)d pesan dikirim lagi.", n)
        flash.success(request, words % {"n": n})
    else:
        words = ngettext("%(n)d pesan dianggap terkirim.", "%(n)d pesan dianggap terkirim.", n)
        flash.success(request, words % {"n": n})


def _say_unreadable(request: StaffRequest) -> None:
    flash.error(request, _("Pilihan itu tidak terbaca. Muat ulang halaman ini, lalu tekan lagi."))


def _back(request: StaffRequest, pk: int) -> HttpResponse:
    """To the page that the button stood on."""
    return redirect("desk:messages") if request.POST.get("from") == "list" else redirect("desk:dispatch", pk)
