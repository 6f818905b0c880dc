"""What is kept of whom, and for how long; and files that nobody names."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from jembatan.areas.clock import today
from jembatan.messages import engine
from jembatan.messages.models import Attempt, Contact, Delivery, Dispatch, Inbound
from jembatan.voices import forgetting
from jembatan.voices.intake import Down
from jembatan.voices.models import Dialogue, Follower, Identity, Photo, Voice
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import State
from tests import factories
from tests.relays.test_killed import url, wait_until_it_is_gone, wait_until_somebody_waits_for
from tests.voices import voices
from tests.voices.channels import say

SARI = Reporter(name="Sari", channel="email", address="sari@contoh.id", proven=True)
KEPT = 730


@pytest.fixture
def home(db):
    return voices.house()


def end(voice: Voice, days: int, state: State = State.CLOSED) -> None:
    Voice.objects.filter(pk=voice.pk).update(state=state, ended_on=today() - timedelta(days=days))


def known() -> tuple[int, int]:
    """Identities and addresses that can still be read."""
    return Identity.objects.exclude(sealed=b"").count(), Contact.objects.filter(address__isnull=False).count()


def test_who_said_it_is_forgotten_two_years_after_the_end(home):
    end(voices.voice(reporter=SARI), KEPT + 1)

    assert (known(), forgetting.forget_identities(), known()) == ((1, 1), 1, (0, 0))
    assert (Identity.objects.get().blanked_on, Contact.objects.get().ended_because) == (today(), "identities")
    assert forgetting.forget_identities() == 0


@pytest.mark.parametrize(("days", "state"), [(KEPT, State.CLOSED), (KEPT + 9, State.ANSWERED), (KEPT + 9, State.NEW)])
def test_until_then_and_while_it_is_open_it_stays(home, days, state):
    end(voices.voice(reporter=SARI), days, state)

    assert (forgetting.forget_identities(), known()) == (0, (1, 1))


def test_of_a_merged_one_it_stays_as_long_as_the_other_one_is_open(home):
    voice, other = voices.voice(reporter=SARI), voices.voice()
    end(voice, KEPT + 1)
    Voice.objects.filter(pk=voice.pk).update(state=State.MERGED, merged_into=other)
    while_open = forgetting.forget_identities()
    end(other, KEPT + 1)

    assert (while_open, forgetting.forget_identities()) == (0, 1)


def test_a_volunteers_own_address_stays(home):
    siti = factories.volunteer(factories.group(voices.VILLAGE))
    end(voices.voice(reporter=SARI, paper=Down(by=siti, group=None, said_on=today())), KEPT + 1)
    forgetting.forget_identities()

    assert Contact.objects.live().filter(recipient__person=siti, channel="email").count() == 1


def test_how_long_is_a_setting(home, settings):
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"identities": 10}
    end(voices.voice(reporter=SARI), 11)

    assert forgetting.forget_identities() == 1


# Dialogues


def test_what_nobody_placed_is_taken_at_the_root_after_three_days(home):
    say("telegram", "71000001", "Jembatan gantung putus")
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=True):
        done = forgetting.run()

    voice = Voice.objects.get()
    assert (done["dialogues"], voice.area.code, voice.original) == (1, "16.06", "Jembatan gantung putus")
    assert not Dialogue.objects.exists()
    assert Dispatch.objects.filter(kind="voice_said", subject_id=voice.pk).count() == 1


def test_who_wanted_no_more_messages_meanwhile_gets_none(home):
    say("telegram", "71000001", "Jembatan gantung putus")
    say("telegram", "71000001", "BERHENTI")
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=True):
        forgetting.run()

    assert (Voice.objects.count(), Identity.objects.count()) == (1, 1)
    assert not Follower.objects.exists()
    assert not Dispatch.objects.filter(kind="voice_said").exists()


def test_before_it_waits(home):
    say("telegram", "71000001", "Jembatan gantung putus")
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=23), tick=True):
        done = forgetting.run()

    assert (done["dialogues"], Voice.objects.count(), Dialogue.objects.count()) == (0, 0, 1)


def test_an_anonymous_one_that_was_not_gone_on_with_is_deleted(home):
    say("telegram", "71000001", "ANONIM Jembatan gantung putus")
    for days in (4, 8):  # ended, and then the last letter had its time
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
            forgetting.run()

    assert (Voice.objects.count(), Dialogue.objects.count(), Inbound.objects.count()) == (0, 0, 0)
    assert not Contact.objects.filter(address__isnull=False).exists()


def test_after_the_last_letter_nothing_of_an_anonymous_one_is_left(home, mailoutbox):
    say("email", "sari@contoh.id", "ANONIM Jembatan di Desa 01-2001 putus")
    say("email", "sari@contoh.id", "lanjut")
    waiting = forgetting.forget_anonymous()
    engine.run_dry()
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=True):
        done = forgetting.forget_anonymous()

    assert (waiting, done, len(mailoutbox)) == (0, 1, 2)
    assert Voice.objects.get().code[:4] in mailoutbox[1].body
    assert not Contact.objects.filter(address__isnull=False).exists()
    assert set(Attempt.objects.values_list("provider_id", flat=True)) == {None}
    assert set(Dispatch.objects.values_list("payload", flat=True)) == {None}
    assert (Inbound.objects.count(), Dialogue.objects.count(), Delivery.objects.count()) == (0, 0, 2)


def test_the_same_message_again_after_that_is_no_second_voice(home):
    for text, number in [("ANONIM Jembatan di Desa 01-2001 putus", "a"), ("lanjut", "b")] * 2:
        say("telegram", "71000001", text, number=number)
        Inbound.objects.filter(provider_id__startswith="anon:").delete()

    assert Voice.objects.count() == 1


# Files


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(name: str, age: timedelta = timedelta(days=1, minutes=1)) -> str:
    saved = default_storage.save(name, ContentFile(b"x"))
    since = time.time() - age.total_seconds()
    os.utime(default_storage.path(saved), (since, since))
    return saved


def test_a_file_without_a_row_goes_after_a_day(home, media):
    voice = voices.voice()
    kept = put("voices/kept.jpg")
    Photo.objects.create(voice=voice, file=kept, width=1, height=1)
    orphan, young, other = put("voices/orphan.jpg"), put("voices/young.jpg", timedelta(hours=23)), put("pictures/x.jpg")

    assert forgetting.run()["files"] == 1
    assert [default_storage.exists(name) for name in (kept, orphan, young, other)] == [True, False, True, True]


def test_answers_files_are_swept_too(home, media):
    put("answers/orphan.pdf")

    assert (forgetting.run()["files"], forgetting.run()["files"]) == (1, 0)


RECEIVE = """
import django; django.setup()
from django.core.files.base import ContentFile
from jembatan.areas.models import Area
from jembatan.voices.intake import Said, Taken, receive
photo = Taken(ContentFile(b"x" * 5000, name="foto.jpg"), 1, 1)
receive(Said(text="Jalan rusak", area=Area.objects.root(), photos=(photo,)))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_between_the_file_and_its_row_leaves_one_that_the_sweep_removes(settings, tmp_path):
    """`kill -9` where the row is being written: the file is on the disk, the voice is not there."""
    factories.regency()
    settings.MEDIA_ROOT = tmp_path / "media"
    environment = os.environ | {
        "DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "jembatan.settings", "JEMBATAN_DATA": str(tmp_path),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", RECEIVE], env=environment)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE voices_photo IN SHARE MODE")
            session = wait_until_somebody_waits_for("voices_photo")
            process.send_signal(signal.SIGKILL)
            process.wait()
        wait_until_it_is_gone(session)
    finally:
        process.kill()
        process.wait()

    left = default_storage.listdir("voices")[1]
    assert (len(left), Voice.objects.count(), forgetting.sweep("voices")) == (1, 0, 0)
    since = time.time() - 90_000
    os.utime(default_storage.path(f"voices/{left[0]}"), (since, since))
    assert (forgetting.sweep("voices"), default_storage.listdir("voices")[1]) == (1, [])
