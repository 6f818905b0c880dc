"""Out of the daemon's folders: messages and reports from the inbox, failures from the error folder.

A cursor names the files whose news it was kept with, by a mark of ours: their own names hold telephone numbers.
"""

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from jembatan.keyring import mac
from jembatan.messages.addresses import phone
from jembatan.messages.channels.gammu.formats import Content, joined, named, read
from jembatan.messages.channels.gammu.leaving import done, reference_in, written
from jembatan.messages.errors import BadAddress
from jembatan.messages.hearing import Heard, News, Said
from jembatan.messages.workflow import Told
from jembatan.modem_settings import Modem

SETTLED = 2.0  # seconds: the daemon writes its files in place, the parts of a message one after the other
MOST = 15  # marks that a cursor has room for
WEEK = 7 * 86400.0
REPORTS = {"Delivered": Told.DELIVERED, "Failed": Told.FAILED}  # gammu's words; Pending and the like are no end


@dataclass(slots=True)
class Found:
    """A piece of news and the files that tell it. Files without any are put away too."""

    mark: str
    files: list[Path]
    news: News | None = None
    said: Said | None = None
    also: list[Path] = field(default_factory=list)


def look(modem: Modem) -> tuple[Heard, str]:
    """What is there now, and the cursor that names it; empty when there is nothing."""
    found = _found(modem)[:MOST]
    heard = Heard([one.news for one in found if one.news], [one.said for one in found if one.said])
    return heard, ",".join(one.mark for one in found)


def put_away(modem: Modem, cursor: str) -> None:
    """What the cursor names lies in our own folder now, for a week."""
    marks = set(cursor.split(",")) - {""}
    for one in _found(modem) if marks else []:
        if one.mark in marks:
            for path in [*one.also, *one.files]:
                _move(path, done() / path.name)
    _forget(modem)


def _move(path: Path, target: Path) -> None:
    """Its time begins anew: it lies there for a week from now. Raises OSError where we may not take it."""
    with suppress(FileNotFoundError):
        shutil.move(path, target)
        os.utime(target)


def _forget(modem: Modem) -> None:
    """Numbers and texts do not lie about for ever: what we wrote, and what we took, goes after a week."""
    ours = [path for path in (modem.folder / "sent").iterdir() if reference_in(path.name)]
    broken_off = list((modem.folder / "outbox").glob(".OUTC*"))
    for path in [*ours, *broken_off, *done().iterdir()]:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > WEEK:
                path.unlink()


def _found(modem: Modem) -> list[Found]:
    failed = [_failed(path) for path in _settled(modem.folder / "error") if reference_in(path.name)]
    inbox = modem.folder / "inbox"
    names = [name for path in _settled(inbox) if (name := named(path.name))]
    messages = [_message(modem, [inbox / one.name for one in parts], parts[0].sender) for parts in joined(names)]
    return failed + [one for one in messages if one]


def _settled(folder: Path) -> list[Path]:
    """Files that nobody writes to any more, oldest first."""
    with os.scandir(folder) as entries:
        files = [(since, entry.name) for entry in entries if (since := written(entry))]
    return [folder / name for since, name in sorted(files) if time.time() - since > SETTLED]


def _mark(*facts: str) -> str:
    return mac("gammu", "\0".join(facts)).hex()[:12]


def _failed(path: Path) -> Found:
    reference = reference_in(path.name)
    news = News(
        f"{reference}:error", reference, Told.FAILED, _moment(path, changed=True), "the modem could not send it"
    )
    return Found(_mark("error", path.name), [path], news=news)


def _message(modem: Modem, files: list[Path], sender: str) -> Found | None:
    """None when a file went away meanwhile; raises OSError where we may not read."""
    try:
        raw, at = [path.read_bytes() for path in files], _moment(files[0])
    except FileNotFoundError:
        return None
    mark = _mark("inbox", *(path.name for path in files))
    if files[0].suffix == ".bin":
        return Found(mark, files)
    read_as = [read(one) for one in raw]
    if read_as[0].report:
        return _report(modem, Found(mark, files), sender, read_as[0], at)
    text = "".join(one.text for one in read_as)
    # A name comes again when the first of two in one second was put away already: the text is part of the id.
    made = mac("gammu", "\0".join([*(path.name for path in files), text])).hex()[:32]
    kept = "\n".join(one.decode("utf-8", "replace") for one in raw) if files[0].suffix == ".smsbackup" else ""
    return Found(mark, files, said=Said(sender, text, made, at, raw=kept or files[0].name))


def _report(modem: Modem, found: Found, sender: str, content: Content, at: datetime) -> Found:
    """The files service keeps no reference, so a report counts where one letter only to this number waits for it."""
    number = f"_{_number(sender)}_"
    sent = [path for path in (modem.folder / "sent").iterdir() if reference_in(path.name)]
    waiting = [path for path in sent if path.suffix == ".txtd" and number in path.name]
    if len(waiting) == 1:
        reference = reference_in(waiting[0].name)
        told = REPORTS.get(content.text, Told.UNKNOWN)
        found.news = News(f"{reference}:{content.text}", reference, told, at, raw=content.text)
        found.also = waiting if told != Told.UNKNOWN else []
    return found


def _number(sender: str) -> str:
    try:
        return phone(sender)
    except BadAddress:
        return sender


def _moment(path: Path, *, changed: bool = False) -> datetime:
    """When the daemon wrote it, or moved it here: the network's own time comes without its zone."""
    about = path.stat()
    return datetime.fromtimestamp(about.st_ctime if changed else about.st_mtime, UTC)
