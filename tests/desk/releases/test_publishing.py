"""The pages that ask once more, correcting, and what a release's page offers whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.messages.channels.sms.length import measure
from jembatan.messages.models import Dispatch
from jembatan.relays import publishing
from jembatan.relays.models import Relay
from jembatan.relays.models import State as RelayState
from jembatan.releases import actions
from jembatan.releases.models import Release
from jembatan.releases.workflow import State
from tests import factories
from tests.desk.releases.conftest import send, sent
from tests.messages.contract import sms as sms_case


def page_of(release, what=""):
    return f"/meja/rilis/{release.pk}/{what}"


def test_confirm_page_tells_what_publishing_will_do(town, as_):
    factories.volunteer(factories.group("16.06.01.2001"))
    release = send(factories.release(town.sari, targets=["16.06.01"], relay_hours=6), town.sari)

    answer = as_(town.budi).get(page_of(release, "terbitkan/?versi=1"))

    assert (answer.context["audience"].villages, answer.context["audience"].unserved) == (3, 2)
    assert answer.context["lines"] == ["Posyandu keliling datang ke setiap balai desa.", "Yang dibawa", "Buku KIA"]
    assert answer.context["target_names"] == ["Kecamatan 01"]
    assert answer.context["deadline"].endswith("WIB")
    release.refresh_from_db()
    assert release.state == State.IN_REVIEW


NIGHT, DAY = "2026-11-25T15:30:00+00:00", "2026-11-25T05:00:00+00:00"
QUIET = "Sekarang jam tenang: pesan kepada relawan ditahan sampai 06.00."
TOGETHER = (
    "Relawan yang hari ini sudah menerima pesan mendapatkannya bersama pesan gabungan berikutnya, "
    "kecuali waktunya lalu tinggal kurang dari 12 jam."
)
URGENT = "Rilis yang mendesak tidak menunggu."


@pytest.mark.parametrize(
    ("moment", "more", "said"),
    [
        (NIGHT, {"relay_hours": 6}, [QUIET, URGENT]),
        (NIGHT, {"relay_hours": 72}, [QUIET, TOGETHER, URGENT]),
        (DAY, {"relay_hours": 72}, [TOGETHER, URGENT]),
        (DAY, {"relay_hours": 6}, []),
        (NIGHT, {"urgency": "urgent"}, ["Rilis ini mendesak: pesannya langsung dikirim, juga pada malam hari."]),
    ],
)
def test_confirm_page_tells_when_the_message_goes(town, as_, *, settings, time_machine, moment, more, said):
    settings.QUIET_HOURS = (21, 6)
    time_machine.move_to(moment, tick=False)
    release = send(factories.release(town.sari, **more), town.sari)

    answer = as_(town.budi).get(page_of(release, "terbitkan/?versi=1"))

    assert answer.context["waits"] == said


def test_confirm_page_tells_what_an_sms_says_and_costs(town, as_, settings, tmp_path):
    release = send(factories.release(town.sari, title="Jadwal posyandu"), town.sari)
    page = as_(town.budi).get(page_of(release, "terbitkan/?versi=1")).content.decode()
    with sms_case.provider(settings, tmp_path):
        with_sms = as_(town.budi).get(page_of(release, "terbitkan/?versi=1"))

    volunteers, citizens = with_sms.context["sms"]
    assert "SMS kepada" not in page
    assert volunteers.text.startswith("Teruskan ke warga: Jadwal posyandu\n")
    assert f"balas OK {release.pk}" in volunteers.text
    assert citizens.text == f"Jadwal posyandu\n{settings.BASE_URL}/rilis/{release.pk}/\nStop: balas BERHENTI"
    assert (volunteers.size, citizens.size) == (measure(volunteers.text), measure(citizens.text))
    assert f"{volunteers.size.parts} bagian, {volunteers.size.characters} huruf" in with_sms.content.decode()
    assert "di luar abjad SMS" not in with_sms.content.decode()


def test_a_letter_outside_the_alphabet_of_sms_is_told(town, as_, settings, tmp_path):
    release = send(factories.release(town.sari, title="Jadwal 🎉"), town.sari)
    with sms_case.provider(settings, tmp_path):
        page = as_(town.budi).get(page_of(release, "terbitkan/?versi=1")).content.decode()

    assert "di luar abjad SMS" in page


def test_publishing_starts_the_relays(town, as_, in_review):
    answer = as_(town.budi).post(page_of(in_review, "terbitkan/?versi=1"), {"base": 1})

    in_review.refresh_from_db()
    assert (answer.status_code, in_review.state) == (302, State.PUBLISHED)
    assert Relay.objects.filter(release=in_review).count() == 6
    assert Dispatch.objects.filter(subject_id=in_review.pk).count() == 1


def test_publishing_twice_makes_nothing_twice(town, as_, in_review):
    for _press in range(2):
        as_(town.budi).post(page_of(in_review, "terbitkan/?versi=1"), {"base": 1})

    assert Relay.objects.count() == 6
    assert in_review.reviews.filter(decision="published").count() == 1


def test_target_without_a_village_is_refused_and_nothing_is_published(town, as_):
    factories.area("16.06.09", "Kecamatan kosong", town.root)
    release = send(factories.release(town.sari, targets=["16.06.09"]), town.sari)

    answer = as_(town.budi).post(page_of(release, "terbitkan/?versi=1"), {"base": 1})

    release.refresh_from_db()
    assert answer.context["form"].non_field_errors() == [
        "Sasaran rilis ini tidak memuat satu desa atau kelurahan pun. Pilih wilayah lain."
    ]
    assert release.state == State.IN_REVIEW


def test_urgent_alert_alone_needs_a_reason(town, as_):
    alert, url = factories.release(town.budi, kind="alert", urgency="urgent"), "terbitkan-sendiri/"

    asked = as_(town.budi).post(page_of(alert, url), {"base": 1, "reason": " "})
    as_(town.budi).post(page_of(alert, url), {"base": 1, "reason": "Tanggul jebol."})

    alert.refresh_from_db()
    assert list(asked.context["form"].errors) == ["reason"]
    assert (alert.state, alert.second_look_by is not None) == (State.PUBLISHED, True)


def test_ordinary_release_is_not_published_alone(town, as_):
    release = factories.release(town.budi)

    answer = as_(town.budi).post(page_of(release, "terbitkan-sendiri/"), {"base": 1, "reason": "Buru-buru."})

    release.refresh_from_db()
    assert answer.context["form"].non_field_errors() == [
        "Hanya peringatan yang mendesak yang boleh diterbitkan sendirian."
    ]
    assert release.state == State.DRAFT


@pytest.mark.parametrize("page", ["terbitkan/", "tarik/", "koreksi/", "tinjau/"])
def test_page_that_does_not_fit_the_state_leads_back_with_a_sentence(town, as_, page):
    release = factories.release(town.sari)

    answer = as_(town.budi).get(page_of(release, page), follow=True)

    assert answer.redirect_chain[-1][0] == page_of(release)
    assert len(answer.context["messages"]) == 1


def test_withdrawing_keeps_the_page_and_shows_the_reason(town, as_):
    release = factories.published(town.sari)

    as_(town.budi).post(page_of(release, "tarik/"), {"reason": "Tanggalnya keliru."})

    release.refresh_from_db()
    assert (release.state, release.withdrawn_because) == (State.WITHDRAWN, "Tanggalnya keliru.")
    assert "Tanggalnya keliru." in as_(town.sari).get(page_of(release)).content.decode()


def test_published_release_is_not_published_alone(town, as_):
    release = factories.published(town.sari, kind="alert", urgency="urgent")

    answer = as_(town.budi).get(page_of(release, "terbitkan-sendiri/"), follow=True)

    assert answer.redirect_chain[-1][0] == page_of(release)


# Correcting


def correction(**changed):
    said = sent(base=1, title="Posyandu keliling bulan depan", note="Bulannya salah.")
    said.pop("targets")
    return said | changed


def test_correction_is_published_and_asks_nobody_again(town, as_):
    release = factories.published(town.sari)
    Relay.objects.update(state=RelayState.RELAYED, reached_at=timezone.now())

    as_(town.budi).post(page_of(release, "koreksi/"), correction())

    release.refresh_from_db()
    assert (release.published.number, release.published.note) == (2, "Bulannya salah.")
    assert release.published.targets == ["16.06"]
    assert Relay.objects.reached().count() == 6


def test_correction_asks_every_village_again_when_the_reviewer_says_so(town, as_):
    release = factories.published(town.sari)
    Relay.objects.update(state=RelayState.RELAYED, reached_at=timezone.now())

    as_(town.budi).post(page_of(release, "koreksi/"), correction(ask_again="on"))

    assert Relay.objects.reached().count() == 0
    assert set(Relay.objects.values_list("asked_version", flat=True)) == {2}


def test_correction_begins_without_the_words_of_the_last_one(town, as_):
    release = factories.published(town.sari)
    as_(town.budi).post(page_of(release, "koreksi/"), correction())

    form = as_(town.budi).get(page_of(release, "koreksi/")).context["form"]

    assert (form["note"].value(), form["title"].value()) == ("", "Posyandu keliling bulan depan")


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"note": ""}, "note", "Bidang ini tidak boleh kosong."),
        (
            {"title": "Posyandu keliling bulan ini"},
            "__all__",
            "Belum ada yang berubah. Ubah dulu bagian yang keliru, lalu terbitkan koreksi.",
        ),
    ],
)
def test_correction_that_is_none_is_refused(town, as_, change, field, sentence):
    release = factories.published(town.sari)

    answer = as_(town.budi).post(page_of(release, "koreksi/"), correction(**change))

    assert answer.context["form"].errors == {field: [sentence]}
    assert release.versions.count() == 1


def test_second_corrector_sees_what_the_first_one_published(town, as_):
    release = factories.published(town.sari)
    as_(town.ratna).post(page_of(release, "koreksi/"), correction(title="Dari Ratna"))

    answer = as_(town.budi).post(page_of(release, "koreksi/"), correction(title="Dari Budi"))

    assert (answer.context["conflict"].number, answer.context["conflict"].by) == (2, town.ratna)
    assert release.versions.count() == 2


# What the page offers


def offered(answer):
    found = answer.context["choices"]
    return {name for name in found.__slots__ if getattr(found, name)}


def test_page_offers_what_each_person_may_do_now(town, as_):
    release = factories.release(town.sari)
    everybody = (town.sari, town.budi, town.admin)

    def offers():
        return [offered(as_(person).get(page_of(release))) for person in everybody]

    assert offers() == [{"edit", "send"}, {"edit", "send"}, set()]
    send(release, town.sari)
    assert offers() == [set(), {"review", "send_back"}, set()]
    actions.approve(release=release, by=town.budi, base=1)
    assert offers() == [set(), {"publish", "send_back"}, set()]
    publishing.publish(release=release, by=town.budi)
    assert offers() == [set(), {"correct", "withdraw"}, set()]
    publishing.withdraw(release=release, by=town.budi, reason="Keliru.")
    assert offers() == [set(), set(), set()]


def test_urgent_alert_offers_publishing_alone(town, as_):
    alert = factories.release(town.budi, kind="alert", urgency="urgent")

    assert "publish_alone" in offered(as_(town.budi).get(page_of(alert)))
    assert "publish_alone" not in offered(as_(town.sari).get(page_of(alert)))


def test_page_of_a_published_release_leads_to_the_board_and_the_public_page(town, as_):
    release = factories.published(town.sari)

    page = as_(town.sari).get(page_of(release)).content.decode()

    assert f'href="/meja/rilis/{release.pk}/jangkauan' in page
    assert f'href="/rilis/{release.pk}/"' in page


def test_set_time_that_passed_unpublished_is_shown(town, as_, in_review):
    actions.approve(release=in_review, by=town.budi, base=1, publish_at=timezone.now() + timedelta(hours=1))
    Release.objects.update(publish_at=timezone.now() - timedelta(minutes=5))

    assert "Waktu terbitnya sudah lewat" in as_(town.budi).get(page_of(in_review)).content.decode()


def test_release_that_missed_its_time_says_why_and_what_to_do(town, as_, in_review):
    actions.approve(release=in_review, by=town.budi, base=1, publish_at=timezone.now() + timedelta(hours=1))
    Release.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    why = "Sekarang masa kampanye: jawab dulu semua butir daftar periksa netralitas."
    actions.miss(release=in_review, because=why)

    release, english, listed, home = (
        as_(town.budi).get(address).content.decode()
        for address in (page_of(in_review), f"/en{page_of(in_review)}", "/meja/rilis/?status=disetujui", "/meja/")
    )

    assert f"{why} Rilis ini tetap disetujui, tanpa waktu terbit: terbitkan sekarang" in release
    assert (release.count(why), listed.count(why), why in english) == (2, 1, False)  # the notice and the history
    assert "This is a campaign period: first answer" in english
    assert "Tidak jadi terbit" in listed
    assert f'<a href="{page_of(in_review)}" lang="id">' in home.partition("Tidak jadi terbit pada waktunya")[2]
