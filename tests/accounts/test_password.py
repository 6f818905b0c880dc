"""Signing in with a password, and setting one."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import get_resolver

from jembatan.audit.models import Entry
from jembatan.people.models import Person
from jembatan.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "perahu kayu di sungai"
PAGE = "/akun/masuk/sandi/"


@pytest.fixture
def ayu() -> Person:
    factories.regency()
    person = factories.person(Role.EDITOR, name="Ayu")
    person.set_password(PASSWORD)
    person.save()
    return person


def try_(client, email: str, password: str = "salah", **more):
    where = {"REMOTE_ADDR": more.pop("address", "127.0.0.1")}
    return client.post(PAGE, {"login": email, "password": password, **more}, **where)


def test_the_right_password_lets_in(client, ayu):
    answer = try_(client, ayu.email.upper(), PASSWORD)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/meja/")
    assert client.session["_auth_user_id"] == str(ayu.pk)
    assert Entry.objects.get(action="person.signed_in").facts == {"way": "password"}


@pytest.mark.parametrize("email", ["ayu@contoh.id", "bukan@contoh.id"])
def test_a_wrong_one_says_the_same_for_everybody(client, ayu, email):
    Person.objects.filter(pk=ayu.pk).update(email="ayu@contoh.id")

    page = try_(client, email).content.decode()

    assert "E-mail dan kata sandi tidak cocok." in page


def test_ten_wrong_ones_close_the_way_for_that_person_only(client, ayu):
    budi = factories.person(Role.EDITOR)
    budi.set_password(PASSWORD)
    budi.save()
    answers = [try_(client, ayu.email).status_code for _again in range(10)]

    right = try_(client, ayu.email, PASSWORD, address="198.51.100.7")

    assert answers == [200] * 9 + [429]
    assert (right.status_code, "Coba 15 menit lagi" in right.content.decode()) == (429, True)
    assert try_(client, budi.email, PASSWORD).status_code == 302


def test_writing_the_address_differently_does_not_open_it_again(client, ayu):
    for _again in range(10):
        try_(client, ayu.email)

    assert try_(client, f" {ayu.email.upper()} ", PASSWORD).status_code == 429


def test_a_link_lets_in_all_the_same(client, ayu):
    from jembatan.people import signin

    for _again in range(10):
        try_(client, ayu.email)

    assert client.post(signin.issue(ayu)).status_code == 302


def test_the_right_password_wipes_out_the_wrong_ones(client, ayu):
    for _again in range(5):
        try_(client, ayu.email)

    try_(client, ayu.email, PASSWORD)

    assert not AccessAttempt.objects.exists()


def test_many_names_from_one_network_are_slowed_down(client, ayu):
    pages = [try_(client, f"orang{n}@tidak.ada").content.decode() for n in range(51)]

    assert ["Terlalu sering mencoba." in page for page in pages] == [False] * 50 + [True]


def test_without_a_password_none_lets_in(client):
    siti = factories.person()
    siti.set_unusable_password()
    siti.save()

    assert try_(client, siti.email, "").status_code == 200
    assert try_(client, siti.email, siti.password).status_code == 200
    assert "_auth_user_id" not in client.session


def test_who_is_switched_off_is_told_nothing_else(client, ayu):
    Person.objects.filter(pk=ayu.pk).update(is_active=False)

    answer = try_(client, ayu.email, PASSWORD)

    assert "_auth_user_id" not in client.session
    assert (answer.status_code, "tidak cocok" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(("wanted", "goes"), [("/meja/kim/", "/meja/kim/"), ("https://jahat.example/", "/meja/")])
def test_it_leads_only_to_pages_of_ours(client, ayu, wanted, goes):
    page = client.get(f"{PAGE}?next={wanted}").content.decode()

    answer = try_(client, ayu.email, PASSWORD, next=wanted)

    assert f'name="next" value="{wanted}"' in page
    assert answer.headers["Location"] == goes


def test_the_page_shows_whose_site_it_is(client):
    factories.regency()

    page = client.get(PAGE).content.decode()

    assert "Kabupaten Contoh" in page
    assert "127.0.0.1" not in page


def test_signing_out_asks_first(client, ayu):
    client.force_login(ayu)

    assert client.get("/akun/keluar/").status_code == 200
    assert "_auth_user_id" in client.session

    assert client.post("/akun/keluar/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_a_password_of_ones_own_signs_other_devices_out(client, ayu):
    other = Client()
    for each in (client, other):
        each.force_login(ayu)

    answer = client.post("/akun/sandi/", {"password": "rakit bambu yang baru"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/meja/")
    assert client.get("/meja/").status_code == 200
    assert other.get("/meja/").status_code == 302
    assert Entry.objects.filter(action="person.password_set").count() == 1


@pytest.mark.parametrize("password", ["pendek", "password1234", "", "x" * 201])
def test_a_weak_password_is_refused(client, ayu, password):
    client.force_login(ayu)

    answer = client.post("/akun/sandi/", {"password": password})

    ayu.refresh_from_db()
    assert (answer.status_code, ayu.check_password(PASSWORD)) == (200, True)


def test_setting_a_password_needs_signing_in(client):
    assert client.get("/akun/sandi/").headers["Location"] == "/akun/masuk/?next=/akun/sandi/"


def test_nothing_else_of_allauth_is_there(client):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account")}

    assert names == {
        "account_login",
        "account_login_password",
        "account_logout",
        "account_set_password",
        "account_signup",
        "account_reset_password",
    }
    for path in ("/akun/", "/akun/signup/", "/akun/email/", "/akun/password/reset/", "/accounts/login/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/akun/daftar/", "/akun/sandi/lupa/"])
def test_nobody_registers_alone(client, path):
    assert client.get(path).headers["Location"] == "/akun/masuk/"
    assert client.post(path, {"email": "baru@contoh.id", "password1": PASSWORD}).status_code == 302
    assert not Person.objects.exists()
