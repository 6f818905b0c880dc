"""Which pages the site has: the addresses of the table in tests/test_access.py and of OPEN, and who looks at each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.areas.settings import decide
from jembatan.messages import confirming, subscribing
from jembatan.messages.addresses import leave_token
from jembatan.messages.models import Contact, Subscription
from jembatan.people import signin
from jembatan.people.models import Person
from jembatan.relays import hops, publishing
from jembatan.relays.models import Place
from jembatan.releases.actions import send_for_review
from jembatan.voices import entries, intake, moderating, reporting, telling
from jembatan.voices.models import Voice
from jembatan.voices.reporter import Reporter
from tests import factories
from tests.access_world import NOBODY, World
from tests.test_access import ROWS, Row

LIST = "nama;telepon;kim;desa;peran\nBudi;81311112222;KIM Mawar;16.06.02.2001;ketua\nJoko;0812;KIM Mawar;16.06.02.2001;"

# Open to everyone, with the things that the address is filled with.
OPEN: dict[str, dict[str, str]] = {
    "public:home": {},
    "public:about": {},
    "public:releases": {},
    "public:release": {"pk": "release", "slug": "slug"},
    "public:versions": {"pk": "release"},
    "public:reach_index": {},
    "public:reach": {"pk": "release"},
    "public:areas": {},
    "public:area": {"code": "code here"},
    "public:groups": {},
    "public:shared": {"code": "share"},
    "public:leave": {"token": "leave"},
    "public:subscribe": {},
    "public:subscribe_asked": {},
    "public:subscribe_confirm": {"token": "subscription"},
    "public:voices": {},
    "public:voice": {"code": "public voice"},
    "public:voices_entries": {},
    "public:voice_say": {},
    "public:voice_track": {},
    "public:voice_own": {"code": "voice code", "secret": "voice secret"},
    "public:voice_contact": {"token": "voice contact"},
    "desk:voice_phone": {"token": "phone"},
    "volunteer:overview": {},
    "volunteer:news": {},
    "volunteer:relay": {"token": "token"},
    "volunteer:thanks": {"token": "token"},
    "volunteer:aloud": {"token": "token"},
    "volunteer:slip": {"token": "slip"},
    "volunteer:slips": {"token": "slip"},
    "account_login": {},
    "account_login_password": {},
    "link_sent": {},
    "use_link": {"secret": "secret"},
}
PHONE = ("desk:voice_phone", {"token": "phone"})  # looks otherwise to the officer who is signed in
SIGNED_IN = {"account_set_password": "admin", "account_logout": "admin"}

DOES = "only does, then leads to a page"
MACHINES = "for machines"
NO_PAGE = {
    "desk:reach_csv": "a file",
    "desk:import_csv": "a file",
    "desk:import_xlsx": "a file",
    "desk:voice_photo": "a picture",
    "desk:voice_file": "a file",
    "desk:release_branch": "a part of a page, fetched by htmx",
    "volunteer:poster": "a file",
    "volunteer:picture": "a picture",
    "volunteer:pixel": "a picture that counts",
    "public:count": "a picture that counts",
    "volunteer:bundle": "leads to volunteer:overview",
    "media": "a picture",
    "public:voice_alike": "a part of a page, fetched while somebody writes",
    "public:voice_file": "a file",
    "public:voice_own_photo": "a picture",
    "public:voice_own_file": "a file",
    "public:voice_support": DOES,
    "public:voices_offices": "only where it was decided: also_for_citizens",
    "public:voice_photo": "a picture",
    "public:voice_attachment": "a file",
    "public:robots": MACHINES,
    **{f"public:voices_{name}": MACHINES for name in ("feed", "csv", "geojson")},
    **{f"open311:{name}": MACHINES for name in ("discovery", "services", "service", "requests", "request", "token")},
    **{f"open311:{name}": MACHINES for name in ("unknown", "unknown_format")},
    **{f"api:{name}": MACHINES for name in ("voices", "voice", "history")},
    "public:feed": MACHINES,
    "public:area_feed": MACHINES,
    "public:release_by_number": "leads to public:release",
    "account_signup": "leads to account_login",
    "account_reset_password": "leads to account_login",
    **{f"volunteer:{name}": DOES for name in ("several", "forget", "relayed", "more", "ask", "slip_link")},
    **{f"desk:{row.route.removeprefix('desk:')}": DOES for row in ROWS if row.only_post},
    **{f"api:{name}": MACHINES for name in ("api-root", "openapi-json", "releases", "release", "reach", "area")},
    "api:^(?P<rest>.*)$": MACHINES,
    "healthz": MACHINES,
    "hook": MACHINES,
    "readyz": MACHINES,
}
# Who looks at a page: the first of these that may.
LOOKERS = ("reviewer", "admin", "coordinator", "neighbour", "executive")


def furnish(world: World) -> World:
    """One of each state that changes how a page looks, and what only some addresses need."""
    reviewer, writer, chair = (cast(Person, world.people[name]) for name in ("reviewer", "office", "chair"))
    release = world.things["release"]
    table = factories.content(body="Hari Selasa.\n\n| Hari | Tempat |\n|---|---|\n| Selasa | Balai |", note="Harinya.")
    publishing.correct(release=release, base=1, content=table, by=reviewer, ask_again=False)
    factories.published(kind="alert", urgency="urgent", title="Air sungai naik", topics=["bencana"], source="BPBD")
    world.things["withdrawn"] = factories.published(title="Sudah ditarik")
    publishing.withdraw(release=world.things["withdrawn"], reason="Keliru.", by=reviewer)
    world.things["waiting"] = factories.release(writer, title="Menunggu ditinjau")
    send_for_review(release=world.things["waiting"], by=writer)
    hops.relayed(relay=world.things["here"], by=chair, places=[Place.BOARD, Place.WHATSAPP], version=1, people=25)
    contact = Contact.objects.filter(recipient__person=chair).earliest("pk")
    world.things |= {"slug": release.get_absolute_url().strip("/").split("/")[-1], "leave": leave_token(contact.pk)}
    subscribing.subscribe(channel="email", address="warga@contoh.id", area=release.area)
    world.things["subscription"] = confirming.token(Subscription.objects.get().pk)
    world.things |= _said(release.area)
    world.things["secret"] = signin.issue(chair).strip("/").split("/")[-1]
    world.things["public voice"] = _shown(world, reviewer)
    decide(area=world.things["root"], name="voice_league", value=True, by=None)
    return world


def _shown(world: World, reviewer: Person) -> str:
    """The answered one, as everyone sees it, and a question that came of it."""
    voice = Voice.objects.get(code=world.things["answered voice"])
    moderating.decide(voice=voice, shown="village", text="Jalan berlubang.", by=reviewer, seen=voice.version)
    answer = voice.answers.get()
    entries.make(
        answer=answer, question="Kapan ditambal?", text="Bulan ini.", area=voice.area,
        expires_on=today() + timedelta(days=90), by=reviewer,
    )  # fmt: skip
    return voice.code


def _said(area: Area) -> dict[str, str]:
    """What a reporter holds of a voice: its code, its secret, and the link that confirms their address."""
    reporter = Reporter(name="Sari", channel="email", address="sari@contoh.id")
    received = intake.receive(intake.Said(text="Jalan di depan SD berlubang.", area=area, reporter=reporter))
    reporting.tell(voice=received.voice, text="Sekarang tergenang.")
    contact = Contact.objects.filter(recipient__person=None).latest("pk")
    return {
        "voice code": received.voice.code,
        "voice secret": received.secret,
        "voice contact": telling.contact_token(contact.pk),
    }


def by_looker(world: World) -> dict[str, list[str]]:
    """Each address once, under somebody who may look at it; the first page under everybody."""
    paths: dict[str, list[str]] = {name: ["/meja/"] for name in world.people if name != NOBODY}
    for row in rows_of_pages():
        paths[looker(row)].append(address(world, row.route, dict(row.things)))
    for route, name in SIGNED_IN.items():
        paths[name].append(reverse(route))
    paths[NOBODY] = [address(world, route, things) for route, things in OPEN.items()] + also_for_citizens(world)
    paths["admin"].append(uploaded_list(world))
    paths["reviewer"] += also_for_staff(world)
    paths["officer"] += [*of_a_voice(world, "jawab", "tanya", "tunda", "teruskan"), address(world, *PHONE)]
    return paths


def rows_of_pages() -> Iterator[Row]:
    for row in ROWS:
        if row.get and row.route not in NO_PAGE and row.route != "desk:import_check":
            yield row


def looker(row: Row) -> str:
    return next(name for name in LOOKERS if name in row.get.split())


def address(world: World, route: str, things: dict[str, str]) -> str:
    found = {argument: world.things[name] for argument, name in things.items()}
    return reverse(route, kwargs={argument: getattr(thing, "pk", thing) for argument, thing in found.items()})


def also_for_citizens(world: World) -> list[str]:
    """The same addresses when they look otherwise."""
    release, withdrawn = world.things["release"], world.things["withdrawn"]
    return [
        "/en/",
        f"/en{release.get_absolute_url()}",
        withdrawn.get_absolute_url(),
        f"/jangkauan/{release.pk}/?wilayah=16.06",
        "/rilis/?q=tidak+ada+yang+begini",
        "/wilayah/?desa=desa",
        "/wilayah/16.06/",
        "/wilayah/16.06.01/",
        "/wilayah/16.06.01.2001/",
        "/langganan/?wilayah=16.06.01.2001",
        "/suara/?wilayah=16.06.01&status=answered",
        "/suara/kantor/",
        "/suara/?cari=tidak+ada+yang+begini",
        f"/en/suara/{world.things['public voice']}/",
        "/suara/sampaikan/?wilayah=16.06.01.2001",
        "/suara/sampaikan/?desa=desa",
        "/en/suara/lacak/",
    ]


def also_for_staff(world: World) -> list[str]:
    waiting = world.things["waiting"]
    return [
        f"/meja/rilis/{waiting.pk}/",
        f"/meja/rilis/{waiting.pk}/tinjau/",
        f"/meja/rilis/{world.things['withdrawn'].pk}/",
        f"/meja/rilis/{world.things['release'].pk}/versi/",
        "/en/meja/",
        "/meja/suara/?q=tidak+ada+yang+begini",
        *of_a_voice(world, "sampaikan", "gabung", "tampilan", "perbaiki", "tunjuk"),
    ]


def of_a_voice(world: World, *steps: str) -> list[str]:
    return [f"/meja/suara/{world.things['waiting voice']}/{step}/" for step in steps]


def uploaded_list(world: World) -> str:
    file = SimpleUploadedFile("daftar.csv", LIST.encode())
    answer = signed_in(world.people["admin"]).post(reverse("desk:import"), {"file": file})
    return answer.headers["Location"]


def without_things() -> dict[str, list[str]]:
    """The addresses that name nothing: the lists and the first pages."""
    paths: dict[str, list[str]] = {"admin": [], "reviewer": []}
    for row in rows_of_pages():
        if not row.things:
            paths[looker(row)].append(reverse(row.route))
    paths[NOBODY] = [reverse(route) for route, things in OPEN.items() if not things]
    return paths


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client
