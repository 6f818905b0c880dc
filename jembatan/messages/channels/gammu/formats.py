"""What the daemon writes into its inbox: names, and the three formats of `InboxFormat`."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

NAME = re.compile(r"IN(\d{8})_(\d{6})_(\d\d)_(.*)_(\d\d)\.(txt|bin|smsbackup)", re.DOTALL)
SECTION = re.compile(r"^\[SMSBackup\d+\]\s*$", re.MULTILINE)
LINE = re.compile(r"^(\w+) = (.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Named:
    """A file in the inbox, by its name alone."""

    name: str
    moment: datetime  # as the network writes it, in whatever zone
    serial: str
    sender: str
    part: int


@dataclass(frozen=True, slots=True)
class Content:
    text: str
    report: bool = False  # no message: the network's word about one of ours


def named(name: str) -> Named | None:
    """None for a name that is not the daemon's."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    day, hour, serial, sender, part, _kind = found.groups()
    try:
        moment = datetime.strptime(day + hour, "%Y%m%d%H%M%S")
    except ValueError:  # some telephones give no date
        moment = datetime.min
    return Named(name, moment, serial, sender, int(part))


def joined(names: Iterable[Named]) -> list[list[Named]]:
    """The parts of each message. Each is named by its own second, so a part goes to the first part nearest to it."""
    ordered = sorted(names, key=lambda one: (one.moment, one.part, one.name))
    heads = {one: [one] for one in ordered if one.part == 0}
    like = defaultdict[tuple[str, str], list[Named]](list)
    for head in heads:
        like[head.sender, head.serial].append(head)
    for one in sorted(ordered, key=lambda one: one.part):
        if not one.part:
            continue
        free = [head for head in like[one.sender, one.serial] if all(part.part != one.part for part in heads[head])]
        nearest = min(free, key=lambda head: abs(head.moment - one.moment), default=one)
        heads.setdefault(nearest, []).append(one)
    return list(heads.values())


def read(raw: bytes) -> Content:
    """`detail` (Gammu's backup), `unicode` (UTF-16 with its mark) or `standard` (the daemon's own encoding)."""
    if raw[:2] in {b"\xfe\xff", b"\xff\xfe"}:
        return Content(_clean(raw.decode("utf-16", "replace")))
    text = raw.decode("utf-8", "replace")
    parts = SECTION.split(text)[1:]
    if not parts:
        return Content(_clean(text))
    sections = [dict(LINE.findall(part)) for part in parts]
    report = any(section.get("PDU") == "Status_Report" for section in sections)
    return Content(_clean("".join(map(_said, sections))), report)


def _said(section: dict[str, str]) -> str:
    """Hexadecimal UTF-16, on numbered lines; 8-bit messages (settings of an operator) say nothing to people."""
    lines = sorted((name, value) for name, value in section.items() if re.fullmatch(r"Text\d\d", name))
    try:
        raw = bytes.fromhex("".join(value for _name, value in lines))
    except ValueError:
        return ""
    return "" if section.get("Coding", "").startswith("8bit") else raw.decode("utf-16-be", "replace")


def _clean(text: str) -> str:
    """Up to the first NUL: the daemon writes more than the text where that has letters of several bytes."""
    return text.partition("\0")[0].encode("utf-8", "replace").decode()
