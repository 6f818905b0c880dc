"""Reading a release from a file: a news text, or Markdown with front matter.

A news text: the title in the first line, an Indonesian date in the second ("Jumat, 16 Juni 2023"), a number of
views in the third if there is one, then paragraphs, one a line or set apart by empty lines.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from jembatan.releases.models import Kind, Urgency
from jembatan.releases.workflow import Refused

MAX_BYTES = 1024 * 1024
_MONTHS = ["januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober"]
_MONTHS += ["november", "desember"]
_DATE = re.compile(r"^(?:[a-z’'-]+,\s*)?(\d{1,2})\s+([a-z]+)\s+(\d{4})\.?$", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_\[\]<>#~|])|^(\s*)([-+=]|\d+[.)])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says; `more` are fields of releases.actions.Content that its front matter names."""

    title: str
    body: str
    short: str
    original_date: date | None = None
    views: int = 0
    more: dict[str, Any] = field(default_factory=dict)


def read(path: Path) -> Parsed:
    """Read one file; raises Refused with one sentence that names the file and says what to do."""
    text = _decoded(path)
    try:
        return parse(text)
    except Refused as refused:
        raise Refused(f"{path.name}: {refused}") from None


def parse(text: str) -> Parsed:
    """The same for a text that is read already."""
    return _markdown(text) if text.startswith("---\n") else _news(text)


def _decoded(path: Path) -> str:
    if not path.is_file():
        raise Refused(_("%(file)s: berkas tidak ditemukan.") % {"file": path})
    if path.stat().st_size > MAX_BYTES:
        raise Refused(_("%(file)s: terlalu besar untuk sebuah rilis. Batasnya 1 MB teks.") % {"file": path.name})
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Refused(_("%(file)s: bukan teks UTF-8. Simpan ulang sebagai UTF-8.") % {"file": path.name}) from None
    if "\0" in text:
        raise Refused(_("%(file)s: ini bukan berkas teks.") % {"file": path.name})
    if not text.strip():
        raise Refused(_("%(file)s: berkasnya kosong. Isi judul, tanggal, dan isi rilis.") % {"file": path.name})
    return text


def parse_date(line: str) -> date | None:
    """`Jumat, 16 Juni 2023` or `16 Juni 2023`; None for anything else, also for days that do not exist."""
    found = _DATE.match(line.strip())
    if not found or found[2].lower() not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    except ValueError:
        return None


def _plain(paragraph: str) -> str:
    """A paragraph of plain text as Markdown: its signs mean themselves."""
    return _MARKS.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}{m[3][:-1]}\\{m[3][-1]}", paragraph)


def shorten(text: str, length: int = 160) -> str:
    """The beginning of a text, cut at a word; whole where it fits."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:-") + "…"


def _news(text: str) -> Parsed:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or (original := parse_date(lines[1])) is None:
        raise Refused(_("baris kedua harus tanggal, misalnya “Jumat, 16 Juni 2023”."))
    views = int(lines[2]) if len(lines) > 2 and re.fullmatch(r"\d{1,9}", lines[2]) else None
    paragraphs = lines[2 if views is None else 3 :]
    if not paragraphs:
        raise Refused(_("isi rilis belum ada. Tulis paragraf di bawah tanggal."))
    body = "\n\n".join(_plain(paragraph) for paragraph in paragraphs)
    lead = paragraphs[1] if len(paragraphs) > 1 and len(paragraphs[0]) < 110 else paragraphs[0]
    return _checked(Parsed(lines[0], body, shorten(lead), original, views or 0, {"kind": Kind.STORY}))


def _markdown(text: str) -> Parsed:
    head, mark, body = text[4:].partition("\n---\n")
    try:
        facts = yaml.safe_load(head) if mark else None
    except yaml.YAMLError:
        facts = None
    if not isinstance(facts, dict) or not facts.get("title"):
        raise Refused(_("bagian depan harus berupa YAML di antara dua baris “---”, dengan “title”."))
    if not body.strip():
        raise Refused(_("isi rilis belum ada. Tulis isi di bawah “---”."))
    short = str(facts.get("short") or shorten(re.sub(r"[#*_>`]", "", body.strip().split("\n\n")[0])))
    return _checked(Parsed(str(facts["title"]), body.strip(), short, _front_date(facts), 0, _more(facts)))


def _front_date(facts: dict[str, Any]) -> date | None:
    value = facts.get("original_date") or facts.get("date")
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if (found := parse_date(str(value))) is None:
        raise Refused(_("tanggal “%(date)s” tidak terbaca. Tulis seperti 2023-06-16.") % {"date": value})
    return found


def _more(facts: dict[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = {name: str(facts[name]) for name in ("kind", "urgency", "source") if name in facts}
    if "topics" in facts:
        more["topics"] = _list(facts["topics"])
    if "targets" in facts:
        more["targets"] = _list(facts["targets"])
    if "deadline_hours" in facts:
        more["relay_hours"] = _hours(facts["deadline_hours"])
    for name, known in (("kind", Kind), ("urgency", Urgency)):
        if name in more and more[name] not in known.values:
            raise Refused(
                _("“%(value)s” tidak dikenal untuk %(name)s. Pilih: %(known)s.")
                % {"value": more[name], "name": name, "known": ", ".join(known.values)}
            )
    return more


def _list(value: Any) -> list[str]:
    """One value is a list of one."""
    return [str(one) for one in (value if isinstance(value, list) else [value] if value else [])]


def _hours(value: Any) -> int:
    if not isinstance(value, int) or not 1 <= value <= 720:
        raise Refused(_("“deadline_hours” harus angka 1 sampai 720."))
    return value


def _checked(parsed: Parsed) -> Parsed:
    if len(parsed.title) > 160:
        raise Refused(_("judul terlalu panjang (%(length)d huruf). Batasnya 160.") % {"length": len(parsed.title)})
    if len(parsed.short) > 160:
        long = _("teks singkat terlalu panjang (%(length)d huruf). Batasnya 160.")
        raise Refused(long % {"length": len(parsed.short)})
    return parsed
