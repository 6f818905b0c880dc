"""Hidden means hidden, at every door: a word of its own in each private field, looked for wherever something leaves."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from jembatan import logs
from jembatan.areas.models import Area
from jembatan.areas.settings import decide
from jembatan.audit.models import Entry
from jembatan.messages import engine
from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.voices.models import Photo, Voice
from tests import factories
from tests.voices import canaries, doors
from tests.voices.canaries import Cage, Canary

pytestmark = pytest.mark.django_db
NONSENSE = "kenariqqqqqqqqqq"


@pytest.fixture
def cage(settings, tmp_path, monkeypatch) -> Cage:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("jembatan.flooding.too_often", lambda *_what: False)
    made = canaries.build()
    decide(area=Area.objects.root(), name="voice_league", value=True, by=None)
    return made


def filled(template: str, cage: Cage) -> Iterator[tuple[str, str]]:
    """The address for each voice, and the code that it is asked with: an error may say that again."""
    template = template.replace("{office}", str(cage.home.works.pk))
    if "{photo}" in template or "{pk}" in template:
        for photo in Photo.objects.select_related("voice"):
            name, code = photo.file.name.rpartition("/")[2].removesuffix(".jpg"), photo.voice.code
            yield template.replace("{code}", code).replace("{photo}", name).replace("{pk}", str(photo.pk)), code
    elif "{code}" in template:
        yield from ((template.replace("{code}", voice.code), voice.code) for voice in cage.voices.values())
    else:
        yield template, ""


def body(response: Any) -> str:
    """Headers too: a file's name stands there."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{content.decode('utf-8', 'replace')}"


# What somebody who may not handle a voice sees of it on purpose: the second person its code and the reason, the head
# of an area the codes of what is late there, save of confidential ones and those about officials.
ON_PURPOSE = {
    "/meja/suara/identitas/": ({"code", "reason of an unsealing"}, ("reviewer", "admin")),
    "/meja/pimpinan/": ({"code"}, ("executive", "admin", "coordinator", "coordinator next door")),
}
NEVER = ("confidential", "about an official")


def on_purpose(address: str, who: str, cage: Cage) -> list[Canary]:
    closed = [cage.voices[how] for how in NEVER]
    return [
        one
        for start, (fields, people) in ON_PURPOSE.items()
        if address.startswith(start) and who in people
        for one in cage.canaries
        if one.field in fields and one.voice not in closed
    ]


def leaks(content: str, planted: list[Canary], where: str, asked: str = "") -> list[str]:
    names = {name for name in where.split("/") if name}
    return [
        f"{where}: {one.field}"
        for one in planted
        if one.word in content and one.word != asked and f"{one.word}.jpg" not in names
    ]


