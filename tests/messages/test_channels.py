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
CASES = {kind: contract.load(kind) for kind in KINDS}


def letter(kind: str, number: int) -> Letter:
    draft = Draft(subject="Kabar", text=f"Posyandu keliling ke-{number}.", link="https://contoh.id/r/1")
    return Letter(delivery_id=number, key=f"{number}.0", address=CASES[kind].GOOD[1], draft=draft)


@pytest.mark.parametrize("kind", KINDS)
def test_channel_is_complete(kind):
    assert channels.faults(import_module(f"jembatan.messages.channels.{kind}")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_channel_says_what_it_can_do(kind):
    can = channels.load(kind).can()

    assert (can.batch >= 1, can.seconds >= 1, can.rate is None or can.rate > 0) == (True, True, True)


@pytest.mark.parametrize("kind", KINDS)
def test_channel_is_set_up_by_its_settings(kind, settings, tmp_path):
    with CASES[kind].provider(settings, tmp_path):
        assert channels.load(kind).configured()


@pytest.mark.parametrize("kind", KINDS)
def test_channel_writes_an_address_one_way(kind):
    written, normal = CASES[kind].GOOD
    normalise = channels.load(kind).normalise

    assert (normalise(written), normalise(normal)) == (normal, normal)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if CASES[kind].BAD is not None])
def test_channel_refuses_a_bad_address(kind):
    with pytest.raises(BadAddress):
        channels.load(kind).normalise(CASES[kind].BAD)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 3])
def test_channel_speaks_of_every_letter(kind, count, settings, tmp_path):
    with CASES[kind].provider(settings, tmp_path) as provider:
        outcomes = send(channels.load(kind), [letter(kind, n) for n in range(count)])

        assert [outcome.result for outcome in outcomes] == ["accepted"] * count
        if not channels.load(kind).can().silent:
            assert list(provider.arrived().values()) == [1] * count
            ids = {outcome.provider_id for outcome in outcomes}
            assert (len(ids), None in ids) == (count, False)


@pytest.mark.parametrize(("kind", "what"), [(kind, what) for kind in KINDS for what in CASES[kind].OUTCOMES])
def test_channel_says_what_became_of_the_letter(kind, what, settings, tmp_path):
    with CASES[kind].provider(settings, tmp_path) as provider:
        provider.will(what)

        said, after = send(channels.load(kind), [letter(kind, 1), letter(kind, 2)], seconds=1.5)

        assert (said.result, said.fault) == CASES[kind].OUTCOMES[what]
        assert after.result == "accepted"
        assert CASES[kind].GOOD[1] not in (said.detail or "")


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
