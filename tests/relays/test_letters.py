"""The words of a message: what waits for this person when it is sent."""

import re
from dataclasses import replace

import pytest
import time_machine
from django.utils import timezone

from jembatan.messages import writers
from jembatan.messages.channels.sms import words as sms
from jembatan.messages.engine import fan_out as engine
from jembatan.messages.models import Dispatch, Recipient
from jembatan.relays import hops, publishing
from jembatan.relays.claims import Claim, read
from jembatan.relays.letters import write
from jembatan.relays.links import personal_url, several_url
from jembatan.relays.models import Asking, Relay
from tests import factories
from tests.messages.contract import sms as contract

HOME, OTHER = "16.06.01.2001", "16.06.01.2002"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2025-11-12T20:00:00Z", tick=False):
        yield


@pytest.fixture
def siti(db):
    factories.regency()
    return factories.volunteer(factories.group(HOME, OTHER), name="Siti Aminah")


@pytest.fixture
def release(siti):
    return factories.published()


def letter(person, dispatch: Dispatch):
    recipient = Recipient.objects.get(person=person)
    return writers.drafts(dispatch, [recipient])[recipient.pk]


def first(release) -> Dispatch:
    return Dispatch.objects.get(kind="release", subject_id=release.pk, key=f"release:{release.pk}:v1")


def relays(release) -> dict[str, Relay]:
    return {relay.code: relay for relay in release.relays.all()}


def test_the_first_letter_reads_well(release, siti, settings):
    at = relays(release)

    draft = letter(siti, first(release))

    assert draft.subject == "Posyandu keliling bulan ini"
    assert draft.link == personal_url(at[HOME].pk, siti.pk)
    assert draft.text.split("\n") == [
        "Ada rilis baru untuk diteruskan ke warga.",
        "",
        "Posyandu keliling bulan ini",
        "Posyandu keliling datang ke balai desa. Bawa buku KIA.",
        "",
        "Buka tautan setiap desa, lalu teruskan:",
        f"Desa 01-2001: {personal_url(at[HOME].pk, siti.pk)}",
        f"Desa 01-2002: {personal_url(at[OTHER].pk, siti.pk)}",
        "",
        "Batas waktu: Jumat, 14 November 2025 pukul 03.00 WIB",
        "Tautan ini khusus untuk Anda. Yang dibagikan ke warga ada di dalamnya.",
        "",
        "Jembatan, Kabupaten Contoh",
        settings.BASE_URL,
    ]


def test_a_village_done_in_the_meantime_is_left_out(release, siti):
    at = relays(release)
    hops.relayed(relay=at[HOME], by=siti, places=["board"], version=1)

    text = letter(siti, first(release)).text

    assert "Buka tautan ini, lalu teruskan:" in text
    assert ("Desa 01-2001" in text, "Desa 01-2002" in text) == (False, True)


def test_nothing_is_written_when_all_is_done(release, siti):
    for code in (HOME, OTHER):
        hops.relayed(relay=relays(release)[code], by=siti, places=["board"], version=1)

    assert letter(siti, first(release)) is None


def test_nothing_is_written_about_a_withdrawn_release(release, siti):
    publishing.withdraw(release=release, reason="Keliru.", by=siti)

    assert letter(siti, first(release)) is None


def test_nothing_is_written_to_who_was_not_asked(release):
    stranger = factories.person()
    Recipient.objects.create(person=stranger)

    assert letter(stranger, first(release)) is None


def test_a_correction_says_what_changed(release, siti):
    correct(release, siti)

    lines = letter(siti, Dispatch.objects.get(key=f"release:{release.pk}:v2")).text.split("\n")

    assert lines[:2] == ["Rilis ini dikoreksi. Mohon teruskan lagi.", "Yang berubah: Kini hari Kamis."]


def correct(release, by, *, ask_again=True):
    content = factories.content(body="Kamis.", note="Kini hari Kamis.")
    return publishing.correct(release=release, ask_again=ask_again, by=by, base=1, content=content)


def opening(person, dispatch: Dispatch) -> str:
    return letter(person, dispatch).text.split("\n")[0]


