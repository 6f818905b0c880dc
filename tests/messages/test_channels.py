"""The same cases for every channel there is, each with a provider of its own here; an incomplete one is found."""

import sys
from importlib import import_module

import pytest

from jembatan.messages import channels
from jembatan.messages.errors import BadAddress, IncompleteChannel
from jembatan.messages.letters import Draft, Letter
from tests.messages import contract
from tests.messages.sending import send

KINDS = channels.kinds()
CASES = {name: contract.load(name) for name in contract.names()}


def channel(name: str) -> channels.Channel:
    return channels.load(contract.kind(name))


def letter(name: str, number: int) -> Letter:
    draft = Draft(subject="Kabar", text=f"Posyandu keliling ke-{number}.", link="https://contoh.id/r/1")
    return Letter(delivery_id=number, key=f"{number}.0", address=CASES[name].GOOD[1], draft=draft)


def test_every_channel_has_its_cases():
    assert sorted({contract.kind(name) for name in CASES}) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_channel_is_complete(kind):
    assert channels.faults(import_module(f"jembatan.messages.channels.{kind}")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_channel_says_what_it_can_do(kind):
    can = channels.load(kind).can()

    assert (can.batch >= 1, can.seconds >= 1, can.rate is None or can.rate > 0) == (True, True, True)


@pytest.mark.parametrize("name", CASES)
def test_channel_is_set_up_by_its_settings(name, settings, tmp_path):
    with CASES[name].provider(settings, tmp_path):
        assert channel(name).configured()


@pytest.mark.parametrize("name", CASES)
def test_channel_writes_an_address_one_way(name):
    written, normal = CASES[name].GOOD
    normalise = channel(name).normalise

    assert (normalise(written), normalise(normal)) == (normal, normal)


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name].BAD is not None])
def test_channel_refuses_a_bad_address(name):
    with pytest.raises(BadAddress):
        channel(name).normalise(CASES[name].BAD)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("count", [1, 3])
def test_channel_speaks_of_every_letter(name, count, settings, tmp_path):
    with CASES[name].provider(settings, tmp_path) as provider:
        outcomes = send(channel(name), [letter(name, n) for n in range(count)])

        assert [outcome.result for outcome in outcomes] == ["accepted"] * count
        if not channel(name).can().silent:
            assert list(provider.arrived().values()) == [1] * count
            ids = {outcome.provider_id for outcome in outcomes}
            assert (len(ids), None in ids) == (count, False)


@pytest.mark.parametrize(("name", "what"), [(name, what) for name in CASES for what in CASES[name].OUTCOMES])
def test_channel_says_what_became_of_the_letter(name, what, settings, tmp_path):
    with CASES[name].provider(settings, tmp_path) as provider:
        provider.will(what)

        said, after = send(channel(name), [letter(name, 1), letter(name, 2)], seconds=1.5)

        assert (said.result, said.fault) == CASES[name].OUTCOMES[what]
        assert after.result == "accepted"
        assert CASES[name].GOOD[1] not in (said.detail or "")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "can is missing; configured is missing; normalise is missing; open is missing"),
        (
            "can = lambda: 1\ndef configured(): ...\ndef normalise(a): ...\ndef open(): ...",
            r"can\(\) is no Capabilities",
        ),
        ("from jembatan.messages.channels.inbox import can, configured, normalise\nopen = 7", "open is missing"),
    ],
)
def test_an_incomplete_folder_is_found(tmp_path, monkeypatch, source, fault):
    (tmp_path / "pigeon").mkdir()
    (tmp_path / "pigeon" / "__init__.py").write_text(source)
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])
    channels.load.cache_clear()

    try:
        assert "pigeon" in channels.kinds()
        with pytest.raises(IncompleteChannel, match=f"^channels/pigeon: {fault}$"):
            channels.load("pigeon")
    finally:
        sys.modules.pop("jembatan.messages.channels.pigeon", None)
