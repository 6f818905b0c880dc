"""A version's content in words, field by field, and how two of them differ."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jembatan.areas.models import Area
from jembatan.desk.releases.differences import Block, blocks
from jembatan.releases.actions import Content
from jembatan.releases.differences import ADDED, GONE, SAME, Part, words
from jembatan.releases.models import Kind, Picture, Urgency


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a content, with what changed in it."""

    label: str
    parts: list[Part]

    @property
    def changed(self) -> bool:
        return any(part.kind != SAME for part in self.parts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that a newer content says against an older one, or alone."""

    rows: list[Row]
    body: list[Block]
    pictures: list[tuple[str, Picture]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        kinds = [block.kind for block in self.body] + [kind for kind, _picture in self.pictures]
        return any(row.changed for row in self.rows) or any(kind != SAME for kind in kinds)


def area_names(codes: Iterable[str]) -> list[str]:
    """The names of current areas, in the order of their codes; a code that ended stays a code."""
    wanted = sorted(set(codes))
    names = {area.code: area.title for area in Area.objects.current().filter(code__in=wanted)}
    return [names.get(code, code) for code in wanted]


def moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y H.i T") if at else "–"


def hours(count: int) -> str:
    return ngettext("%(n)d jam setelah terbit", "%(n)d jam setelah terbit", count) % {"n": count}


def described(content: Content) -> dict[str, str]:
    """Label → words, for every field but the body and the pictures."""
    return {
        _("Judul"): content.title,
        _("Teks singkat"): content.short,
        _("Jenis"): str(Kind(content.kind).label),
        _("Kepentingan"): str(Urgency(content.urgency).label),
        _("Sasaran"): ", ".join(area_names(content.targets)),
        _("Topik"): ", ".join(content.topics) or "–",
        _("Sumber"): content.source or "–",
        _("Batas waktu penerusan"): hours(content.relay_hours),
        _("Berlaku sampai"): moment(content.expires_at),
    }


def compare(before: Content | None, after: Content) -> Comparison:
    """How `after` differs from `before`; without one, all of `after` as unchanged."""
    old, new = described(before or after), described(after)
    rows = [Row(label, words(old[label], text)) for label, text in new.items()]
    body = blocks((before or after).body, after.body)
    return Comparison(rows, body, _pictures(before or after, after))


def _pictures(before: Content, after: Content) -> list[tuple[str, Picture]]:
    old, new = {p.pk for p in before.pictures}, {p.pk for p in after.pictures}
    gone = [(GONE, picture) for picture in before.pictures if picture.pk not in new]
    return gone + [(SAME if picture.pk in old else ADDED, picture) for picture in after.pictures]


@dataclass(frozen=True, slots=True)
class Both:
    """One field that two people changed from the same text: what one saved, what the other has not saved yet."""

    label: str
    theirs: list[Part]
    mine: list[Part]


def side_by_side(base: Content, theirs: Content, mine: Content) -> list[Both]:
    """The fields that either changed since `base`; the body and the pictures among them."""
    start, saved, unsaved = (_all(content) for content in (base, theirs, mine))
    changed = [label for label in start if start[label] != saved[label] or start[label] != unsaved[label]]
    return [Both(label, words(start[label], saved[label]), words(start[label], unsaved[label])) for label in changed]


def _all(content: Content) -> dict[str, str]:
    pictures = "\n".join(picture.alt for picture in content.pictures)
    return described(content) | {_("Isi"): content.body, _("Gambar"): pictures}
