"""The inbox: who finds what in it, and in which order."""

from datetime import timedelta

import pytest

from jembatan.areas.clock import today
from jembatan.desk.voices.words import calendar_for, left
from jembatan.people.roles import Role
from jembatan.voices import handling
from jembatan.voices.models import Handler, Voice
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db
LIST = "/meja/suara/"


def shown(page) -> list[str]:
    return [row.voice.original for row in page.context["rows"]]


def due(voice: Voice, days: int) -> None:
    Voice.objects.filter(pk=voice.pk).update(due_on=today() + timedelta(days=days))


def test_everyone_finds_what_is_theirs(home, signed_in):
    voices.forwarded(home, text="Jalan.")
    voices.forwarded(home, to=home.health, text="Puskesmas.")
    voices.voice(text="Desa sebelah.", area=factories.get_area("16.06.02.2001"))
    voices.voice(text="Pungutan liar.", about_official=True)
    voices.voice(text="Rahasia.", confidential=True)
    Handler.objects.exclude(person=home.rina).delete()

    people = (home.dewi, home.rina, home.budi, home.hana, home.ibu)
    found = {who.name: set(shown(signed_in(who).get(LIST))) for who in people}

    assert found == {
        "Dewi": {"Jalan.", "Puskesmas."},
        "Rina": {"Jalan.", "Puskesmas.", "Desa sebelah.", "Rahasia."},
        "Budi": {"Jalan."},
        "Hana": {"Puskesmas."},
        "Ibu Inspektur": {"Pungutan liar."},
    }


def test_most_urgent_first_and_without_a_deadline_last(home, signed_in):
    made = {name: voices.voice(text=name) for name in ("besok", "tanpa batas", "terlambat", "nanti")}
    for name, days in {"besok": 1, "terlambat": -3, "nanti": 30}.items():
        due(made[name], days)
    Voice.objects.filter(pk=made["tanpa batas"].pk).update(due_on=None)

    assert shown(signed_in(home.dewi).get(LIST)) == ["terlambat", "besok", "nanti", "tanpa batas"]


@pytest.mark.parametrize(
    ("moment", "due_on", "expected"),
    [
        ("2026-11-24", "2026-11-27", ("3 hari kerja lagi", "")),
        ("2026-11-24", "2026-11-26", ("2 hari kerja lagi", "warm")),
        ("2026-11-24", "2026-11-24", ("batasnya hari ini", "hot")),
        ("2026-11-24", "2026-11-20", ("terlambat 2 hari kerja", "hot")),
        ("2026-11-22", "2026-11-20", ("terlambat 1 hari kerja", "hot")),  # a Sunday after a Friday
    ],
)
@pytest.mark.usefixtures("home")
def test_days_left_are_working_days(time_machine, moment, due_on, expected):
    voice = voices.voice()
    time_machine.move_to(f"{moment}T05:00:00+00:00")
    Voice.objects.filter(pk=voice.pk).update(due_on=due_on)
    voice.refresh_from_db()

    found = left(voice, calendar_for([voice]))

    assert (found.words, found.tone) == expected


def test_pages_go_on_where_the_last_one_ended(home, signed_in, monkeypatch):
    monkeypatch.setattr("jembatan.desk.voices.listing.PAGE", 2)
    for n in range(5):
        due(voices.voice(text=f"nomor {n}"), 5 if n < 3 else n)
    Voice.objects.filter(original="nomor 4").update(due_on=None)
    client, url, seen = signed_in(home.dewi), LIST, []

    while url:
        page = client.get(url)
        seen.append(shown(page))
        url = page.context["next_url"] and LIST + page.context["next_url"]

    assert seen == [["nomor 3", "nomor 0"], ["nomor 1", "nomor 2"], ["nomor 4"]]


@pytest.mark.parametrize("cursor", ["x", "2026-99-99_1", "0_", "0_9999999999999999999", "\0"])
def test_a_broken_cursor_begins_anew(home, signed_in, cursor):
    voices.voice(text="Satu.")

    assert shown(signed_in(home.dewi).get(LIST, {"sesudah": cursor})) == ["Satu."]


