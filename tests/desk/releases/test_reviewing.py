"""Reading what changed, approving, returning, the second look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.desk.releases.deciding import last_read
from jembatan.relays import publishing
from jembatan.releases import actions, rules
from jembatan.releases.models import Campaign
from jembatan.releases.workflow import State
from tests import factories
from tests.desk.releases.conftest import send


def page_of(release, what=""):
    return f"/meja/rilis/{release.pk}/{what}"


def flashes(answer):
    return [str(message) for message in answer.context["messages"]]


def changed(comparison):
    return [row.label for row in comparison.rows if row.changed]


def test_editor_sends_for_review(town, as_):
    release = factories.release(town.sari)

    as_(town.sari).post(page_of(release, "kirim/"))

    release.refresh_from_db()
    assert release.state == State.IN_REVIEW


def test_sending_twice_says_why_not(town, as_, in_review):
    answer = as_(town.sari).post(page_of(in_review, "kirim/"), follow=True)

    assert flashes(answer) == ["Rilis berstatus “Ditinjau” tidak bisa menjadi “Ditinjau”."]


def test_first_review_shows_all_of_it(town, as_, in_review):
    answer = as_(town.budi).get(page_of(in_review, "tinjau/"))

    assert answer.context["before"] is None
    assert not answer.context["comparison"].changed
    assert "belum pernah ditinjau" in answer.content.decode()


def test_later_review_marks_what_changed_since_it_was_read(town, as_, in_review):
    actions.send_back(release=in_review, reason="Perbaiki.", by=town.budi)
    content = factories.content(title="Posyandu keliling bulan depan", targets=["16.06.01"], relay_hours=48)
    actions.revise(release=in_review, base=1, content=content, by=town.sari)
    send(in_review, town.sari)

    answer = as_(town.budi).get(page_of(in_review, "tinjau/"))

    page = answer.content.decode()
    assert changed(answer.context["comparison"]) == ["Judul", "Sasaran", "Batas waktu penerusan"]
    assert '<del><span class="hide" lang="id">[dihapus: </span>ini<span class="hide">]</span></del>' in page
    assert '<ins><span class="hide" lang="id">[ditambah: </span>depan<span class="hide">]</span></ins>' in page


def test_last_read_passes_over_versions_that_nobody_decided_about(town, in_review):
    actions.send_back(release=in_review, reason="Perbaiki.", by=town.budi)
    for n in (1, 2):
        actions.revise(release=in_review, base=n, content=factories.content(title=f"Judul {n}"), by=town.sari)
    in_review.refresh_from_db()

    assert last_read(in_review, in_review.current).number == 1


def test_sent_again_unchanged_it_says_so(town, as_, in_review):
    actions.send_back(release=in_review, reason="Perbaiki.", by=town.budi)
    send(in_review, town.sari)

    page = as_(town.budi).get(page_of(in_review, "tinjau/")).content.decode()

    assert "Tidak ada yang berubah sejak terakhir ditinjau." in page


def test_reviewer_approves_what_they_read(town, as_, in_review):
    as_(town.budi).post(page_of(in_review, "setujui/"), {"base": 1})

    in_review.refresh_from_db()
    assert (in_review.state, in_review.publish_at) == (State.APPROVED, None)


def test_reviewer_approves_for_a_time_on_the_areas_clock(town, as_, in_review):
    tomorrow = timezone.now() + timedelta(days=1)

    as_(town.budi).post(page_of(in_review, "setujui/"), {"base": 1, "publish_at": tomorrow.strftime("%Y-%m-%dT15:00")})

    in_review.refresh_from_db()
    assert in_review.publish_at == tomorrow.replace(hour=8, minute=0, second=0, microsecond=0)  # 15.00 WIB


@pytest.mark.parametrize("when", ["2001-01-01T10:00", "nanti"])
def test_time_that_cannot_be_is_said_on_the_same_page(town, as_, in_review, when):
    answer = as_(town.budi).post(page_of(in_review, "setujui/"), {"base": 1, "publish_at": when})

    in_review.refresh_from_db()
    assert (answer.status_code, in_review.state) == (200, State.IN_REVIEW)
    assert answer.context["form"].errors


def test_what_changed_in_the_meantime_must_be_read_first(town, as_, in_review):
    actions.send_back(release=in_review, reason="Perbaiki.", by=town.ratna)
    actions.revise(release=in_review, base=1, content=factories.content(title="Lain sekali"), by=town.sari)
    send(in_review, town.sari)

    for answer in (
        as_(town.budi).post(page_of(in_review, "setujui/"), {"base": 1}, follow=True),
        as_(town.budi).get(page_of(in_review, "terbitkan/?versi=1"), follow=True),
        as_(town.budi).post(page_of(in_review, "terbitkan/?versi=2"), {"base": 1}, follow=True),
    ):
        assert answer.redirect_chain[-1][0] == page_of(in_review, "tinjau/")
        assert flashes(answer) == ["Rilis ini baru saja diubah orang lain. Baca dulu yang terbaru, lalu putuskan."]
    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW


def test_writer_sees_why_they_cannot_decide(town, as_):
    own = send(factories.release(town.budi), town.budi)

    page = as_(town.budi).get(page_of(own)).content.decode()
    refused = as_(town.budi).post(page_of(own, "setujui/"), {"base": 1})

    assert "Anda ikut menulis rilis ini, jadi peninjau lain yang memutuskan." in page
    assert refused.context["form"].non_field_errors() == [
        "Rilis harus diperiksa orang lain; Anda ikut menulis yang ini."
    ]


def test_returned_release_shows_its_reason_to_the_writer(town, as_, in_review):
    as_(town.budi).post(page_of(in_review, "kembalikan/"), {"reason": "Tanggalnya  salah."})

    page = as_(town.sari).get(page_of(in_review)).content.decode()

    assert "Budi mengembalikan rilis ini" in page
    assert "Tanggalnya salah." in page


def test_return_without_a_reason_asks_for_it(town, as_, in_review):
    answer = as_(town.budi).post(page_of(in_review, "kembalikan/"), {"reason": " "})

    in_review.refresh_from_db()
    assert (list(answer.context["form"].errors), in_review.state) == (["reason"], State.IN_REVIEW)


def test_second_look_by_another_person(town, as_):
    alert = factories.release(town.budi, kind="alert", urgency="urgent")
    publishing.publish(release=alert, by=town.budi, alone_because="Malam ini.")

    own = as_(town.budi).get(page_of(alert))
    refused = as_(town.budi).post(page_of(alert, "periksa/"), follow=True)
    as_(town.ratna).post(page_of(alert, "periksa/"))

    alert.refresh_from_db()
    assert not own.context["choices"].look_again
    assert flashes(refused) == ["Pemeriksaan ini harus dilakukan orang lain."]
    assert alert.second_look_by is None


def test_campaign_asks_for_the_checklist(town, as_, in_review):
    today = timezone.localdate()
    Campaign.objects.create(
        name="Pilkada", area=town.root, first_day=today - timedelta(1), last_day=today + timedelta(1)
    )
    every = {f"check_{key}": "on" for key in rules.CHECKLIST}

    asked = as_(town.budi).post(page_of(in_review, "setujui/"), {"base": 1})
    as_(town.budi).post(page_of(in_review, "setujui/"), {"base": 1} | every)

    in_review.refresh_from_db()
    assert sorted(asked.context["form"].errors) == sorted(every)
    assert in_review.state == State.APPROVED
    assert in_review.reviews.latest("pk").checklist == dict.fromkeys(rules.CHECKLIST, True)
