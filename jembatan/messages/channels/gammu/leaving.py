"""Into the daemon's outbox: one file for each letter, whole or not at all."""

import os
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from jembatan.keyring import mac
from jembatan.messages.channels import Outcome
from jembatan.messages.channels.sms.length import measure
from jembatan.messages.channels.sms.words import compose
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Fault, Result
from jembatan.modem_settings import Modem

FULL = 10  # letters that wait for the modem: the others wait in the ledger, where they can still be withdrawn
STUCK = 900.0  # seconds after which a letter that still waits says that the daemon does not work
BREATH = 10.0  # seconds until a full outbox is tried again


def done() -> Path:
    """Where files lie for a week after we have taken what they say; nobody else looks inside."""
    folder: Path = settings.DATA / "gammu"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def send(modem: Modem, letter: Letter) -> Outcome:
    """Accepted is what lies in the outbox. The daemon moves it on from there, so we look in the order of its way."""
    text, reference = compose(letter.draft, ""), _reference(letter.key)
    report = modem.reports and measure(text).parts == 1  # each part would have one of its own
    name = _name(letter, reference, report=report)
    try:
        if any(os.path.lexists(folder / name) for folder in _way(modem)):
            return Outcome(Result.ACCEPTED, provider_id=reference)
        if full := _full(modem.folder / "outbox"):
            return full
        ready = _write(modem.folder / "outbox" / f".{name}", text)
    except OSError as error:
        return Outcome(Result.NOT_SENT, detail=type(error).__name__, fault=Fault.UNREACHABLE)
    return _put(ready, reference)


def _way(modem: Modem) -> list[Path]:
    return [modem.folder / "outbox", modem.folder / "sent", modem.folder / "error", done()]


def _put(ready: Path, reference: str) -> Outcome:
    """Under its name at once, so that the daemon never reads half of it; and on the disk, before we say so."""
    try:
        ready.rename(ready.with_name(ready.name[1:]))
    except OSError as error:
        return Outcome(Result.NOT_SENT, detail=type(error).__name__, fault=Fault.UNREACHABLE)
    with suppress(OSError):
        _sync(ready.parent)
    return Outcome(Result.ACCEPTED, provider_id=reference)


def _reference(key: str) -> str:
    """The letter's key, that of no other installation with the same daemon."""
    return f"{key.replace('.', '-')}-{mac('gammu', key).hex()[:12]}"


def _name(letter: Letter, reference: str, *, report: bool) -> str:
    """OUT<priority><date>_<time>_<serial>_<number>_<note>.txt<flags>; the daemon sends in the order of the names.

    Date and time must be the same for every try of a letter, so its number stands there: first come, first sent.
    """
    return f"OUTC{letter.delivery_id:012d}_0_00_{letter.address}_{reference}.txt{'d' if report else ''}"


def reference_in(name: str) -> str:
    """The provider id of one of our letters; empty for what somebody else put there."""
    stem = name.partition(".")[0]
    return stem.rpartition("_")[2] if name.startswith("OUTC") and stem.count("_") == 4 else ""


def _full(outbox: Path) -> Outcome | None:
    """A modem sends some ten letters a minute. What waits too long says that nobody sends."""
    with os.scandir(outbox) as entries:
        waiting = [since for entry in entries if entry.name.startswith("OUT") and (since := written(entry))]
    if waiting and time.time() - min(waiting) > STUCK:
        return Outcome(Result.NOT_SENT, detail="the daemon does not empty its outbox", fault=Fault.UNREACHABLE)
    if len(waiting) >= FULL:
        return Outcome(Result.NOT_SENT, detail="the outbox is full", fault=Fault.THROTTLED, after=BREATH)
    return None


def written(entry: os.DirEntry[str]) -> float:
    """When, in Unix time; 0 for what is no file, or not any more: the daemon moves them under our hands."""
    try:
        return entry.stat().st_mtime if entry.is_file() else 0.0
    except FileNotFoundError:
        return 0.0


def _write(path: Path, text: str) -> Path:
    """UTF-16 with its mark: the daemon reads anything else as it guesses from its own language.

    It may run as another user, so it is the folder that keeps strangers out.
    """
    with path.open("wb") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(text.encode("utf-16"))
        file.flush()
        os.fsync(file.fileno())
    return path


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
