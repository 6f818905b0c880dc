"""Every address of the site and who may come in: a route that is missing here fails the test.

A row says which thing the address names and who is let in by reading (GET) and by doing (POST). Everybody else gets a
404, or the sign-in page when nobody is signed in. "here" and "there" are two districts; office A wrote, `other` is of
office B. Who is let in may still be told 400, 405 or 422 by the page itself: that is not about permission.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from jembatan.people.models import Person
from tests.access_world import NOBODY, World, all_routes, build


@dataclass(frozen=True)
class Row:
    route: str
    get: str = ""  # who reads
    post: str = ""  # who does; nothing: the same as `get`
    things: tuple[tuple[str, str], ...] = ()  # argument → thing, its key or itself
    only_post: bool = False


def row(route: str, get: str = "", post: str = "", only_post: bool = False, **things: str) -> Row:
    return Row(f"desk:{route}", get, post or get, tuple(things.items()), only_post)


OFFICE = "editor office reviewer"  # the ones of the whole regency, and of the office whose release it is
READERS = f"admin {OFFICE}"
HERE, THERE = f"{OFFICE} coordinator", f"{OFFICE} neighbour"
CALLERS = f"{READERS} coordinator neighbour"
BOARD = f"{CALLERS} executive"
HANDLERS = "reviewer coordinator officer"
WORKERS = "admin editor office other reviewer coordinator neighbour chair liaison officer executive"

MEMBER_POSTS = ("member_contacts", "member_duty", "member_role", "member_prefer", "member_join")
PERSON_POSTS = ("person_contacts", "person_invite", "person_activate")
ADMINS = ("people", "person_new", "offices", "office_new", "settings", "campaign_new")
ADMINS += ("import", "import_csv", "import_xlsx")
ADMINS += ("holidays", "holiday_new", "limits", "limits_new", "routing", "routing_trial")
HEADS = "admin coordinator neighbour executive"

ROWS = [
    row("home", f"{WORKERS} stranger"),
    row("components", WORKERS),
    # Releases
    row("releases", f"{READERS} other"),
    row("release_new", f"{OFFICE} other"),
    row("release_preview", post=f"{OFFICE} other", only_post=True),
    row("release_branch", f"{OFFICE} other"),
    row("release", READERS, pk="draft"),
    row("release", READERS, pk="release"),
    row("release_versions", READERS, pk="draft"),
    row("release_edit", OFFICE, pk="draft"),
    row("release_send", post=OFFICE, only_post=True, pk="draft"),
    row("release_review", "reviewer", pk="draft"),
    row("release_approve", post="reviewer", only_post=True, pk="draft"),
    row("release_send_back", "reviewer", pk="draft"),
    row("release_look_again", post="reviewer", only_post=True, pk="release"),
    row("release_publish", "reviewer", pk="draft"),
    row("release_publish_alone", "reviewer", pk="draft"),
    row("release_correct", "reviewer", pk="release"),
    row("release_withdraw", "reviewer", pk="release"),
    # Reach
    row("reach_board", BOARD, pk="release"),
    row("reach_board", "", pk="draft"),
    row("reach_csv", BOARD, pk="release"),
    row("reach_remind", post=OFFICE, only_post=True, pk="release"),
    row("reach_checks", f"{OFFICE} coordinator neighbour", pk="release"),
    row("reach_sending", CALLERS, pk="release"),
    row("reach_phones", CALLERS, pk="release"),
    row("relay_history", f"{HERE} admin executive", pk="here"),
    row("relay_history", f"{THERE} admin executive", pk="there"),
    row("relay_by_hand", post=f"{HERE} admin", only_post=True, pk="here", person="chair"),
    row("relay_revoke", HERE, pk="here", person="chair"),
    row("relay_outcome", post=HERE, only_post=True, pk="here"),
    row("relay_outcome", post=THERE, only_post=True, pk="there"),
    row("relay_prove", post=HERE, only_post=True, pk="here"),
    row("relay_prove", post=THERE, only_post=True, pk="there"),
    row("villages", f"{OFFICE} other coordinator neighbour"),
    row("village", HERE, pk="village here"),
    row("village", THERE, pk="village there"),
    row("questions", f"{OFFICE} other coordinator neighbour"),
    row("question", HERE, pk="question"),
    row("silent", f"{BOARD} other"),
    # What was sent
    row("messages", "admin reviewer"),
    row("dispatch", "admin reviewer", pk="dispatch"),
    row("dispatch_decide", post="admin reviewer", only_post=True, pk="dispatch"),
    row("letter_decide", post="admin reviewer", only_post=True, pk="dispatch", letter="letter"),
    # Voices
    row("voices", "reviewer coordinator neighbour officer"),
    row("voice_seals", "admin reviewer"),
    row("voice_calls", "reviewer coordinator neighbour"),
    row("voice", HANDLERS, code="waiting voice"),
    row("voice", HANDLERS, code="answered voice"),
    row("voice_act", HANDLERS, code="waiting voice", slug="step of a voice"),
    row("voice_photo", HANDLERS, code="waiting voice", pk="voice photo"),
    row("voice_file", HANDLERS, code="answered voice", pk="answer file"),
    row("voice_slip", HANDLERS, code="answered voice"),
    row("voice_seal", HANDLERS, code="waiting voice"),
    row("voice_look", post=HANDLERS, only_post=True, code="waiting voice"),
    # Groups and their people
    row("groups", "admin coordinator neighbour"),
    row("groups_without", "admin coordinator neighbour"),
    row("groups_district", "admin coordinator", code="district here"),
    row("groups_district", "admin neighbour", code="district there"),
    row("groups_village", "admin coordinator", code="code here"),
    row("groups_village", "admin neighbour", code="code there"),
    row("group_new", "admin coordinator", code="code here"),
    row("liaison_new", "admin neighbour", code="code there"),
    *(row(name, "admin coordinator", pk="group") for name in ("group", "group_edit", "group_end", "member_new")),
    *(row(name, "admin coordinator", pk="member") for name in ("member", "member_edit", "member_move", "member_end")),
    *(row(name, post="admin coordinator", only_post=True, pk="member") for name in MEMBER_POSTS),
    row("member", "admin neighbour", pk="liaison"),
    # Lists, people, offices, settings: the admin's
    *(row(name, "admin") for name in ADMINS),
    row("routing_live", post="admin", only_post=True),
    row("routing_change", post="admin", only_post=True, pk="rule"),
    row("routing_end_topic", post="admin", only_post=True, pk="topic"),
    # The regent's screen
    *(row(name, HEADS) for name in ("executive", "executive_villages", "executive_answers")),
    row("executive_topic", HEADS, code="topic code"),
    row("import_check", "admin", name="nobody's list"),
    *(row(name, "admin", pk="chair") for name in ("person", "person_edit", "person_deactivate", "grant_new")),
    *(row(name, post="admin", only_post=True, pk="chair") for name in PERSON_POSTS),
    row("grant_end", "admin", pk="member"),
    row("office_edit", "admin", pk="office"),
    row("campaign_cancel", "admin", pk="campaign"),
    *(row(name, "admin", pk="holiday") for name in ("holiday", "holiday_strike")),
    row("holiday_restore", post="admin", only_post=True, pk="holiday"),
    row("limits_cancel", "admin", first="first day"),
]

# Open to everyone. Personal links carry their own permission and are tested in tests/volunteer.
OPEN = {
    "public:home",
    "public:about",
    "public:robots",
    "public:releases",
    "public:release_by_number",
    "public:release",
    "public:versions",
    "public:reach_index",
    "public:reach",
    "public:areas",
    "public:area",
    "public:groups",
    "public:shared",
    "public:count",
    "public:leave",
    "public:subscribe",
    "public:subscribe_asked",
    "public:subscribe_confirm",
    "public:voices",
    "public:voice",
    "public:voice_photo",
    "public:voice_attachment",
    "public:voices_entries",
    "public:voices_offices",
    "public:voices_feed",
    "public:voices_csv",
    "public:voices_geojson",
    "public:voice_say",
    "public:voice_alike",
    "public:voice_track",
    "public:voice_file",
    "public:voice_contact",
    "public:voice_own",
    "public:voice_own_photo",
    "public:voice_own_file",
    "public:voice_support",
    "public:feed",
    "hook",
    "public:area_feed",
    "desk:voice_phone",
    "volunteer:overview",
    "volunteer:slip",
    "volunteer:slips",
    "volunteer:slip_link",
    "volunteer:news",
    "volunteer:several",
    "volunteer:bundle",
    "volunteer:forget",
    "volunteer:relay",
    "volunteer:relayed",
    "volunteer:thanks",
    "volunteer:more",
    "volunteer:ask",
    "volunteer:pixel",
    "volunteer:aloud",
    "volunteer:poster",
    "volunteer:picture",
    "api:openapi-json",
    "api:releases",
    "api:release",
    "api:reach",
    "api:area",
    "api:voices",
    "api:voice",
    "api:history",
    "open311:discovery",
    "open311:services",
    "open311:service",
    "open311:requests",
    "open311:request",
    "open311:token",
    "open311:unknown",
    "open311:unknown_format",
    "api:api-root",
    "api:^(?P<rest>.*)$",
    "account_login",
    "account_login_password",
    "account_logout",
    "account_signup",
    "account_reset_password",
    "link_sent",
    "use_link",
    "healthz",
    "readyz",
    "media",
}
SIGNED_IN = {"account_set_password"}  # about oneself

CLOSED = "the sign-in page"


def test_every_route_stands_in_the_table() -> None:
    assert all_routes() == {row.route for row in ROWS} | OPEN | SIGNED_IN


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_only_those_of_the_table_come_in(method: str) -> None:
    world = build()
    clients = {name: _client(person) for name, person in world.people.items()}

    wrong = [
        f"{row.route} {dict(row.things)}: {name} got {got}"
        for row in ROWS
        for name, client in clients.items()
        if not _as_declared(got := _ask(client, _address(world, row), method), row, name, method)
    ]

    assert wrong == [], "\n".join(wrong)


def _client(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def _allowed(row: Row, method: str) -> set[str]:
    return set((row.get if method in {"get", "head"} else row.post).split())


def _as_declared(got: Any, row: Row, name: str, method: str) -> bool:
    """Let in: anything but refused or broken. Not let in: a 404, the sign-in page, or 405 for a wrong method."""
    if row.only_post and method != "post":  # a page that only does: asked otherwise it shows nothing to anybody
        return got in {302, 404, 405, CLOSED}
    if name in _allowed(row, method):
        return got != CLOSED and got not in {403, 404, 500}
    return got in ({CLOSED, 405} if name == NOBODY else {404, 405})


def _ask(client: Client, address: str, method: str) -> Any:
    """What this person gets. Whatever the page did is taken back, the session of a person who signed out too."""
    before = transaction.savepoint()
    response = getattr(client, method)(address)
    transaction.savepoint_rollback(before)
    for close in response._resource_closers:  # of a file; not `response.close`, which ends the connection too
        close()
    if response.status_code == 302 and "/akun/masuk/" in response.headers["Location"]:
        return CLOSED
    return response.status_code


def _address(world: World, row: Row) -> str:
    found = {argument: world.things[name] for argument, name in row.things}
    return reverse(row.route, kwargs={argument: getattr(thing, "pk", thing) for argument, thing in found.items()})
