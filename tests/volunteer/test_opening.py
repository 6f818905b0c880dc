"""*Seen* means that a person opened the link: programs, previews and HEAD do not count."""

import pytest
from django.test import Client

from jembatan.relays import publishing
from jembatan.relays.models import Hop, HopKind, Opening, State

WHATSAPP = "WhatsApp/2.23.20.0 A"


def seen(relay) -> int:
    return Hop.objects.filter(relay=relay, kind=HopKind.SEEN).count()


def test_opening_marks_seen(phone, relay, link):
    response = phone.get(f"{link}dibuka.gif")

    relay.refresh_from_db()
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/gif", "no-store")
    assert (seen(relay), relay.state) == (1, State.SEEN)


def test_opening_again_is_one_hop(phone, relay, link):
    phone.get(f"{link}dibuka.gif")
    phone.get(f"{link}dibuka.gif")

    assert seen(relay) == 1


def test_the_page_itself_marks_nothing_but_fetches_the_pixel(phone, relay, link):
    html = phone.get(link).content.decode()

    assert seen(relay) == 0
    assert f'src="{link}dibuka.gif"' in html


@pytest.mark.parametrize("agent", [WHATSAPP, "TelegramBot (like TwitterBot)", "curl/8.5", ""])
def test_programs_and_previews_do_not_count(relay, link, agent):
    Client(headers={"user-agent": agent}).get(f"{link}dibuka.gif")

    assert seen(relay) == 0


def test_head_does_not_count(phone, relay, link):
    phone.head(f"{link}dibuka.gif")
    phone.head(link)

    assert seen(relay) == 0


def test_a_forged_pixel_is_still_a_picture_and_counts_nothing(phone, relay):
    response = phone.get("/r/1-1-aaaaaaaaaaaaaaaa/dibuka.gif")

    assert response.status_code == 200
    assert seen(relay) == 0


def test_a_withdrawn_release_is_not_seen(phone, relay, link, siti):
    publishing.withdraw(release=relay.release, reason="Keliru", by=siti)
    phone.get(f"{link}dibuka.gif")

    assert seen(relay) == 0


def test_saying_that_it_was_passed_on_is_also_seeing(tell, relay):
    tell()

    assert seen(relay) == 1


def test_the_device_is_known_as_a_volunteers(phone, relay, link):
    phone.get(link)
    phone.get(f"{link}dibuka.gif")

    mark = phone.cookies["petugas"]
    assert (mark.value, mark["httponly"], mark["samesite"]) == ("1", True, "Lax")
    assert list(Opening.objects.values_list("relay", "volunteer")) == [(relay.pk, True)]
