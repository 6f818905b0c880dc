"""A program hands in a voice. It goes the way of every other; the public sees it once somebody looked through it."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jembatan.api import keys
from jembatan.api.open311.formats import answer
from jembatan.api.open311.machine import Wrong, jurisdiction
from jembatan.api.open311.services import NO, OFFICIAL, YES, name_of, topic_of
from jembatan.areas.locating import village_at
from jembatan.areas.models import Area
from jembatan.flooding import too_often
from jembatan.messages.errors import BadAddress
from jembatan.messages.subscribing import channel_of
from jembatan.voices import codes, intake
from jembatan.voices.intake import Received, Said
from jembatan.voices.models import Topic, Voice
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import Refused

LONGEST = 4_000  # characters of a description, says the specification
AT_MOST = 300  # of one key in a quarter of an hour


class RequestForm(forms.Form):
    """The specification's arguments that mean something here; the others are passed over, as it allows."""

    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    long = forms.FloatField(required=False, min_value=-180, max_value=180)
    address_string = forms.CharField(required=False, max_length=200)
    address_id = forms.CharField(required=False, max_length=13)
    description = forms.CharField(required=False, max_length=LONGEST)
    email = forms.EmailField(required=False)
    phone = forms.CharField(required=False, max_length=30)
    first_name = forms.CharField(required=False, max_length=80)
    last_name = forms.CharField(required=False, max_length=80)
    media_url = forms.URLField(required=False, max_length=500, assume_scheme="https")


def create(request: HttpRequest, kind: str) -> HttpResponse:
    said = request.POST
    _key(said.get("api_key", ""))  # in the body only: an address is written into logs
    root = jurisdiction(said.get("jurisdiction_id") or request.GET.get("jurisdiction_id"))
    if not (code := said.get("service_code", "").strip()):
        raise Wrong(400, _("service_code belum diisi."))
    topic, form = topic_of(code), RequestForm(said)
    if not form.is_valid():
        raise Wrong(400, *(f"{name}: {error}" for name, errors in form.errors.items() for error in errors))
    received = _receive(root, topic, form.cleaned_data, said.get(f"attribute[{OFFICIAL}]", NO) == YES)
    notice = _("Ikuti di %(address)s") % {"address": codes.follow_url(received.voice.code, received.secret)}
    made = {"service_request_id": received.voice.code, "service_notice": notice, "account_id": None}
    response = answer(kind, "service_requests", [made], 201)
    response["Cache-Control"] = "no-store"  # whoever has the address of the notice is the reporter
    return response


def _key(said: str) -> None:
    found = keys.find(said) if said else None
    if found is None:
        raise Wrong(403, _("api_key tidak ada atau tidak berlaku, jadi laporan tidak dapat dibuat."))
    if too_often("open311", str(found.pk), AT_MOST):
        raise Wrong(429, _("Terlalu banyak laporan dalam waktu singkat. Coba lagi sesudah seperempat jam."))


@transaction.atomic
def _receive(root: Area, topic: Topic | None, said: dict[str, object], official: bool) -> Received:
    reporter = _reporter(said)
    try:
        received = intake.receive(_said(root, topic, said, official, reporter))
    except (Refused, BadAddress) as wrong:
        raise Wrong(400, str(wrong)) from None
    if topic:
        Voice.objects.filter(pk=received.voice.pk).update(topic=topic)  # what they chose, until somebody verifies it
    return received


def _said(root: Area, topic: Topic | None, said: dict[str, object], official: bool, reporter: Reporter) -> Said:
    return Said(
        text=_text(said, topic), area=_area(root, said), channel="open311", place=str(said["address_string"]),
        pin=_pin(said), about_official=official, anonymous=reporter == Reporter(), reporter=reporter,
    )  # fmt: skip


def _text(said: dict[str, object], topic: Topic | None) -> str:
    """A description is optional. A foreign address is written down for the handlers; nothing is fetched from there."""
    parts = [said["description"] or name_of(topic)[1], said["media_url"]]
    return "\n\n".join(str(part) for part in parts if part)


def _pin(said: dict[str, object]) -> tuple[float, float] | None:
    lat, long = said["lat"], said["long"]
    return (long, lat) if isinstance(lat, float) and isinstance(long, float) else None


def _area(root: Area, said: dict[str, object]) -> Area:
    """By the code of an area, else by the point; the whole jurisdiction where neither says more."""
    pin, code = _pin(said), said["address_id"]
    if code:
        found = Area.objects.current().filter(code=code).first()
        if found is None:
            raise Wrong(400, _("address_id “%(code)s” bukan kode wilayah di sini.") % {"code": code})
        return found
    if pin is None and not said["address_string"]:
        raise Wrong(400, _("Sebutkan tempatnya: lat dan long, address_string, atau address_id."))
    return (village_at(*pin) if pin else None) or root


def _reporter(said: dict[str, object]) -> Reporter:
    """Nobody unless they said who they are. What nobody has proven is asked first; a number may have no channel."""
    name = f"{said['first_name']} {said['last_name']}".strip()
    address = str(said["email"] or said["phone"])
    return Reporter(name=name, channel=(channel_of(address) or "") if address else "", address=address)
