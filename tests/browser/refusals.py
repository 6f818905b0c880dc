"""Pages that say no: what is shown when something is missing or broken, and forms that were sent empty."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure

from jembatan.accounts.guessing import locked
from tests.access_world import NOBODY, World
from tests.browser.site_pages import signed_in

EMPTY = {
    "reviewer": ["/meja/rilis/baru/"],
    "admin": ["/meja/orang/baru/", "/meja/pengaturan/kampanye/", "/meja/kantor/baru/", "/meja/kim/impor/"],
    "coordinator": ["/meja/kim/desa/16.06.01.2002/daftarkan/"],
    NOBODY: ["/akun/masuk/", "/akun/masuk/sandi/", "/suara/lacak/"],
}


def broken_pages() -> dict[str, bytes]:
    """What is shown when something is not there, not allowed, too often or broken."""
    request = RequestFactory().get("/")
    answers = {
        "400": defaults.bad_request(request, Exception()),
        "404": Client().get("/tidak-ada/"),
        "405": Client().get("/tugas/sudah/"),
        "410": Client().get("/akun/tautan/tidak-ada/"),
        "403": defaults.permission_denied(request, PermissionError()),
        "csrf": csrf_failure(request),
        "413": render(request, "413.html", {"status": 413, "back": "/"}),
        "429": locked(request),
        "500": defaults.server_error(request),
    }
    return {name: cast(HttpResponse, answer).content for name, answer in answers.items()}


def refused_forms(world: World) -> dict[str, bytes]:
    """The page with what is missing in words; a mark at each field. An empty form still carries its secret."""
    clients = {name: signed_in(world.people[name]) for name in EMPTY}
    sent = {"csrfmiddlewaretoken": "rahasia"}
    answers = {path: clients[name].post(path, sent) for name, paths in EMPTY.items() for path in paths}
    assert [path for path, answer in answers.items() if b'class="error"' not in answer.content] == []
    return {path: answer.content for path, answer in answers.items()}
