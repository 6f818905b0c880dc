"""The slip that brings an answer back on paper, and the calls drawn by lot."""

import pytest

from jembatan.areas.clock import today
from jembatan.voices import answering
from jembatan.voices.intake import Down
from jembatan.voices.models import CallBack, Paper
from jembatan.voices.reporter import Reporter
from tests import factories
from tests.desk.voices.conftest import said, url
from tests.voices import voices

pytestmark = pytest.mark.django_db
CALLS = "/meja/suara/telepon/"
SITI = Reporter(name="Siti Kenari", channel="sms", address="081200001111")


@pytest.fixture
def lots(monkeypatch):
    monkeypatch.setattr("jembatan.voices.calling_back.secrets.randbelow", lambda _n: 0)


@pytest.fixture
def taken(home):
    volunteer = factories.volunteer(factories.group(voices.VILLAGE), name="Tini Relawan")

    def down(**more):
        paper = Down(by=volunteer, group=None, said_on=today())
        return voices.forwarded(home, channel="paper", paper=paper, reporter=SITI, **more)

    return down


def test_the_slip_has_the_answer_and_nothing_of_who_said_what(home, signed_in, taken):
    voice, budi = taken(), signed_in(home.budi)
    before = budi.get(url(voice, "slip")).status_code
    answering.answer(voice=voice, text="Sudah ditambal.", by=home.budi, seen=3)

    html = budi.get(url(voice, "slip")).content.decode()

    assert before == 404
    there = (f"{voice.code[:4]} {voice.code[4:]}", "Sudah ditambal.", "Tini Relawan")
    assert [word for word in there if word not in html] == []
    assert [word for word in ("Kenari", "berlubang", "0812") if word in html] == []


def test_the_first_printing_is_kept(home, signed_in, taken):
    voice, budi = taken(), signed_in(home.budi)
    answering.answer(voice=voice, text="Sudah.", by=home.budi, seen=3)

    budi.post(url(voice, "slip"))
    first = Paper.objects.get().printed_at
    budi.post(url(voice, "slip"))

    assert first is not None
    assert Paper.objects.get().printed_at == first
    assert signed_in(home.hana).get(url(voice, "slip")).status_code == 404


def test_calls_wait_for_the_desk_and_are_noted(home, signed_in, taken, lots):
    taken()
    dewi = signed_in(home.dewi)
    rows = dewi.get(CALLS).context["rows"]

    page = dewi.post(CALLS, {"call": CallBack.objects.get().pk, "outcome": "confirmed"}, follow=True)

    assert len(rows) == 1
    assert said(page) == ["Hasil panggilan tercatat."]
    assert page.context["rows"] == []
    assert CallBack.objects.values_list("outcome", "called_by").get() == ("confirmed", home.dewi.pk)


def test_a_call_without_an_outcome_is_asked_for_one(home, signed_in, taken, lots):
    taken()

    page = signed_in(home.dewi).post(CALLS, {"call": CallBack.objects.get().pk, "outcome": "x"}, follow=True)

    assert said(page) == ["Pilih hasil panggilannya."]


def test_calls_show_no_number_and_cost_the_same(home, signed_in, taken, lots, queries_of):
    taken()
    dewi = signed_in(home.dewi)
    one = queries_of(dewi, CALLS)
    taken()
    taken()

    assert "0812" not in dewi.get(CALLS).content.decode()
    assert queries_of(dewi, CALLS) == one
    assert signed_in(home.budi).get(CALLS).status_code == 404
