"""The history of one village: what happened and when we heard of it, with names only for those who may call."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.relays import escalation, hops, publishing
from jembatan.relays.models import HopKind, State
from tests import factories

pytestmark = pytest.mark.django_db


def entries(client, relay):
    return client.get(f"/meja/penerusan/{relay.pk}/").context["entries"]


def outcome(client, relay, result: str, person=None, **more):
    data = {"result": result, "person": person.pk if person else "", **more}
    return client.post(f"/meja/penerusan/{relay.pk}/hasil/", data, follow=True)


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_history_tells_the_latest_first_with_places_and_evidence(signed_in, ratna, relay, siti):
    hops.seen(relay=relay, by=siti, version=1)
    hops.relayed(relay=relay, by=siti, places=["board", "loudspeaker"], people=40, version=1)

    found = entries(signed_in(ratna), relay)

    assert [(entry["title"], entry["by"], entry["text"]) for entry in found] == [
        ("Diteruskan", "Siti Aminah", "Menurut relawan. Papan informasi, Pengeras suara masjid. Kira-kira 40 orang."),
        ("Dibuka", "Siti Aminah", ""),
        ("Diminta meneruskan", "", ""),
    ]


def test_offline_hop_shows_both_times(signed_in, ratna, siti):
    release = publishing.publish(release=factories.release(), by=None, at=timezone.now() - timedelta(hours=5))
    relay = release.relays.select_related("release").get(code="16.06.01.2001")
    happened = timezone.now() - timedelta(hours=2)
    hops.relayed(relay=relay, by=siti, places=[], version=1, at=happened, key="hp")

    told = next(entry for entry in entries(signed_in(ratna), relay) if entry["state"] == State.RELAYED)

    assert told["at"] == happened
    assert told["heard_at"] > happened


def test_steps_of_the_escalation_are_told(signed_in, ratna, relay, siti):
    for hours in (0, 12, 24, 36):
        escalation.run(relay.deadline + timedelta(hours=hours, seconds=1))

    texts = [
        entry["text"]
        for entry in entries(signed_in(ratna), relay)
        if entry["title"] == "Diminta kepada orang berikutnya"
    ]

    assert texts == [
        "Masuk daftar telepon.",
        "Koordinator kecamatan: tidak ada yang bisa diminta.",
        "KIM tetangga: tidak ada yang bisa diminta.",
        "Anggota KIM lainnya: tidak ada yang bisa diminta.",
    ]


def test_executive_reads_no_names(signed_in, bupati, ratna, relay, siti):
    hops.told_by_telephone(relay=relay, by=siti, told_by=ratna, places=[])
    hops.called_in_vain(relay=relay, outcome="unknown", by=ratna)

    page = signed_in(bupati).get(f"/meja/penerusan/{relay.pk}/")

    body = page.content.decode()
    assert page.status_code == 200
    assert [name for name in ("Siti Aminah", "Ratna", "+6281211112222") if name in body] == []
    assert Entry.objects.filter(action="relay.numbers_shown").exists() is False


def test_showing_numbers_is_written_down(signed_in, tono, relay, siti, shown):
    signed_in(tono).get(f"/meja/penerusan/{relay.pk}/")

    assert shown() == [(tono.pk, "relay.numbers_shown", f"relay:{relay.pk}", [siti.pk])]


def test_call_that_brought_it_further_names_the_caller(signed_in, tono, relay, siti):
    page = outcome(signed_in(tono), relay, "relayed", siti, places=["face"])

    relay.refresh_from_db()
    assert (relay.state, said(page)) == (
        State.RELAYED,
        ["Dicatat: Desa 01-2001 sudah meneruskan “Posyandu keliling bulan ini”."],
    )
    assert page.context["entries"][0]["text"] == "Dilaporkan lewat telepon oleh Tono Koordinator. Bertemu langsung."


@pytest.mark.parametrize(
    ("result", "title"),
    [("not_yet", "Ditelepon: belum diteruskan"), ("no_answer", "Ditelepon: tidak diangkat")],
)
def test_call_in_vain_stands_in_the_history(signed_in, tono, relay, result, title):
    siti = relay.askings.get().person
    page = outcome(signed_in(tono), relay, result, siti)

    relay.refresh_from_db()
    first = page.context["entries"][0]
    assert (relay.state, first["title"], first["by"]) == (State.WAITING, title, "Tono Koordinator")


def test_only_somebody_who_carries_it_can_have_answered(signed_in, tono, relay):
    stranger = factories.person(name="Orang lain")

    page = outcome(signed_in(tono), relay, "relayed", stranger)

    assert said(page) == ["Hasil telepon tidak terbaca. Pilih siapa yang ditelepon, lalu tekan hasilnya lagi."]
    assert relay.hops.filter(kind=HopKind.RELAYED).exists() is False


@pytest.mark.parametrize("data", [{}, {"result": "x"}, {"result": "relayed", "places": ["kapal"]}])
def test_bad_result_gets_one_sentence(signed_in, tono, relay, siti, data):
    page = signed_in(tono).post(f"/meja/penerusan/{relay.pk}/hasil/", {"person": siti.pk, **data}, follow=True)

    assert len(said(page)) == 1
    assert relay.hops.filter(kind=HopKind.RELAYED).exists() is False


def test_call_about_a_withdrawn_release_is_refused(signed_in, tono, ratna, relay, siti):
    publishing.withdraw(release=relay.release, reason="Salah jadwal", by=ratna)

    page = outcome(signed_in(tono), relay, "relayed", siti)

    assert said(page) == ["Rilis ini sudah ditarik; jangan diteruskan lagi."]


def test_neighbour_sees_and_writes_nothing(signed_in, relay, siti):
    client = signed_in(factories.person("coordinator", "16.06.02"))

    assert client.get(f"/meja/penerusan/{relay.pk}/").status_code == 404
    assert outcome(client, relay, "relayed", siti).status_code == 404


def test_village_with_nobody_says_so(signed_in, ratna, release):
    relay = release.relays.get(code="16.06.02.2001")

    body = signed_in(ratna).get(f"/meja/penerusan/{relay.pk}/").content.decode()

    assert "Belum ada yang diminta meneruskan ke desa ini." in body


def test_number_of_queries_is_the_same_for_few_and_many_hops(signed_in, ratna, relay, siti, queries_of):
    url = f"/meja/penerusan/{relay.pk}/"
    hops.seen(relay=relay, by=siti, version=1)
    hops.called_in_vain(relay=relay, outcome="not_yet", by=ratna)
    few = queries_of(signed_in(ratna), url)
    for n in range(3):
        hops.relayed(relay=relay, by=factories.person(name=f"O{n}"), places=[], version=1)
        hops.called_in_vain(relay=relay, outcome="no_answer", by=ratna)

    assert queries_of(signed_in(ratna), url) == few
