"""A release from a file becomes a draft, once: the same title and date are the same text."""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.areas.settings import setting
from jembatan.people.models import Person
from jembatan.releases.actions import Content, draft
from jembatan.releases.models import Release
from jembatan.releases.parsing import Parsed
from jembatan.releases.workflow import Refused


def origin_of(parsed: Parsed) -> str:
    """What makes two files the same text: title and original date, whatever the spaces."""
    name = f"{' '.join(parsed.title.split()).casefold()}\n{parsed.original_date or ''}"
    return hashlib.sha256(name.encode()).hexdigest()


def check_targets(codes: list[str]) -> None:
    """Raise Refused naming the first code that is no current area."""
    known = set(Area.objects.current().filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise Refused(_("Kode wilayah %(code)s tidak ada di sini. Lihat: jembatan areas list.") % {"code": code})


def existing(parsed: Parsed) -> Release | None:
    """The release that this text became earlier, in whatever state."""
    return Release.objects.filter(origin=origin_of(parsed)).select_related("current", "published").first()


def refuse_double(parsed: Parsed) -> None:
    """What the operator does next depends on whether people read it already."""
    if (there := existing(parsed)) is None:
        return
    words = {"title": parsed.title, "id": there.pk}
    if there.published:
        raise Refused(
            _("“%(title)s” sudah terbit sebagai rilis %(id)d. Koreksi rilis itu bila isinya berubah.") % words
        )
    raise Refused(
        _("“%(title)s” sudah ada sebagai rilis %(id)d, tetapi belum terbit. Lanjutkan di Ruang Kerja.") % words
    )


def check_before(parsed: Parsed, targets: list[str]) -> list[str]:
    """The codes it goes to. Raises Refused when the text is there already, or when a code is missing or unknown."""
    targets = targets or parsed.more.get("targets", [])
    if not targets:
        raise Refused(_("Sasaran belum disebut. Tambahkan --to dengan kode wilayah, misalnya --to 16.06."))
    check_targets(targets)
    refuse_double(parsed)
    return targets


def check_all(texts: list[Parsed], targets: list[str]) -> None:
    """The same for several files before the first is written; two with the same text are refused too."""
    seen: set[str] = set()
    for parsed in texts:
        check_before(parsed, targets)
        if origin_of(parsed) in seen:
            twice = _("“%(title)s” ada dua kali di antara berkas ini. Ambil satu saja.")
            raise Refused(twice % {"title": parsed.title})
        seen.add(origin_of(parsed))


def import_draft(parsed: Parsed, *, targets: list[str], by: Person | None, **more: Any) -> Release:
    """Make the draft, with the area's deadline where the file names none. Raises Refused as `check_before` does."""
    targets = check_before(parsed, targets)
    root = Area.objects.root()
    facts = {"relay_hours": setting("relay_hours", root)} | parsed.more | more | {"targets": targets}
    content = Content(title=parsed.title, short=parsed.short, body=parsed.body, **facts)
    try:
        with transaction.atomic():
            return draft(
                content=content,
                area=root,
                by=by,
                origin=origin_of(parsed),
                original_date=parsed.original_date,
                earlier_views=parsed.views,
            )
    except IntegrityError:  # another process was first
        refuse_double(parsed)
        raise