def opened(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code < 500, address
    return body(response)


def test_no_public_door_leaks(cage):
    client = Client()

    found = [
        leak
        for template in doors.PUBLIC
        for address, code in filled(template, cage)
        for leak in leaks(opened(client, address), cage.canaries, address, code)
    ]

    assert found == []


def test_what_is_hidden_answers_like_what_is_not_there(cage):
    client = Client()
    hidden = [voice for how, voice in cage.voices.items() if how not in canaries.PUBLIC]

    different = [
        address
        for template in doors.PUBLIC
        if "{code}" in template
        for address in (template.replace("{photo}", "x").replace("{pk}", "1"),)
        for voice in hidden
        if not same(client, address.replace("{code}", voice.code), address.replace("{code}", "ABCDEFGH"), voice.code)
    ]

    assert different == []


def same(client: Client, address: str, guessed: str, code: str) -> bool:
    first, second = client.get(address), client.get(guessed)
    return (first.status_code, body(first).replace(code, "ABCDEFGH")) == (second.status_code, body(second))


def test_no_search_knows_a_private_word(cage, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # an empty feed says when it was made
    client = Client()
    words = [one for one in cage.canaries if one.word.startswith("kenari")]

    found = [
        f"{template}: {one.field}"
        for template in doors.SEARCHES
        for nothing in (client.get(template.replace("{word}", NONSENSE)).content,)
        for one in words
        if client.get(template.replace("{word}", one.word)).content.replace(one.word.encode(), NONSENSE.encode())
        != nothing
    ]

    assert found == []


def test_no_answer_to_a_post_leaks(cage):
    client = Client()

    found = []
    for address, said in doors.POSTS:
        for voice in cage.voices.values():
            to, what = (
                address.replace("{code}", voice.code),
                {k: v.replace("{code}", voice.code) for k, v in said.items()},
            )
            response = client.post(to, what)
            assert response.status_code < 500, to
            found += leaks(body(response), cage.canaries, to, voice.code)

    assert found == []


def test_nothing_stands_in_logs_and_audit(cage, caplog):
    """Codes and names of files stand in the addresses that were asked for; secrets of addresses are cut out."""
    client = Client()
    for template in doors.PUBLIC:
        for address, _code in filled(template, cage):
            opened(client, address)
    for how, voice in cage.voices.items():
        opened(client, f"/suara/saya/{voice.code}-{cage.secrets[how]}/")

    written = "\n".join(logs.without_secrets(line) for line in caplog.text.splitlines())
    rows = json.dumps(list(Entry.objects.values_list("action", "subject", "area_code", "facts")))
    private = [one for one in cage.canaries if one.field not in ("code", "name of a photo")]

    assert leaks(written, private, "log") == []
    assert [how for how, secret in cage.secrets.items() if secret in written or secret in rows] == []
    assert leaks(rows, cage.canaries, "audit") == []


def test_no_letter_tells_what_it_is_about(cage, mailoutbox):
    """Its code, and what happened: others may read that telephone. The address is where it goes."""
    engine.run_dry()

    sent = [f"{one.subject}\n{one.body}\n{one.alternatives}\n{one.extra_headers}" for one in mailoutbox]
    private = [one for one in cage.canaries if one.field != "code"]

    assert len(sent) > len(canaries.PUBLIC)
    assert [leak for text in sent for leak in leaks(text, private, "letter")] == []


def test_files_tell_nothing(cage):
    _folders, names = default_storage.listdir("voices")
    contents = [Path(default_storage.path(f"voices/{name}")).read_bytes() for name in names]

    uploaded = [one for one in cage.canaries if one.field in ("name of an upload", "EXIF")]

    assert (len(names), len(uploaded)) == (2 * len(cage.voices), 4 * len(cage.voices))
    assert leaks(" ".join(names), uploaded, "names") == []
    assert [one.field for one in uploaded for content in contents if one.word.encode() in content] == []


def people(cage: Cage) -> dict[str, Person]:
    """One of each role, and those who look after another place or office."""
    home = cage.home
    return {
        "coordinator": home.dewi,
        "reviewer": home.rina,
        "officer": home.budi,
        "officer of another office": home.hana,
        "inspectorate": home.ibu,
        "coordinator next door": factories.person(Role.COORDINATOR, "16.06.02"),
        "admin": factories.person(Role.ADMIN),
        "editor": factories.person(Role.EDITOR),
        "executive": factories.person(Role.EXECUTIVE),
        "volunteer": factories.volunteer(factories.group("16.06.01.2002")),
        "nobody": factories.person(),
    }


@pytest.mark.parametrize(
    "who",
    ["coordinator", "reviewer", "officer", "officer of another office", "inspectorate", "coordinator next door",
     "admin", "editor", "executive", "volunteer", "nobody"],
)  # fmt: skip
def test_no_page_of_the_desk_leaks_to_who_may_not_see_it(cage, who):
    """Who handles a voice reads what was said; who it was is nobody's, and names of colleagues are theirs to know."""
    person = people(cage)[who]
    client = Client()
    client.force_login(person)
    theirs = set(Voice.objects.visible_to(person).values_list("pk", flat=True))
    kept = [one for one in cage.canaries if one.voice and (one.sealed or one.voice.pk not in theirs)]

    found = [
        leak
        for template in doors.DESK
        for address, code in filled(template, cage)
        for leak in leaks(
            opened(client, address), [one for one in kept if one not in on_purpose(address, who, cage)], address, code
        )
    ]

    assert found == []


def test_the_reporter_reads_their_own_and_no_note(cage):
    client = Client()

    found = [
        leak
        for how, voice in cage.voices.items()
        for leak in leaks(
            opened(client, f"/suara/saya/{voice.code}-{cage.secrets[how]}/"),
            [
                one
                for one in cage.canaries
                if one.voice != voice or one.sealed or one.field in ("internal note", "note", "note of the moderator")
            ],
            how,
        )
    ]

    assert found == []


@pytest.mark.parametrize("field", ["original", "place", "told", "internal note", "address", "pin", "code"])
def test_the_test_sees_what_is_planted(cage, field):
    """A door that shows a private field is found, whichever field it is."""
    one = next(canary for canary in cage.canaries if canary.field == field)

    assert leaks(f"… {one.word} …", cage.canaries, "/suara/") == [f"/suara/: {field}"]
