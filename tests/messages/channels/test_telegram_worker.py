"""A real worker that polls a bot: somebody joins by the link and is answered, and gets what is sent from then on."""

import json
import time
from datetime import UTC, datetime

import pytest

from jembatan.messages import actions, joining
from jembatan.messages.models import Attempt, Contact, Delivery, Inbound
from jembatan.people.models import Person
from tests.messages import fakes
from tests.messages.contract import telegram as case
from tests.messages.processes import until, worker

pytestmark = pytest.mark.django_db(transaction=True)
CHAT = "71000001"
SLOW = 60  # seconds until workers have started on a machine that is busy


@pytest.fixture
def here(settings, tmp_path, monkeypatch):
    with case.provider(settings, tmp_path) as here:
        monkeypatch.setenv("JEMBATAN_TELEGRAM_TOKEN", case.TOKEN)
        monkeypatch.setenv("JEMBATAN_TELEGRAM_BOT", "JembatanBot")
        monkeypatch.setenv("JEMBATAN_TELEGRAM_MODE", "polling")
        monkeypatch.setenv("JEMBATAN_TELEGRAM_URL", here.server.url)
        monkeypatch.setenv("JEMBATAN_QUIET_HOURS", "")
        here.patience = 5
        yield here


def test_joining_answering_and_sending(here):
    sari = Person.objects.create_person(name="Sari")
    actions.agree(person=sari, channel="email", address="sari@contoh.id", source="test", by=None)
    body, _headers = case.said(CHAT, f"/start {joining.token(sari.recipient.pk)}", "m-1", datetime.now(UTC), None)
    here.updates = [json.loads(body)]

    with worker(poll=1):
        until(lambda: len(here.sent()) == 1, SLOW)
        fakes.dispatch([sari.recipient.pk])
        until(lambda: len(here.sent()) == 2, SLOW)
        until(lambda: Delivery.objects.filter(state="accepted").count() == 2, SLOW)

    joined, sent = here.sent()
    assert joined["text"].startswith("Terima kasih, Sari!")
    assert sent["text"].startswith("Kabar ")
    assert (joined["chat_id"], sent["chat_id"], Inbound.objects.count()) == (int(CHAT), int(CHAT), 1)
    assert Contact.objects.get(channel="telegram").heard_at is not None
    assert set(Attempt.objects.values_list("provider_id", flat=True)) == {f"{CHAT}:{n}" for n in _numbers(here)}


def _numbers(here) -> list[int]:
    return [n for n, asked in enumerate(here.server.taken, 1) if asked.path.endswith("/sendMessage")]


def test_the_rate_of_the_bot_is_kept_by_two_workers(here, monkeypatch):
    monkeypatch.setenv("JEMBATAN_TELEGRAM_RATE", "20")
    people = [Person.objects.create_person(name=f"Warga {n}") for n in range(60)]
    for n, person in enumerate(people):
        actions.agree(person=person, channel="telegram", address=str(72000000 + n), source="test", by=None)
    fakes.dispatch([person.recipient.pk for person in people])

    times: list[float] = []
    with worker(), worker():
        until(lambda: (times.append(time.monotonic()) or len(here.sent())) >= 1, SLOW)
        begun = times[-1]
        until(lambda: len(here.sent()) == 60, SLOW)
        took = time.monotonic() - begun

    assert set(here.arrived().values()) == {60}
    assert len({values["chat_id"] for values in here.sent()}) == 60
    assert took >= 2.5
