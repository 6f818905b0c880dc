"""What happened in one village: every hop with its evidence, who is asked, and what is said on the telephone."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from jembatan.audit.models import Entry
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach import whatsapp
from jembatan.desk.reach.loading import back, one_relay, page
from jembatan.desk.reach.undelivered import notices
from jembatan.people.models import Person
from jembatan.people.permissions import Territory, may
from jembatan.people.roles import Permission
from jembatan.relays import hops
from jembatan.relays.carriers import numbers_shown, of_relays
from jembatan.relays.links import share_url
from jembatan.relays.models import Evidence, Hop, HopKind, Place, Relay, Serving, State, Step
from jembatan.releases.workflow import Refused

LATE = timedelta(minutes=5)  # heard so much later than it happened, both times are worth showing
CALLS = {
    "relay.call_not_yet": gettext_lazy("Ditelepon: belum diteruskan"),
    "relay.call_no_answer": gettext_lazy("Ditelepon: tidak diangkat"),
    "relay.call_unknown": gettext_lazy("Dicek dengan menelepon: warga belum tahu"),
}
REVOKED = "relay.link_revoked"
ACTS = CALLS | {REVOKED: gettext_lazy("Tautan dicabut")}


@page(Permission.READ_REACH)
@require_safe
@whatsapp.may_lead_to_whatsapp
def history(request: StaffRequest, pk: int) -> HttpResponse:
    relay = one_relay(request, pk, Permission.READ_REACH)
    names = may(request.user, Permission.CALL_VOLUNTEERS, on=relay)
    carriers = of_relays([relay]).get(relay.pk, []) if names else []
    numbers_shown(carriers, on=relay, by=request.user, area=relay.code)
    context: dict[str, Any] = {
        "relay": relay,
        "release": relay.release,
        "undelivered": notices(request, relay, names=names),
        "entries": entries(relay, names=names),
        "photos": relay.hops.exclude(photo="") if names else [],
        "carriers": [(carrier, whatsapp.words(relay, carrier)) for carrier in carriers],
        "people": carriers,
        "may_call": names,
        "may_act": may(request.user, Permission.LOOK_AFTER_RELAYS, on=relay),
        "open": relay.state < State.RELAYED,
        "places": Place.choices,
        "may_add": may(request.user, Permission.MANAGE_GROUPS, on=Territory(relay.code)),
        "share_url": share_url(relay.pk),
        "openings": relay.openings.filter(volunteer=False).count(),
    }
    return render(request, "desk/reach/history.html", context)


def entries(relay: Relay, *, names: bool) -> list[dict[str, Any]]:
    """Hops, calls and links taken away, the latest first; without names for those who may not see them."""
    told = [_hop(hop, names) for hop in relay.hops.select_related("by", "told_by")]
    acts = list(Entry.objects.filter(subject=f"relay:{relay.pk}", action__in=ACTS))
    wanted = {pk for act in acts for pk in (act.actor, act.facts.get("person")) if pk}
    people = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if names else {}
    told += [_act(act, people) for act in acts]
    return sorted(told, key=lambda entry: (entry["at"], entry["order"]), reverse=True)


def _act(act: Entry, people: dict[int, str]) -> dict[str, Any]:
    whose = people.get(act.facts.get("person")) if act.action == REVOKED else None
    return {
        "title": ACTS[act.action],
        "at": act.at,
        "by": people.get(act.actor or 0, ""),
        "text": _("Tautan milik %(name)s.") % {"name": whose} if whose else "",
        "order": act.pk,
    }


def _hop(hop: Hop, names: bool) -> dict[str, Any]:
    late = hop.heard_at - hop.at > LATE
    return {
        "title": hop.get_kind_display(),
        "state": hops.says(hop).value
        if hop.kind in (HopKind.DELIVERED, HopKind.SEEN, HopKind.RELAYED, HopKind.CONFIRMED)
        else None,
        "at": hop.at,
        "heard_at": hop.heard_at if late else None,
        "by": hop.by.name if names and hop.by else "",
        "text": " ".join(_facts(hop, names)),
        "order": hop.pk,
    }


def _facts(hop: Hop, names: bool) -> list[str]:
    """What is known of a hop, in short sentences."""
    facts = [_evidence(hop, names), _places(hop), _people(hop), _asked(hop), _note(hop, names)]
    return [fact for fact in facts if fact]


def _evidence(hop: Hop, names: bool) -> str:
    if hop.told_by and names and hop.evidence == Evidence.TELEPHONE:
        return _("Dilaporkan lewat telepon oleh %(name)s.") % {"name": hop.told_by.name}
    if hop.told_by and names and hop.evidence:
        return f"{hop.get_evidence_display()} ({hop.told_by.name})."
    if hop.told_by and names:
        return _("Oleh %(name)s.") % {"name": hop.told_by.name}
    return f"{hop.get_evidence_display()}." if hop.evidence else ""


def _places(hop: Hop) -> str:
    return (
        ", ".join(str(Place(place).label) for place in hop.places if place in Place.values) + "." if hop.places else ""
    )


def _people(hop: Hop) -> str:
    n = hop.people or 0
    return ngettext("Kira-kira %(n)d orang.", "Kira-kira %(n)d orang.", n) % {"n": n} if n else ""


def _note(hop: Hop, names: bool) -> str:
    """What a volunteer wrote may name somebody."""
    if hop.kind != HopKind.RELAYED or not hop.note:
        return hop.note
    return f"“{hop.note}”" if names else ""


def _asked(hop: Hop) -> str:
    if hop.step is None:
        return ""
    step = Step(hop.step)
    if step == Step.PHONE_LIST:
        return _("Masuk daftar telepon.")
    n = hop.asked or 0
    if not n:
        return _("%(step)s: tidak ada yang bisa diminta.") % {"step": step.label}
    return ngettext("%(step)s: %(n)d orang.", "%(step)s: %(n)d orang.", n) % {"step": step.label, "n": n}


class OutcomeForm(forms.Form):
    """What a call brought. Only people who serve the village or were asked can have answered."""

    result = forms.ChoiceField(choices=[("relayed", ""), ("not_yet", ""), ("no_answer", "")])
    person = forms.ModelChoiceField(Person.objects.none())
    places = forms.MultipleChoiceField(choices=Place.choices, required=False)

    def __init__(self, *args: Any, relay: Relay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        serving = Serving.objects.filter(area=relay.area_id).values("person")
        asked = relay.askings.values("person")
        people = Person.objects.filter(pk__in=serving.union(asked))
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


@page(Permission.LOOK_AFTER_RELAYS)
@require_POST
def outcome(request: StaffRequest, pk: int) -> HttpResponse:
    """One tap after a call: passed on, not yet, or nobody answered."""
    relay = one_relay(request, pk, Permission.LOOK_AFTER_RELAYS)
    form = OutcomeForm(request.POST, relay=relay)
    if not form.is_valid():
        flash.error(request, _("Hasil telepon tidak terbaca. Pilih siapa yang ditelepon, lalu tekan hasilnya lagi."))
        return back(request, relay)
    try:
        _keep(request, relay, **form.cleaned_data)
    except Refused as refused:
        flash.error(request, str(refused))
    return back(request, relay)


def _keep(request: StaffRequest, relay: Relay, *, result: str, person: Person, places: list[str]) -> None:
    said = {"village": relay.area.title, "title": relay.release.text.title}
    if result == "relayed":
        hops.told_by_telephone(relay=relay, by=person, told_by=request.user, places=places)
        flash.success(request, _("Dicatat: %(village)s sudah meneruskan “%(title)s”.") % said)
        return
    hops.called_in_vain(relay=relay, outcome=result, by=request.user, person=person)
    words = (
        _("Dicatat: %(village)s belum meneruskan “%(title)s”.")
        if result == "not_yet"
        else _("Dicatat: telepon ke %(village)s tentang “%(title)s” tidak diangkat.")
    )
    flash.info(request, words % said)