def test_correction_is_a_new_release_to_who_is_asked_for_the_first_time(release, siti):
    budi = factories.volunteer(siti.grants.get().group, name="Budi")
    correct(release, siti)
    second = Dispatch.objects.get(key=f"release:{release.pk}:v2")

    assert (opening(budi, second), opening(siti, second)) == (
        "Ada rilis baru untuk diteruskan ke warga.",
        "Rilis ini dikoreksi. Mohon teruskan lagi.",
    )


def test_correction_is_a_new_release_to_those_whose_first_message_was_stopped(release, siti):
    engine.next_chunk()
    correct(release, siti)

    assert opening(siti, Dispatch.objects.get(key=f"release:{release.pk}:v2")) == (
        "Ada rilis baru untuk diteruskan ke warga."
    )


def test_correction_that_asks_nobody_again_is_a_new_release_to_who_is_still_to_hear(release, siti):
    correct(release, siti, ask_again=False)

    draft = letter(siti, first(release))

    assert draft.text.split("\n")[0] == "Ada rilis baru untuk diteruskan ke warga."


def test_withdrawal_says_so_with_its_reason_and_leads_to_the_page(release, siti, settings):
    publishing.withdraw(release=release, reason="Tanggalnya keliru.", by=siti)
    link = personal_url(relays(release)[HOME].pk, siti.pk)

    draft = letter(siti, Dispatch.objects.get(kind="release_withdrawn"))

    assert (draft.subject, draft.link) == ("Ditarik: Posyandu keliling bulan ini", link)
    assert draft.text.split("\n") == [
        "Rilis ini ditarik: jangan diteruskan lagi.",
        "",
        "Posyandu keliling bulan ini",
        "Alasannya: Tanggalnya keliru.",
        "",
        "Kalau sudah Anda teruskan, kabari warga di tempat yang sama.",
        "Teksnya ada di tautan ini:",
        link,
        "",
        "Jembatan, Kabupaten Contoh",
        settings.BASE_URL,
    ]


def test_withdrawal_leaves_out_a_link_that_was_taken_away(release, siti):
    publishing.withdraw(release=release, reason="Tanggalnya keliru.", by=siti)
    Asking.objects.update(revoked_at=timezone.now())

    draft = letter(siti, Dispatch.objects.get(kind="release_withdrawn"))
    assert (draft.link, "/r/" in draft.text, "tautan" in draft.text) == ("", False, False)


@pytest.mark.parametrize(
    ("kind", "opening"),
    [
        ("release_reminder", "Pengingat: rilis ini belum tercatat diteruskan."),
        ("release_escalation", "Rilis ini belum sampai ke warga. Mohon bantuan Anda untuk meneruskannya."),
    ],
)
def test_reminders_and_escalations_open_with_their_reason(release, siti, kind, opening):
    dispatch = Dispatch(kind=kind, subject_id=release.pk)

    assert letter(siti, dispatch).text.split("\n")[0] == opening


def test_a_batch_costs_the_same_queries_for_one_or_three(release, siti, django_assert_num_queries):
    others = [factories.volunteer(siti.grants.get().group) for _number in range(2)]
    recipients = list(Recipient.objects.filter(person__in=[siti, *others]))
    dispatch = first(release)

    with django_assert_num_queries(6):
        write(dispatch, recipients[:1])
    with django_assert_num_queries(6):
        write(dispatch, recipients)


def test_the_sms_is_short_and_says_how_to_answer(release, siti):
    hops.relayed(relay=relays(release)[OTHER], by=siti, places=["board"], version=1)
    link, n = personal_url(relays(release)[HOME].pk, siti.pk), release.pk

    said, size = sms.preview(letter(siti, first(release)), answered=True)

    assert said.split("\n") == [
        "Teruskan ke warga: Posyandu keliling bulan ini",
        link,
        f"Bila sudah, balas OK {n}A (contoh: OK {n}A MASJID 80)",
        "Stop: balas BERHENTI",
    ]
    assert (size.encoding, size.parts) == ("GSM-7", 2)


