"""From draft to published and withdrawn: who may, when, and what is written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.areas.models import Setting
from jembatan.audit.models import Entry
from jembatan.releases import actions, rules
from jembatan.releases.models import Decision, Release, Version
from jembatan.releases.workflow import EditConflict, Refused, State
from tests import factories

ALERT = {"kind": "alert", "urgency": "urgent"}


def in_review(office, by=None, **more):
    release = factories.release(by or office.sari, **more)
    actions.send_for_review(release=release, by=by or office.sari)
    release.refresh_from_db()
    return release


def decisions(release):
    return list(release.reviews.order_by("pk").values_list("decision", "by__name", "reason"))


def test_sent_for_review_by_the_editor(office):
    release = in_review(office)

    assert release.state == State.IN_REVIEW
    assert decisions(release) == [(Decision.SENT, "Sari", "")]
    assert Entry.objects.filter(action="release.sent", subject=f"release:{release.pk}").count() == 1


def test_returned_with_a_reason_it_is_a_draft_again(office):
    release = in_review(office)

    actions.send_back(release=release, reason="Tanggalnya salah.", by=office.budi)

    release.refresh_from_db()
    assert release.state == State.DRAFT
    assert decisions(release)[-1] == (Decision.RETURNED, "Budi", "Tanggalnya salah.")


def test_returned_without_a_reason_is_refused(office):
    release = in_review(office)

    with pytest.raises(Refused, match="Tulis alasan pengembalian"):
        actions.send_back(release=release, reason="  ", by=office.budi)


def test_taken_back_after_approval_it_loses_its_set_time(office):
    release = in_review(office)
    actions.approve(release=release, by=office.budi, base=1, publish_at=timezone.now() + timedelta(hours=3))

    actions.send_back(release=release, reason="Tunggu dulu.", by=office.budi)

    release.refresh_from_db()
    assert (release.state, release.publish_at) == (State.DRAFT, None)


def test_approved_by_another_person(office):
    release, later = in_review(office), timezone.now() + timedelta(hours=3)

    actions.approve(release=release, by=office.budi, base=1, publish_at=later)

    release.refresh_from_db()
    assert (release.state, release.publish_at) == (State.APPROVED, later)


def test_approving_a_time_that_passed_is_refused(office):
    release = in_review(office)

    with pytest.raises(Refused, match="Waktu terbit sudah lewat"):
        actions.approve(release=release, by=office.budi, base=1, publish_at=timezone.now() - timedelta(minutes=1))


def test_approving_what_was_not_read_is_a_conflict(office):
    release = factories.release(office.sari)
    actions.revise(release=release, base=1, content=factories.content(title="Diubah"), by=office.sari)
    actions.send_for_review(release=release, by=office.sari)

    with pytest.raises(EditConflict):
        actions.approve(release=release, by=office.budi, base=1)
    with pytest.raises(EditConflict):
        actions.publish(release=release, by=office.budi, base=1)


def test_writer_neither_approves_nor_publishes_while_four_eyes_holds(office):
    release = in_review(office, by=office.budi)

    for act in (actions.approve, actions.publish):
        with pytest.raises(Refused, match="harus diperiksa orang lain"):
            act(release=release, by=office.budi, base=1)


def test_writer_of_one_version_among_several_counts_as_writer(office):
    release = factories.release(office.sari)
    actions.revise(release=release, base=1, content=factories.content(title="Diubah"), by=office.budi)
    actions.revise(release=release, base=2, content=factories.content(title="Lagi"), by=office.sari)
    actions.send_for_review(release=release, by=office.sari)

    with pytest.raises(Refused, match="harus diperiksa orang lain"):
        actions.approve(release=release, by=office.budi, base=3)
    actions.approve(release=release, by=office.ratna, base=3)


def test_writer_publishes_where_four_eyes_is_switched_off(office):
    Setting.objects.create(area=office.root, name="four_eyes", value=False)
    release = in_review(office, by=office.budi)

    published = actions.publish(release=release, by=office.budi, base=1)

    assert published.state == State.PUBLISHED


def test_published_version_is_the_one_that_people_read(office):
    release = in_review(office)

    published = actions.publish(release=release, by=office.budi, base=1)

    assert (published.published.number, published.publish_at, published.second_look_by) == (1, None, None)
    assert published.published_at is not None
    assert decisions(release)[-1] == (Decision.PUBLISHED, "Budi", "")


def test_draft_is_not_published_by_a_person_without_review(office):
    release = factories.release(office.sari)

    with pytest.raises(Refused, match="Draf harus ditinjau dulu"):
        actions.publish(release=release, by=office.budi, base=1)


def test_published_twice_is_refused(office):
    release = in_review(office)
    actions.publish(release=release, by=office.budi, base=1)

    with pytest.raises(Refused):
        actions.publish(release=release, by=office.ratna, base=1)


def test_expired_release_is_neither_approved_nor_published(office):
    release = in_review(office, expires_at=timezone.now() + timedelta(hours=2))

    with pytest.raises(Refused, match="Masa berlaku"):
        actions.approve(release=release, by=office.budi, base=1, publish_at=timezone.now() + timedelta(hours=3))
    with pytest.raises(Refused, match="Masa berlaku"):
        actions.publish(release=release, by=office.budi, base=1, at=timezone.now() + timedelta(hours=3))


# A set time that has come


def test_due_publishes_what_is_approved_for_that_time(office):
    release = in_review(office)
    actions.approve(release=release, by=office.budi, base=1, publish_at=timezone.now() + timedelta(hours=1))
    Release.objects.update(publish_at=timezone.now() - timedelta(seconds=1))

    published = actions.publish(release=release, by=None, due=True)

    assert published.state == State.PUBLISHED


def test_due_does_not_publish_what_was_taken_back_a_moment_ago(office):
    release = in_review(office)
    actions.approve(release=release, by=office.budi, base=1, publish_at=timezone.now() + timedelta(hours=1))
    actions.send_back(release=release, reason="Tunggu.", by=office.budi)

    with pytest.raises(Refused, match="dijadwalkan"):
        actions.publish(release=release, by=None, due=True)


def test_due_waits_for_a_later_time_that_was_set_again(office):
    release = in_review(office)
    actions.approve(release=release, by=office.budi, base=1, publish_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(Refused, match="dijadwalkan"):
        actions.publish(release=release, by=None, due=True)


def missed(office):
    release = in_review(office)
    actions.approve(release=release, by=office.budi, base=1, publish_at=timezone.now() + timedelta(hours=1))
    Release.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    actions.miss(release=release, because="Sekarang masa kampanye.")
    return release


def test_missed_release_says_why_until_somebody_publishes_it(office):
    release = missed(office)
    release.refresh_from_db()
    before = (release.state, release.publish_at, release.missed_because)

    published = actions.publish(release=release, by=office.budi, base=1)

    assert before == (State.APPROVED, None, "Sekarang masa kampanye.")
    assert published.missed_because == ""
    assert decisions(release)[-2] == (Decision.MISSED, None, "Sekarang masa kampanye.")


def test_missed_release_says_why_until_somebody_sends_it_back(office):
    release = missed(office)

    actions.send_back(release=release, reason="Ganti tanggalnya.", by=office.budi)

    release.refresh_from_db()
    assert (release.state, release.missed_because) == (State.DRAFT, "")


# One reviewer alone


def test_urgent_alert_is_published_alone_with_a_reason_and_waits_for_a_second_look(office):
    release = factories.release(office.budi, **ALERT)

    published = actions.publish(release=release, by=office.budi, base=1, alone_because="Tanggul jebol malam ini.")

    assert published.state == State.PUBLISHED
    assert published.second_look_by - published.published_at == timedelta(hours=24)
    assert decisions(release)[-1] == (Decision.PUBLISHED_ALONE, "Budi", "Tanggul jebol malam ini.")


@pytest.mark.parametrize("what", [{"kind": "alert"}, {"urgency": "urgent", "kind": "announcement"}])
def test_nothing_else_is_published_alone(office, what):
    release = factories.release(office.budi, **what)

    with pytest.raises(Refused, match="Hanya peringatan yang mendesak"):
        actions.publish(release=release, by=office.budi, base=1, alone_because="Buru-buru.")


def test_alone_without_a_reason_is_an_ordinary_publishing(office):
    release = factories.release(office.budi, **ALERT)

    with pytest.raises(Refused, match="Draf harus ditinjau dulu"):
        actions.publish(release=release, by=office.budi, base=1, alone_because="   ")


def test_second_look_is_another_persons(office):
    release = factories.release(office.sari, **ALERT)
    actions.publish(release=release, by=office.budi, base=1, alone_because="Tanggul jebol.")

    for same in (office.budi, office.sari):
        with pytest.raises(Refused, match="orang lain"):
            actions.look_again(release=release, by=same)
    actions.look_again(release=release, by=office.ratna)

    release.refresh_from_db()
    assert release.second_look_by is None
    assert decisions(release)[-1] == (Decision.LOOKED_AGAIN, "Ratna", "")


def test_second_look_is_taken_once(office):
    release = factories.release(office.budi, **ALERT)
    actions.publish(release=release, by=office.budi, base=1, alone_because="Tanggul jebol.")
    actions.look_again(release=release, by=office.ratna)

    with pytest.raises(Refused, match="tidak menunggu"):
        actions.look_again(release=release, by=office.ratna)


# Corrections and withdrawing


def corrected(**more):
    return factories.content(**({"title": "Posyandu keliling bulan depan", "note": "Bulannya salah."} | more))


def test_correction_is_a_new_version_that_people_read(office):
    release = factories.published(office.sari)

    actions.correct(release=release, base=1, content=corrected(), by=office.budi)

    release.refresh_from_db()
    assert (release.published.number, release.published, release.current.note) == (
        2,
        release.current,
        "Bulannya salah.",
    )
    assert decisions(release)[-1] == (Decision.CORRECTED, "Budi", "Bulannya salah.")


def test_corrector_may_correct_again(office):
    release = factories.published(office.sari)
    actions.correct(release=release, base=1, content=corrected(), by=office.budi)

    actions.correct(release=release, base=2, content=corrected(title="Posyandu bulan ini"), by=office.budi)

    assert Version.objects.latest("pk").number == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"note": " "}, "Tulis apa yang dikoreksi"),
        ({"targets": ["16.06.01"]}, "Sasaran tidak bisa diubah"),
        ({"title": "Posyandu keliling bulan ini"}, "Belum ada yang berubah"),
    ],
)
def test_correction_that_is_none_is_refused(office, change, sentence):
    release = factories.published(office.sari)

    with pytest.raises(Refused, match=sentence):
        actions.correct(release=release, base=1, content=corrected(**change), by=office.budi)


def test_correction_of_an_older_version_is_a_conflict(office):
    release = factories.published(office.sari)
    actions.correct(release=release, base=1, content=corrected(), by=office.budi)

    with pytest.raises(EditConflict):
        actions.correct(release=release, base=1, content=corrected(title="Lain"), by=office.ratna)


def test_draft_is_not_corrected(office):
    with pytest.raises(Refused, match="sudah terbit"):
        actions.correct(release=factories.release(office.sari), base=1, content=corrected(), by=office.budi)


def test_writer_does_not_correct_their_own_release(office):
    release = factories.published(office.budi)

    with pytest.raises(Refused, match="Koreksi harus dilakukan orang lain"):
        actions.correct(release=release, base=1, content=corrected(), by=office.budi)


def test_writer_corrects_their_own_urgent_alert_and_a_second_person_looks_again(office):
    release = factories.published(office.budi, **ALERT)

    actions.correct(release=release, base=1, content=corrected(**ALERT), by=office.budi)

    release.refresh_from_db()
    assert release.second_look_by is not None


def test_withdrawn_with_a_public_reason(office):
    release = factories.published(office.sari)

    actions.withdraw(release=release, reason=" Datanya keliru. ", by=office.budi)

    release.refresh_from_db()
    assert (release.state, release.withdrawn_because) == (State.WITHDRAWN, "Datanya keliru.")
    assert release.withdrawn_at is not None


def test_withdrawn_without_a_reason_is_refused(office):
    release = factories.published(office.sari)

    with pytest.raises(Refused, match="Tulis alasan penarikan"):
        actions.withdraw(release=release, reason="", by=office.budi)


def test_time_of_the_second_look_is_a_day(office):
    assert timedelta(days=1) == rules.SECOND_LOOK
