"""All that waits on one page: this device's, or the signed-in person's, never more."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from jembatan.people.models import Service
from jembatan.relays import publishing
from jembatan.relays.models import Hop, HopKind, State
from jembatan.volunteer import device
from jembatan.volunteer.forms import mark
from tests import factories
from tests.volunteer.conftest import BUDI, PHONE, SITI, link_of, relay_at


@pytest.fixture
def three(siti, budi):
    """Three releases; Siti's KIM serves Budi's village too."""
    Service.objects.create(group=siti.grants.get().group, area=factories.get_area(BUDI))
    return [factories.published(title=f"Rilis nomor {number}") for number in (1, 2, 3)]


def marks(person, releases, *codes) -> list[str]:
    askings = person.askings.filter(relay__release__in=releases, relay__code__in=codes)
    return [mark(asking) for asking in askings.select_related("relay__release__published").order_by("id")]


def told() -> list[str]:
    hops = Hop.objects.filter(kind=HopKind.RELAYED).order_by("relay__release_id", "relay__code")
    return [f"{hop.relay.release_id} {hop.relay.code}" for hop in hops.select_related("relay")]


def test_a_fresh_device_has_one_sentence_and_one_button(phone, three):
    html = phone.get("/tugas/").content.decode()

    assert "Belum ada rilis yang dibuka di HP ini." in html
    assert "Rilis nomor" not in html


def test_a_device_lists_what_was_opened_on_it_and_no_more(phone, three, siti):
    phone.get(link_of(relay_at(three[0], SITI), siti))

    html = phone.get("/tugas/").content.decode()

    assert "Rilis nomor 1" in html
    assert "Rilis nomor 2" not in html
    assert "Desa 01-2002" not in html


def test_a_signed_in_volunteer_sees_all_that_waits(phone, three, siti):
    phone.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")

    html = phone.get("/tugas/").content.decode()

    assert html.count('name="which"') == 6
    assert html.count('<legend lang="id">Rilis nomor') == 3


def test_a_forged_list_of_links_is_empty(phone, three, siti):
    nothing = phone.get("/tugas/").content.decode()
    opened = link_of(relay_at(three[0], SITI), siti)
    phone.get(opened)
    genuine = phone.cookies["tugas"].value
    phone.cookies["tugas"] = f"{opened[3:-1]}:1aaaaa:forged"

    assert phone.get("/tugas/").content.decode() == nothing
    phone.cookies["tugas"] = genuine  # the same link, signed: it would have been seen
    assert phone.get("/tugas/").content.decode().count('<legend lang="id">Rilis nomor 1') == 1


def test_several_are_confirmed_with_one_button(phone, three, siti):
    phone.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")
    which = [*marks(siti, three[:1], SITI, BUDI), *marks(siti, three[1:2], SITI)]

    response = phone.post("/tugas/sudah/", {"which": which, "places": ["meeting"], "people": "25"}, follow=True)

    html = response.content.decode()
    assert told() == [f"{three[0].pk} {SITI}", f"{three[0].pk} {BUDI}", f"{three[1].pk} {SITI}"]
    assert "2 desa/kelurahan tercatat sudah." in html
    assert html.count('name="which"') == 3
    assert html.index("Belum") < html.index("<h2>Sudah</h2>")


def test_pressing_twice_is_one_hop_each(phone, three, siti):
    phone.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")
    body = {"which": marks(siti, three, SITI), "places": ["meeting"]}

    codes = [phone.post("/tugas/sudah/", body).status_code for _press in range(2)]

    assert codes == [302, 302]
    assert len(told()) == 3


def test_what_this_device_does_not_show_cannot_be_confirmed(phone, three, siti, budi):
    phone.get(link_of(relay_at(three[0], BUDI), budi))

    response = phone.post("/tugas/sudah/", {"which": marks(siti, three, SITI), "places": ["board"]})

    assert response.status_code == 422
    assert told() == []


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [("which", "Centang dulu rilis yang sudah Anda teruskan."), ("places", "Pilih dulu di mana Anda meneruskannya")],
)
def test_what_is_missing_is_said_and_what_was_ticked_stays(phone, three, siti, left_out, sentence):
    phone.get(link_of(relay_at(three[0], SITI), siti))
    body = {"which": marks(siti, three[:1], SITI), "places": ["board"]}
    del body[left_out]

    response = phone.post("/tugas/sudah/", body)

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert html.count(" checked") == 1


def test_a_release_corrected_in_the_meantime_is_read_again_first(phone, three, siti):
    phone.get(link_of(relay_at(three[0], SITI), siti))
    which = marks(siti, three[:1], SITI)
    publishing.correct(
        release=three[0], ask_again=True, by=siti, base=1, content=factories.content(note="Harinya berubah.")
    )

    response = phone.post("/tugas/sudah/", {"which": which, "places": ["board"]})

    assert response.status_code == 422
    assert "Daftar ini baru saja berubah." in response.content.decode()
    assert told() == []


def test_withdrawn_release_stands_once_with_its_villages(phone, three, siti):
    phone.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")
    for release in three[:2]:
        publishing.withdraw(release=release, reason="Keliru.", by=siti)

    found = phone.get("/tugas/").context["withdrawn"]

    villages = [[row["asking"].relay.code for row in group["villages"]] for group in found]
    assert [group["release"] for group in found] == [three[1], three[0]]
    assert villages == [[SITI, BUDI], [SITI, BUDI]]


def test_withdrawn_ones_are_listed_as_such(phone, three, siti):
    phone.get(link_of(relay_at(three[0], SITI), siti))
    publishing.withdraw(release=three[0], reason="Keliru.", by=siti)

    html = phone.get("/tugas/").content.decode()

    assert "Ditarik, jangan diteruskan lagi" in html
    assert 'name="which"' not in html


def test_the_page_of_one_link_says_how_many_others_wait(phone, three, siti):
    first, second = (link_of(relay_at(release, SITI), siti) for release in three[:2])
    alone = phone.get(first).content.decode()
    phone.get(second)

    both = phone.get(first).content.decode()

    assert "lain menunggu" not in alone
    assert "1 rilis lain menunggu" in both


def test_a_shared_telephone_can_forget(phone, three, siti):
    phone.get(link_of(relay_at(three[0], SITI), siti))

    phone.post("/tugas/hapus/")

    assert "Rilis nomor" not in phone.get("/tugas/").content.decode()
    assert phone.cookies["petugas"].value == "1"


def test_a_device_keeps_the_last_twenty(three, siti):
    request = RequestFactory().get("/")
    for number in range(25):
        response = HttpResponse()
        device.remember(request, response, f"{number}-1-abc")
        request.COOKIES[device.OPENED] = response.cookies[device.OPENED].value

    assert device.opened_here(request) == [f"{number}-1-abc" for number in range(24, 4, -1)]


def test_the_list_costs_the_same_queries_with_one_or_three(siti, regency, django_assert_max_num_queries):
    counts = []
    for wanted in (1, 3):
        while regency.releases.count() < wanted:
            factories.published()
        client = Client(headers={"user-agent": PHONE})
        client.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/tugas/")
        with django_assert_max_num_queries(12) as queries:
            html = client.get("/tugas/").content.decode()
        assert html.count('name="which"') == wanted
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_relayed_by_somebody_else_is_sudah(phone, three, siti):
    phone.get(link_of(relay_at(three[0], SITI), siti))
    relay = relay_at(three[0], SITI)
    relay.state, relay.reached_at = State.RELAYED, relay.asked_at
    relay.save()

    html = phone.get("/tugas/").content.decode()

    assert "Semua sudah diteruskan. Terima kasih!" in html
