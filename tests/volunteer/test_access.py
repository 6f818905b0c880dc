"""Who opens what with a link: Siti her relay, nobody anything else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jembatan.people.models import Grant
from jembatan.people.roles import Role
from jembatan.relays import hops
from jembatan.relays.links import LIFETIME, pair_behind, token
from jembatan.relays.models import Asking, Hop, HopKind
from jembatan.relays.questions import answer_question, ask_question
from tests import factories
from tests.volunteer.conftest import BUDI, link_of, relay_at

POSTS = ["sudah/", "tambah/", "tanya/"]
GETS = ["", "tercatat/", "bacakan/", "poster.pdf", "gambar/1.jpg"]


@pytest.mark.parametrize("page", ["", "bacakan/", "poster.pdf"])
def test_siti_opens_her_link_without_signing_in(phone, link, page):
    response = phone.get(link + page)

    assert response.status_code == 200


@pytest.mark.parametrize("page", GETS)
def test_a_forged_link_is_not_found_and_says_what_to_do(phone, link, page):
    forged = link[:-2] + ("b/" if link[-2] == "a" else "a/")

    response = phone.get(forged + page)

    assert response.status_code == 404
    assert "minta tautan baru kepada koordinator kecamatan" in response.content.decode()


@pytest.mark.parametrize("page", POSTS)
def test_a_forged_link_records_nothing(phone, relay, siti, page):
    response = phone.post(f"/r/{token(relay.pk, siti.pk)[:-1]}/{page}", {"places": ["whatsapp"], "version": 1})

    assert response.status_code == 404
    assert not Hop.objects.filter(kind=HopKind.RELAYED).exists()


def test_a_link_to_a_relay_that_the_person_was_not_asked_for_is_gone(phone, release, siti):
    """Made with the right key, yet no asking stands behind it."""
    response = phone.get(link_of(relay_at(release, BUDI), siti))

    assert response.status_code == 410


def test_budis_number_in_sitis_link_is_not_found(phone, relay, siti, budi):
    relay_part, _person, mark = token(relay.pk, siti.pk).split("-")
    mixed = f"{relay_part}-{token(relay.pk, budi.pk).split('-')[1]}-{mark}"

    assert phone.get(f"/r/{mixed}/").status_code == 404


@pytest.mark.parametrize("page", ["", *GETS[1:]])
def test_a_revoked_link_is_gone(phone, link, page):
    Asking.objects.update(revoked_at=timezone.now())

    response = phone.get(link + page)

    assert response.status_code == 410
    assert "Tautan ini sudah dicabut" in response.content.decode()


def test_a_link_is_gone_when_the_persons_role_ended(phone, link, siti):
    Grant.objects.filter(person=siti).update(valid_until=timezone.localdate() - timedelta(days=1))

    response = phone.get(link)

    assert response.status_code == 410
    assert "Tautan ini sudah tidak berlaku" in response.content.decode()


def test_a_link_is_gone_when_the_person_left(phone, link, siti):
    siti.is_active = False
    siti.save()

    assert phone.get(link).status_code == 410


def test_a_link_lives_thirty_days_after_the_deadline(phone, link, relay):
    with time_machine.travel(relay.deadline + LIFETIME - timedelta(minutes=1)):
        before = phone.get(link).status_code
    with time_machine.travel(relay.deadline + LIFETIME + timedelta(minutes=1)):
        after = phone.get(link).status_code

    assert (before, after) == (200, 410)


@pytest.mark.parametrize("page", POSTS)
def test_an_expired_link_records_nothing(phone, link, relay, page):
    with time_machine.travel(relay.deadline + LIFETIME + timedelta(minutes=1)):
        response = phone.post(link + page, {"places": ["whatsapp"], "version": 1, "text": "Kapan?"})

    assert response.status_code == 410
    assert not Hop.objects.filter(kind=HopKind.RELAYED).exists()


def test_the_page_names_nobody(phone, relay, link, siti, budi):
    reviewer = factories.person(Role.REVIEWER, name="Ratna Dewi")
    colleague = factories.person(Role.VOLUNTEER, relay.code, group=relay.group, name="Wahyu Hidayat")
    question = ask_question(relay=relay, by=siti, text="Jam berapa?")
    answer_question(question=question, answer="Pukul delapan.", by=reviewer)
    hops.relayed(relay=relay, by=colleague, places=["board"], version=1)
    ask_question(relay=relay, by=colleague, text="Apakah gratis?")

    html = phone.get(link).content.decode()

    assert "Pukul delapan." in html
    for name in (siti.name, budi.name, reviewer.name, colleague.name, "Apakah gratis?"):
        assert name not in html


def test_posting_needs_the_csrf_cookie_of_the_page(link):
    careful = Client(enforce_csrf_checks=True)
    body = {"places": ["whatsapp"], "version": 1}

    refused = careful.post(f"{link}sudah/", body).status_code
    careful.get(link)
    secret = careful.cookies["csrftoken"].value
    taken = careful.post(f"{link}sudah/", body | {"csrfmiddlewaretoken": secret}).status_code

    assert (refused, taken) == (403, 302)


def test_pages_stay_out_of_shared_caches_and_search_engines(phone, link):
    response = phone.get(link)

    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


@pytest.mark.parametrize("rest", ["", "tercatat/", "bacakan/", "poster.pdf"])
def test_nothing_behind_a_link_is_kept_by_a_browser(phone, link, tell, rest):
    tell()

    assert phone.get(link + rest)["Cache-Control"] == "private, no-store"


def test_the_list_of_what_waits_is_not_kept_by_a_browser(phone, link):
    phone.get(link)

    assert phone.get("/tugas/")["Cache-Control"] == "private, no-store"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.text(max_size=60), st.from_regex(r"[0-9a-z]{1,13}-[0-9a-z]{1,13}-[a-z2-7]{16}", fullmatch=True))
)
def test_no_text_that_was_not_made_here_is_a_link(text):
    assert pair_behind(text) is None


@settings(max_examples=200, deadline=None)
@given(relay=st.integers(1, 2**60), person=st.integers(1, 2**60))
def test_every_link_made_here_leads_to_its_own_pair(relay, person):
    assert pair_behind(token(relay, person)) == (relay, person)


@settings(max_examples=200, deadline=None)
@given(relay=st.integers(1, 10**6), person=st.integers(1, 10**6), data=st.data())
def test_one_changed_letter_makes_a_link_worthless(relay, person, data):
    made = token(relay, person)
    at = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.characters().filter(lambda char: char != made[at]))

    assert pair_behind(made[:at] + other + made[at + 1 :]) is None
