"""The same cases for every channel there is, and an incomplete one is found."""

import sys
from importlib import import_module

import pytest

from jembatan.messages import channels
from jembatan.messages.errors import BadAddress, IncompleteChannel
from jembatan.messages.letters import Draft, Letter

GOOD = {"email": (" Sari@Contoh.ID", "sari@contoh.id"), "inbox": ("", "")}
BAD = {"email": "sari@"}


def letters(kind: str, count: int) -> list[Letter]:
    draft = Draft(subject="Kabar", text="Posyandu keliling hari ini.")
    return [Letter(delivery_id=n, key=f"{n}.0", address=GOOD[kind][1], draft=draft) for n in range(count)]


def test_the_channels_there_are():
    assert channels.kinds() == ["email", "inbox"]


@pytest.mark.parametrize("kind", channels.kinds())
def test_channel_is_complete(kind):
    assert channels.faults(import_module(f"jembatan.messages.channels.{kind}")) == []


@pytest.mark.parametrize("kind", channels.kinds())
def test_channel_says_what_it_can_do(kind):
    can = channels.load(kind).CAN

    assert (can.batch >= 1, can.seconds >= 1, can.rate is None or can.rate > 0) == (True, True, True)


@pytest.mark.parametrize("kind", channels.kinds())
def test_channel_writes_an_address_one_way(kind):
    written, normal = GOOD[kind]
    normalise = channels.load(kind).normalise

    assert (normalise(written), normalise(normal)) == (normal, normal)


@pytest.mark.parametrize("kind", BAD)
def test_channel_refuses_a_bad_address(kind):
    with pytest.raises(BadAddress):
        channels.load(kind).normalise(BAD[kind])


@pytest.mark.parametrize("kind", channels.kinds())
@pytest.mark.parametrize("count", [0, 1, 3])
def test_channel_speaks_of_every_letter(kind, count):
    outcomes = channels.load(kind).send(letters(kind, count))

    assert [outcome.result for outcome in outcomes] == ["accepted"] * count


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "CAN is missing; normalise is missing; send is missing"),
        ("CAN = 1\ndef normalise(a): ...\ndef send(a): ...", "CAN is no Capabilities"),
        ("from jembatan.messages.channels.inbox import CAN, normalise\nsend = 7", "send cannot be called"),
    ],
)
def test_an_incomplete_folder_is_found(tmp_path, monkeypatch, source, fault):
    (tmp_path / "pigeon").mkdir()
    (tmp_path / "pigeon" / "__init__.py").write_text(source)
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])
    channels.load.cache_clear()

    try:
        assert channels.kinds() == ["email", "inbox", "pigeon"]
        with pytest.raises(IncompleteChannel, match=f"^channels/pigeon: {fault}$"):
            channels.load("pigeon")
    finally:
        sys.modules.pop("jembatan.messages.channels.pigeon", None)
