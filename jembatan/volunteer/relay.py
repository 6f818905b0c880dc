"""The page behind a personal link, and its three choices: share, say that it was passed on, ask."""

import hashlib
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jembatan.relays import hops
from jembatan.relays.links import share_url, token
from jembatan.relays.models import Asking, Place
from jembatan.relays.questions import ask_question
from jembatan.releases.markdown import to_html
from jembatan.releases.workflow import Refused
from jembatan.volunteer import sharing, words
from jembatan.volunteer.access import personal
from jembatan.volunteer.forms import MoreForm, QuestionForm, RelayedForm
from jembatan.volunteer.opening import note_opening
from jembatan.volunteer.standing import Standing, standing
from jembatan.volunteer.waiting import others_waiting

MOST_PHOTOS = 5  # of one person for one relay


@require_safe
@personal
def page(request: HttpRequest, asking: Asking) -> HttpResponse:
    return _show(request, standing(asking))


def _show(request: HttpRequest, seen: Standing, **form: Any) -> HttpResponse:
    """`form`: one that did not pass, under the name that the template knows; its section stands open."""
    version = seen.text.number
    context = {
        "it": seen,
        "token": token(seen.relay.pk, seen.asking.person_id),
        "relayed_form": RelayedForm(initial={"version": version}),
        "more_form": MoreForm(recorded=seen.places),
        "question_form": QuestionForm(),
        "others": others_waiting(request, seen.asking),
        **_in_words(seen),
        **form,
    }
    bad = next(iter(form.values()), None)
    return render(request, "volunteer/relay.html", context | {"bad": bad}, status=422 if bad else 200)


def _in_words(seen: Standing) -> dict[str, Any]:
    zone = words.zone_of(seen.relay.code)
    text = sharing.withdrawal_text(seen.relay) if seen.withdrawn else sharing.share_text(seen.relay)
    return {
        "body": to_html(seen.text.body),
        "deadline": words.moment_in_words(seen.relay.deadline, zone),
        "share_text": text,
        "share_url": share_url(seen.relay.pk),
        "whatsapp": sharing.whatsapp(text),
        "pictures": [] if seen.withdrawn else list(seen.text.pictures.order_by("pk")),
        **_recorded(seen, zone),
    }


def _back(asking: Asking) -> HttpResponse:
    return redirect("volunteer:relay", token(asking.relay_id, asking.person_id))


@require_POST
@personal
def relayed(request: HttpRequest, asking: Asking) -> HttpResponse:
    note_opening(request, asking)
    form = RelayedForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, standing(asking), relayed_form=form)
    told = form.cleaned_data
    told["version"] = min(told["version"], asking.relay.release.text.number)
    key = str(min(told["version"], asking.relay.asked_version))  # one for each time that the village was asked
    return _told(asking, key=key, **told)


def _told(asking: Asking, **told: Any) -> HttpResponse:
    with suppress(Refused):  # withdrawn a moment ago: the page says so
        hops.relayed(relay=asking.relay, by=asking.person, **told)
    return redirect("volunteer:thanks", token(asking.relay_id, asking.person_id))


@require_safe
@personal
def thanks(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What was recorded, without the release's text again: it has come over the bad signal once already."""
    seen = standing(asking)
    if seen.withdrawn or not seen.hops:
        return _back(asking)
    context = {
        "it": seen,
        "token": token(asking.relay_id, asking.person_id),
        "more_form": MoreForm(recorded=seen.places),
        "others": others_waiting(request, asking),
        **_recorded(seen, words.zone_of(asking.relay.code)),
    }
    return render(request, "volunteer/thanks.html", context)


def _recorded(seen: Standing, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "place_names": [Place(place).label for place in seen.places],
        "told_at": seen.told_at and words.moment_in_words(seen.told_at, zone),
    }


@require_POST
@personal
def more(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Further places and photos are hops of their own; the same ones twice are one."""
    note_opening(request, asking)
    seen = standing(asking)
    form = MoreForm(request.POST, request.FILES, recorded=seen.places)
    if form.is_valid() and form.cleaned_data["photo"] and seen.photos >= MOST_PHOTOS:
        form.add_error("photo", _("Sudah ada lima foto untuk desa ini. Itu cukup, terima kasih."))
    if not form.is_valid():
        return _show(request, seen, more_form=form)
    version = asking.relay.release.text.number
    return _told(asking, version=version, key=f"{version}+{_digest(form)}", **form.cleaned_data)


def _digest(form: MoreForm) -> str:
    photo = form.cleaned_data["photo"]
    what = ",".join(sorted(form.cleaned_data["places"])).encode() + (photo.read() if photo else b"")
    return hashlib.blake2b(what, digest_size=8).hexdigest()


@require_POST
@personal
def ask(request: HttpRequest, asking: Asking) -> HttpResponse:
    note_opening(request, asking)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            ask_question(relay=asking.relay, by=asking.person, text=form.cleaned_data["text"])
            return _back(asking)
        except Refused as refused:
            form.add_error("text", str(refused))
    return _show(request, standing(asking), question_form=form)
