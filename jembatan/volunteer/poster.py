"""An A4 poster for the notice board: legible from two steps away, with a code that leads to the whole text."""

import re
import unicodedata
from typing import cast

import segno
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from fpdf import FPDF

from jembatan.areas.models import Area
from jembatan.relays.links import share_url
from jembatan.relays.models import Relay
from jembatan.releases.models import Version
from jembatan.volunteer.reading import blocks, split
from jembatan.volunteer.words import zone_of

MARGIN, WIDTH, HEIGHT = 16, 210, 297  # millimetres
QR = 44
FOOT = HEIGHT - MARGIN - QR  # where the part with the code begins
BAND, ACCENT, INK, SOFT = (7, 72, 74), (10, 98, 96), (18, 33, 31), (70, 88, 85)
MOST_POINTS = 6
_ITEM = re.compile(r"^\s{0,3}(?:[-*+]|\d{1,2}[.)])\s+(.+)$", re.MULTILINE)
_PLAIN = str.maketrans({"→": "-", "≤": "paling banyak ", "≥": "paling sedikit ", "−": "-", "✓": "-", " ": " "})


def printable(text: str) -> str:
    """What the built-in fonts can show (cp1252); other letters lose their marks, signs without a likeness go."""
    text = text.translate(_PLAIN)
    shown = "".join(char if _in_cp1252(char) else unicodedata.normalize("NFKD", char) for char in text)
    return "".join(char for char in shown if _in_cp1252(char)).strip()


def _in_cp1252(char: str) -> bool:
    return bool(char.encode("cp1252", "ignore")) and (char >= " " or char == "\n")


def key_points(body: str) -> list[str]:
    """The items of the text's lists; where it has none, the first sentences."""
    items = [" ".join(blocks(item)) for item in _ITEM.findall(body)]
    if not items:
        items = [sentence for block in blocks(body)[:2] for sentence in split(block)][:4]
    return [printable(item) for item in items[:MOST_POINTS]]


class Poster(FPDF):
    """A4, one page, the fonts that every reader has."""

    def __init__(self, title: str) -> None:
        super().__init__("portrait", "mm", "A4")
        self.core_fonts_encoding = "cp1252"
        self.set_auto_page_break(False)
        self.set_margins(MARGIN, MARGIN)
        self.c_margin = 0
        self.set_title(title)
        self.add_page()

    def paragraph(self, text: str, size: float, *, bold: bool = False, left: float = MARGIN, width: float = 0) -> None:
        """Text over the whole width, its lines 1.25 × `size` points high."""
        self.set_font("helvetica", "B" if bold else "", size)
        self.set_x(left)
        self.multi_cell(width or WIDTH - MARGIN - left, size * 0.44, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def height_of(self, text: str, size: float, *, bold: bool = False, width: float = WIDTH - 2 * MARGIN) -> float:
        self.set_font("helvetica", "B" if bold else "", size)
        return cast(float, self.multi_cell(width, size * 0.44, text, align="L", dry_run=True, output="HEIGHT"))


def draw(relay: Relay, root: Area) -> bytes:
    text = relay.release.text
    with translation.override(text.language):
        page = Poster(printable(text.title))
        _head(page, text, root)
        _words(page, text)
        _foot(page, relay, text)
    return bytes(page.output())


def _head(page: Poster, text: Version, root: Area) -> None:
    page.set_fill_color(*BAND)
    page.rect(0, 0, WIDTH, 30, style="F")
    page.set_text_color(255, 255, 255)
    page.set_y(8)
    page.paragraph(printable(f"{_('Informasi resmi')} {root.title}"), 19, bold=True)
    page.paragraph(printable(str(text.get_kind_display())), 13)


def _words(page: Poster, text: Version) -> None:
    """Title, short text and as many key points as the page has room for."""
    title, short = printable(text.title), printable(text.short)
    size = next(size for size in (36, 32, 28, 24, 20) if page.height_of(title, size, bold=True) < 62 or size == 20)
    page.set_text_color(*INK)
    page.set_y(42)
    page.paragraph(title, size, bold=True)
    page.set_y(page.get_y() + 6)
    page.set_text_color(*ACCENT)
    page.paragraph(short, 19, bold=True)
    page.set_y(page.get_y() + 7)
    page.set_text_color(*INK)
    for point in key_points(text.body):
        _point(page, point)


def _point(page: Poster, point: str) -> None:
    if page.get_y() + page.height_of(point, 17, width=WIDTH - 2 * MARGIN - 8) > FOOT - 12:
        return
    page.set_fill_color(*ACCENT)
    page.ellipse(MARGIN + 1, page.get_y() + 2.4, 2.6, 2.6, style="F")
    page.paragraph(point, 17, left=MARGIN + 8)
    page.set_y(page.get_y() + 3)


def _foot(page: Poster, relay: Relay, text: Version) -> None:
    page.set_draw_color(*ACCENT)
    page.set_line_width(0.8)
    page.line(MARGIN, FOOT - 7, WIDTH - MARGIN, FOOT - 7)
    _code(page, share_url(relay.pk), WIDTH - MARGIN - QR, FOOT)
    width = WIDTH - 2 * MARGIN - QR - 8
    page.set_y(FOOT)
    page.set_text_color(*INK)
    page.paragraph(_("Baca selengkapnya"), 18, bold=True, width=width)
    page.paragraph(printable(_("Pindai kode ini dengan kamera HP, atau buka:")), 13, width=width)
    page.paragraph(share_url(relay.pk).split("://")[1], 14, bold=True, width=width)
    page.set_y(page.get_y() + 3)
    page.set_text_color(*SOFT)
    page.paragraph(printable("\n".join(_origin(relay, text))), 11, width=width)


def _origin(relay: Relay, text: Version) -> list[str]:
    """Who put it up and when, and who says it: a poster stays longer than its news."""
    day = format_date(timezone.now().astimezone(zone_of(relay.code)), "j F Y")
    who = relay.group.name if relay.group else relay.area.title
    printed = _("Dicetak oleh %(who)s, %(day)s") if relay.group else _("Dicetak di %(who)s, %(day)s")
    source = [_("Sumber: %(source)s") % {"source": text.source}] if text.source else []
    return [printed % {"who": who, "day": day}, *source]


def _code(page: Poster, url: str, left: float, top: float) -> None:
    """The QR code as black squares: sharp in any size."""
    code = segno.make(url, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=0)]
    size = QR / len(rows)
    page.set_fill_color(0, 0, 0)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                page.rect(left + x * size, top + y * size, size + 0.02, size + 0.02, style="F")
