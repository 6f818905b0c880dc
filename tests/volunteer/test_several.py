"""The link of a message about several releases: this device lists them, and they are confirmed together."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.people.models import Grant
from jembatan.relays.links import LIFETIME, several_behind, several_token
from jembatan.relays.models import Asking, Hop
from tests import factories


@pytest.fixture
def three(siti, budi):
    return [factories.published(title=f"Rilis nomor {number}") for number in (1, 2, 3)]


@pytest.fixture
def link(three, siti) -> str:
    """Made when the first two were there."""
    return f"/tugas/{several_token(siti.pk, Asking.objects.filter(person=siti).order_by('pk')[1].pk)}/"


def test_it_leads_to_the_page_that_confirms_several(phone, link):
    page = phone.get(link, follow=True)

    html = page.content.decode()
    assert (page.redirect_chain, html.count('name="which"')) == ([("/tugas/", 302)], 2)
    which = page.context["form"].fields["which"].choices
    phone.post("/tugas/sudah/", {"which": [value for value, _label in which], "places": ["board"]})
    assert Hop.objects.filter(kind="relayed").count() == 2


def test_what_was_asked_later_or_of_others_is_not_behind_it(phone, link, three, budi):
    html = phone.get(link, follow=True).content.decode()

    assert ("Rilis nomor 3" in html, "Desa 01-2002" in html) == (False, False)


def test_what_is_revoked_is_not_behind_it(phone, link, siti):
    first = Asking.objects.filter(person=siti).earliest("pk")
    Asking.objects.filter(pk=first.pk).update(revoked_at=timezone.now())

    assert phone.get(link, follow=True).content.decode().count('name="which"') == 1


def test_when_all_is_done_it_says_so(phone, link, siti):
    phone.get(link)
    form = phone.get("/tugas/").context["form"]
    phone.post("/tugas/sudah/", {"which": [v for v, _ in form.fields["which"].choices], "places": ["board"]})
    phone.cookies.clear()

    assert "Semua sudah diteruskan. Terima kasih!" in phone.get(link, follow=True).content.decode()


def test_a_forged_one_opens_nothing(phone, link, siti):
    last = Asking.objects.latest("pk").pk
    wider = link.replace(f"-{link.split('-')[1]}-", f"-{several_token(siti.pk, last).split('-')[1]}-")

    assert [phone.get(path).status_code for path in (wider, f"{link[:-2]}/", "/tugas/x/", "/tugas/1-2/")] == [404] * 4
    assert "tugas" not in phone.cookies


@pytest.mark.parametrize("left", ["role", "time"])
def test_one_whose_tasks_are_over_is_gone(phone, link, left):
    if left == "role":
        Grant.objects.all().delete()
    with time_machine.travel(timezone.now() + (LIFETIME + timedelta(days=2) if left == "time" else timedelta())):
        assert phone.get(link).status_code == 410


def test_opening_it_is_no_confirmation(phone, link):
    phone.get(link, follow=True)

    assert not Hop.objects.exclude(kind="asked").exists()


@pytest.mark.parametrize("text", ["", "-", "a-b-c", "1-2-" + "x" * 200, "²-1-a", "zzzzzzzzzzzzzzz-1-a"])
def test_whatever_is_no_token_is_none(db, text):
    assert several_behind(text) is None


def test_it_is_for_one_person_only(phone, link):
    page = phone.get(link)

    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)
