"""Send again, or take as sent: by pile and one by one, once however often it is pressed."""

import re

import pytest
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.messages.models import Delivery, Dispatch
from jembatan.messages.workflow import State
from jembatan.people.roles import PERMISSIONS, Permission, Role
from tests.desk.messages.conftest import dead

pytestmark = pytest.mark.django_db


def form_on(html: str, action: str) -> dict[str, str]:
    """What the form with this address sends, as a browser would."""
    (form,) = [part for part in html.split("<form")[1:] if f'action="{action}"' in part]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form.split("</form>")[0]))


def press(client, page: str, action: str, decision: str):
    data = form_on(client.get(page).content.decode(), action) | {"decision": decision}
    return [client.post(action, data, follow=True) for _press in range(2)]


def said(pages) -> list[str]:
    return [str(message) for page in pages for message in page.context["messages"]]


def states() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("state", "round"))


def test_a_pile_is_sent_again_by_one_press(office, admin, dispatch, siti, budi):
    dead(dispatch, siti)
    dead(dispatch, budi)

    pages = press(office, "/meja/pesan/", f"/meja/pesan/{dispatch.pk}/putuskan/", "again")

    assert said(pages) == [
        "2 pesan dikirim lagi.",
        "Tidak ada lagi yang perlu diputuskan di situ: mungkin baru saja diputuskan.",
    ]
    assert states() == [("ready", 1), ("ready", 1)]
    entry = Entry.objects.get(action="dispatch.sent_again")
    assert (entry.actor, entry.facts["letters"]) == (admin.pk, 2)
    assert {page.request["PATH_INFO"] for page in pages} == {"/meja/pesan/"}


def test_a_pile_without_words_is_sent_again(office, dispatch, siti):
    dead(dispatch, siti, reason=None)

    press(office, "/meja/pesan/", f"/meja/pesan/{dispatch.pk}/putuskan/", "again")

    assert ("ready", 1) in states()


def test_one_letter_is_sent_again_by_one_press(office, dispatch, siti, budi):
    letter, other = dead(dispatch, siti), dead(dispatch, budi)
    page = f"/meja/pesan/{dispatch.pk}/"

    pages = press(office, page, f"{page}putuskan/{letter.pk}/", "again")

    assert said(pages)[0] == "1 pesan dikirim lagi."
    letter.refresh_from_db()
    other.refresh_from_db()
    assert [(row.state, row.round) for row in (letter, other)] == [("ready", 1), ("failed", 0)]
    assert Entry.objects.filter(action="delivery.sent_again", subject=f"delivery:{letter.pk}").count() == 1


def test_a_page_from_before_does_not_decide_about_a_later_round(office, dispatch, siti):
    letter, page = dead(dispatch, siti), f"/meja/pesan/{dispatch.pk}/"
    shown = office.get(page).content.decode()
    piece, whole = f"{page}putuskan/{letter.pk}/", f"{page}putuskan/"
    old = [(action, form_on(shown, action) | {"decision": "again"}) for action in (piece, whole)]
    office.post(*old[0])
    dead(dispatch, siti)  # sent, and failed again

    for action, data in old:
        office.post(action, data)

    letter.refresh_from_db()
    assert (letter.state, letter.round) == ("failed", 1)


def test_an_uncertain_letter_is_taken_as_sent(office, dispatch, siti):
    letter, page = dead(dispatch, siti, State.UNCERTAIN), f"/meja/pesan/{dispatch.pk}/"

    pages = press(office, page, f"{page}putuskan/{letter.pk}/", "sent")

    letter.refresh_from_db()
    assert (letter.state, said(pages)[0]) == ("accepted", "1 pesan dianggap terkirim.")


def test_an_uncertain_pile_is_taken_as_sent(office, dispatch, siti, budi):
    dead(dispatch, siti, State.UNCERTAIN)
    dead(dispatch, budi, State.UNCERTAIN)

    press(office, "/meja/pesan/", f"/meja/pesan/{dispatch.pk}/putuskan/", "sent")

    assert states() == [("accepted", 0), ("accepted", 0)]


def test_nothing_of_a_withdrawn_dispatch_is_offered_to_be_sent(office, dispatch, siti, budi):
    dead(dispatch, siti)
    dead(dispatch, budi, State.UNCERTAIN)
    Dispatch.objects.update(withdrawn_at=timezone.now())

    html = office.get(f"/meja/pesan/{dispatch.pk}/").content.decode()

    assert ('value="again"' in html, html.count('value="sent"')) == (False, 1)


@pytest.mark.parametrize("data", [{}, {"decision": "x"}, {"decision": "again", "round": "-1"}])
def test_what_cannot_be_read_gets_a_sentence(office, dispatch, siti, data):
    letter = dead(dispatch, siti)

    paths = [f"/meja/pesan/{dispatch.pk}/putuskan/", f"/meja/pesan/{dispatch.pk}/putuskan/{letter.pk}/"]
    pages = [office.post(path, data, follow=True) for path in paths]

    assert said(pages) == ["Pilihan itu tidak terbaca. Muat ulang halaman ini, lalu tekan lagi."] * 2
    assert states().count(("failed", 0)) == 1


def test_a_letter_of_another_dispatch_is_not_touched(office, dispatch, siti):
    letter = dead(dispatch, siti)
    other = Dispatch.objects.create(key="x", kind="release", audience=0)

    office.post(f"/meja/pesan/{other.pk}/putuskan/{letter.pk}/", {"decision": "again", "round": 0})

    assert states().count(("failed", 0)) == 1


@pytest.fixture
def who_only_looks(monkeypatch, office):
    """The admin's browser, where that role sees deliveries and decides nothing."""
    monkeypatch.setitem(PERMISSIONS, Role.ADMIN, PERMISSIONS[Role.ADMIN] - {Permission.DECIDE_DELIVERIES})
    return office


def test_who_only_looks_sees_no_button_and_decides_nothing(who_only_looks, dispatch, siti):
    letter, page = dead(dispatch, siti), f"/meja/pesan/{dispatch.pk}/"
    pages = [who_only_looks.get(path) for path in (page, "/meja/pesan/")]
    data = {"decision": "again", "round": 0, "state": "failed", "channel": "email", "until": timezone.now().isoformat()}
    posts = [who_only_looks.post(path, data) for path in (f"{page}putuskan/", f"{page}putuskan/{letter.pk}/")]

    assert [(found.status_code, 'name="decision"' in found.content.decode()) for found in pages] == [(200, False)] * 2
    assert ([found.status_code for found in posts], states()[0][0]) == ([404, 404], "failed")