def test_tabs_hold_every_state_once(home, signed_in):
    voice = voices.forwarded(home, text="Jalan.")
    handling.ask(voice=voice, question="Di RT berapa?", by=home.budi, seen=3)
    client = signed_in(home.dewi)

    tabs = ("tindakan", "pelapor", "ditunda", "dijawab", "selesai")
    found = {tab: shown(client.get(f"{LIST}?tab={tab}")) for tab in tabs}

    assert found == {"tindakan": [], "pelapor": ["Jalan."], "ditunda": [], "dijawab": [], "selesai": []}


def test_words_are_looked_for_as_they_were_said(home, signed_in):
    voices.voice(text="Jembatan gantung itu putus dan berbahaya.")
    voices.voice(text="Air sumur keruh.")
    client = signed_in(home.dewi)

    asked = ("bahaya", "keruh -sumur", "keruh", '"gantung itu"', "'")
    found = {q: shown(client.get(LIST, {"q": q})) for q in asked}

    assert {q: len(rows) for q, rows in found.items()} == {
        "bahaya": 1, "keruh -sumur": 0, "keruh": 1, '"gantung itu"': 1, "'": 0,
    }  # fmt: skip


def test_a_code_leads_to_its_voice_for_those_who_may_see_it(home, signed_in):
    voice = voices.voice()
    spaced = f" {voice.code[:4].lower()} {voice.code[4:]}"

    assert signed_in(home.dewi).get(LIST, {"q": spaced}).url == f"{LIST}{voice.code}/"
    assert signed_in(home.budi).get(LIST, {"q": spaced}).status_code == 200


def test_filters_narrow_and_bad_choices_do_nothing(home, signed_in):
    mine = voices.forwarded(home, text="Jalan.")
    voices.forwarded(home, to=home.health, text="Puskesmas.")
    voices.voice(text="Benarkah ada hujan es?")
    handling.assign(voice=mine, person=home.budi, by=home.dewi, seen=3)
    client = signed_in(home.rina)

    found = [
        shown(client.get(LIST, one))
        for one in (
            {"office": home.health.pk}, {"topic": home.road.pk, "office": home.works.pk}, {"kind": "rumour"},
            {"district": "16.06.02"}, {"mine": "on"},
        )
    ]  # fmt: skip

    assert found == [["Puskesmas."], ["Jalan."], ["Benarkah ada hujan es?"], [], []]
    assert shown(signed_in(home.budi).get(LIST, {"mine": "on"})) == ["Jalan."]
    assert len(shown(client.get(LIST, {"office": "x", "kind": "x", "district": "x"}))) == 3


def test_an_officer_filters_by_the_own_office_only(home, signed_in):
    form = signed_in(home.budi).get(LIST).context["form"]

    assert list(form.fields["office"].queryset) == [home.works]


def test_what_perhaps_is_spam_is_for_the_desk(home, signed_in):
    voices.voice(text="Beli obat.", held=True)

    assert shown(signed_in(home.dewi).get(f"{LIST}?tab=saring")) == ["Beli obat."]
    assert [tab["label"] for tab in signed_in(home.budi).get(LIST).context["tabs"]] == [
        "Perlu tindakan", "Menunggu pelapor", "Ditunda", "Dijawab", "Selesai",
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "?tab=selesai", "?q=jalan", "?kind=complaint&mine=on"])
def test_the_cost_does_not_grow_with_the_rows(home, signed_in, queries_of, query):
    voices.forwarded(home)
    client = signed_in(home.dewi)
    one = queries_of(client, LIST + query)
    voices.forwarded(home)
    voices.forwarded(home, to=home.health)

    assert queries_of(client, LIST + query) == one


def test_the_first_page_shows_what_waits(home, signed_in, queries_of):
    voices.forwarded(home, text="Jalan.")
    budi = signed_in(home.budi)
    one = queries_of(budi, "/meja/")
    for name in ("Dua.", "Tiga."):
        voices.forwarded(home, text=name)

    page = budi.get("/meja/")

    assert [row.words for row in page.context["answers"]["rows"]] == ["Jalan.", "Dua.", "Tiga."]
    assert "voices" not in page.context
    assert queries_of(budi, "/meja/") == one


def test_strangers_find_no_inbox(home, signed_in, client):
    assert client.get(LIST).url.startswith("/akun/masuk/")
    assert signed_in(factories.person(Role.EDITOR)).get(LIST).status_code == 404
