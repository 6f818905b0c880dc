"""Hidden means hidden, at every door: a word of its own in each private field, looked for wherever something leaves."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from jembatan import logs
from jembatan.audit.models import Entry
from jembatan.messages import engine
from tests.voices import canaries, doors
from tests.voices.leaking import body, filled, leaks, opened

pytestmark = pytest.mark.django_db
NONSENSE = "kenariqqqqqqqqqq"


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
    cache.clear()  # guesses are counted for each code, and the one that is not there is asked for often
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