@pytest.mark.parametrize("title", ["Harga “sawit” " * 30, "Ibadah haji dan umrah – " * 30, "ا" * 200])
def test_a_long_title_is_shortened_and_link_and_answer_stay(siti, settings, title):
    settings.BASE_URL = "https://jembatan.dinkominfo.musibanyuasinkab.go.id"
    release = factories.published(title=title[:150], targets=[HOME])

    said, size = sms.preview(letter(siti, first(release)), answered=True)

    lines = said.split("\n")
    assert lines[1] == personal_url(relays(release)[HOME].pk, siti.pk)
    assert lines[2].startswith(f"Bila sudah, balas OK {release.pk} ")
    assert (lines[0].endswith("..."), len(lines[0]) > 20) == (True, True)
    assert size.parts == (2 if size.encoding == "GSM-7" else 4)


def test_where_nothing_can_be_answered_no_answer_is_asked_for(siti, settings, tmp_path):
    release = factories.published(targets=[HOME])
    with contract.provider(settings, tmp_path, FROM="", MESSAGE=""):
        said, size = sms.preview(letter(siti, first(release)), answered=False)

    assert ("balas" in said, "Stop: http" in said, size.parts) == (False, True, 2)


def test_two_villages_have_a_code_and_one_link(release, siti):
    said = letter(siti, first(release)).brief.split("\n")

    last = Asking.objects.latest("pk").pk
    assert said[1:] == [
        several_url(siti.pk, last),
        f"Bila sudah, balas OK {release.pk}A (Desa 01-2001), OK {release.pk}B (Desa 01-2002)",
    ]


def test_every_code_in_an_sms_is_read_back(release, siti):
    said = letter(siti, first(release)).brief

    assert [read(code) for code in re.findall(r"OK \w+", said)] == [Claim(release.pk, "A"), Claim(release.pk, "B")]


def test_buttons_say_where_for_one_village_and_which_for_two(release, siti):
    at = relays(release)
    two = letter(siti, first(release)).buttons
    hops.relayed(relay=at[OTHER], by=siti, places=["board"], version=1)
    one = letter(siti, first(release)).buttons

    assert two == ((f"sudah:{at[HOME].pk}", "Sudah: Desa 01-2001"), (f"sudah:{at[OTHER].pk}", "Sudah: Desa 01-2002"))
    assert one == (
        (f"sudah:{at[HOME].pk}:whatsapp", "Grup WA"),
        (f"sudah:{at[HOME].pk}:board", "Papan"),
        (f"sudah:{at[HOME].pk}:loudspeaker", "Toa masjid"),
    )


def test_a_template_is_named_only_where_one_is_set_up(siti, settings):
    release = factories.published(targets=[HOME])
    general = letter(siti, first(release)).template
    settings.WHATSAPP = replace(settings.WHATSAPP, templates={"release": ("rilis_baru", "id", 3)})

    draft = letter(siti, first(release))

    assert (general, draft.template) == ("", "release")
    assert draft.gaps == (
        "Posyandu keliling bulan ini",
        "Posyandu keliling datang ke balai desa. Bawa buku KIA.",
        "Desa 01-2001",
        "Batas waktu: Jumat, 14 November 2025 pukul 03.00 WIB",
        draft.link,
    )


def test_a_withdrawal_is_short_too(release, siti):
    publishing.withdraw(release=release, reason="Tanggalnya keliru.", by=siti)

    said = letter(siti, Dispatch.objects.get(kind="release_withdrawn")).brief

    link = personal_url(relays(release)[HOME].pk, siti.pk)
    assert said == f"Ditarik, jangan teruskan lagi: Posyandu keliling bulan ini\n{link}"


def test_a_withdrawal_without_a_link_ends_with_its_words(release, siti):
    publishing.withdraw(release=release, reason="Tanggalnya keliru.", by=siti)
    Asking.objects.update(revoked_at=timezone.now())

    said = letter(siti, Dispatch.objects.get(kind="release_withdrawn")).brief

    assert said == "Ditarik, jangan teruskan lagi: Posyandu keliling bulan ini"
