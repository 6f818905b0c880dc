"""A list of volunteers: its columns, and what each row says. No database; `messages.roster` compares and applies it."""

import csv
import io
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl import Workbook  # type: ignore[import-untyped]

from jembatan.people import sheets
from jembatan.people.errors import PeopleError
from jembatan.people.roles import Role

# Our column → how else people head it; letters and digits only, in lower case.
COLUMNS: dict[str, frozenset[str]] = {
    "nama": frozenset({"namalengkap", "namarelawan", "namaanggota"}),
    "telepon": frozenset(
        {"telp", "tlp", "hp", "nohp", "nomorhp", "notelepon", "nomortelepon", "notelp", "wa", "nowa", "whatsapp"}
    ),
    "kanal": frozenset({"saluran", "lewat", "dikirimlewat", "kirimlewat"}),
    "email": frozenset({"surel", "alamatemail", "alamatsurel"}),
    "kim": frozenset({"namakim", "kelompok", "namakelompok"}),
    "desa": frozenset({"desakelurahan", "kelurahan", "namadesa", "kodedesa", "kode", "wilayah"}),
    "peran": frozenset({"jabatan"}),
    "melayani": frozenset({"desalain", "desadilayani", "desayangdilayani", "jugamelayani"}),
    "petugas": frozenset({"petugaspenerusan"}),
}
REQUIRED = ("nama", "desa")
TITLES = frozenset({"sekretaris", "bendahara"})  # said in lists; here they do what every member does
_ROLES = {
    "": None,
    "ketua": Role.CHAIR,
    "anggota": Role.VOLUNTEER,
    "relawan": Role.VOLUNTEER,
    "penghubung": Role.VOLUNTEER,
} | dict.fromkeys(TITLES, Role.VOLUNTEER)
# How the column `kanal` names what a number is used for; "telepon" is a number that is only called.
_THROUGH = {"wa": "whatsapp", "whatsapp": "whatsapp", "sms": "sms", "telepon": "", "telp": "", "saja": "", "lalu": ""}
_YES, _NO = (
    frozenset({"ya", "y", "yes", "1", "true", "x", "v", "✓"}),
    frozenset({"tidak", "t", "no", "0", "false", "-"}),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list. `None` says nothing about it; `fault` is why the row cannot be used."""

    number: int  # as the spreadsheet shows it
    name: str
    phone: str = ""
    through: tuple[str, ...] | None = None  # what the number is used for, "whatsapp" and "sms", the preferred first
    email: str = ""
    group: str = ""  # empty: penghubung desa
    village: str = ""  # a code, or a name with or without its district
    role: Role | None = None
    title: str = ""  # one of TITLES
    serves: tuple[str, ...] = ()
    on_duty: bool | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[Row]
    ignored: list[str] = field(default_factory=list)  # headings that we do not know


def parse(content: bytes) -> Listing:
    """PeopleError, one sentence, for a file that is no such list."""
    (_number, headings), *table = sheets.read(content)
    places, ignored = _places(headings)
    return Listing([_row(number, _named(cells, places)) for number, cells in table], ignored)


def _places(headings: list[str]) -> tuple[dict[str, int], list[str]]:
    """Column → its place, and the headings that stand for none."""
    known = {word: column for column, others in COLUMNS.items() for word in {column, *others}}
    places: dict[str, int] = {}
    ignored = []
    for place, heading in enumerate(headings):
        column = known.get(re.sub(r"[\W_]", "", heading.casefold()))
        if column is None or column in places:
            ignored += [heading] if heading else []
        else:
            places[column] = place
    if missing := [column for column in REQUIRED if column not in places]:
        raise PeopleError(
            _("Kolom “%(column)s” tidak ada. Baris pertama harus berisi judul kolom: %(columns)s.")
            % {"column": "”, “".join(missing), "columns": ", ".join(COLUMNS)}
        )
    return places, ignored


def _named(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    return {column: cells[place] if place < len(cells) else "" for column, place in places.items()}


def _row(number: int, cells: dict[str, str]) -> Row:
    role, duty = cells.get("peran", "").casefold(), cells.get("petugas", "").casefold()
    return Row(
        number=number,
        name=cells["nama"],
        phone=_phone(cells.get("telepon", "")),
        through=_through(cells.get("kanal", "")),
        email=cells.get("email", ""),
        group=cells.get("kim", ""),
        village=cells["desa"],
        role=_ROLES.get(role),
        title=role if role in TITLES else "",
        serves=tuple(part.strip() for part in cells.get("melayani", "").split(";") if part.strip()),
        on_duty=True if duty in _YES else False if duty in _NO else None,
        fault=_fault(cells, role, duty),
    )


def _phone(cell: str) -> str:
    """With the leading zero that spreadsheets take from numbers."""
    digits = re.sub(r"\D", "", cell)
    return f"0{digits}" if digits.startswith("8") and "+" not in cell else cell


def _through(cell: str) -> tuple[str, ...] | None:
    words = re.findall(r"\w+", cell.casefold())
    return tuple(dict.fromkeys(filter(None, (_THROUGH.get(word) for word in words)))) if words else None


def _fault(cells: dict[str, str], role: str, duty: str) -> str:
    """Why the row says nothing that we could use; empty when it does."""
    formula = next((column for column, cell in cells.items() if cell.startswith(("=", "#"))), None)
    if formula:
        return _("kolom “%(column)s” berisi rumus; ganti dengan nilainya") % {"column": formula}
    if not cells["nama"]:
        return _("nama kosong")
    if len(cells["nama"]) > 120 or len(cells.get("kim", "")) > 120:
        return _("nama lebih dari 120 huruf")
    if not cells["desa"]:
        return _("desa kosong; tulis kodenya, atau “Nama desa, Kecamatan”")
    if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", cells.get("telepon", ""), re.IGNORECASE):
        return _("nomor telepon dirusak Excel; ubah kolomnya menjadi Teks dan tulis lagi nomornya")
    return _through_fault(cells.get("kanal", "")) or _role_fault(role, duty, cells.get("kim", ""))


def _through_fault(cell: str) -> str:
    unknown = [word for word in re.findall(r"\w+", cell.casefold()) if word not in _THROUGH]
    if unknown:
        return _("kanal “%(word)s” tidak dikenal; tulis WhatsApp, SMS, atau telepon") % {"word": unknown[0]}
    return ""


def _role_fault(role: str, duty: str, group: str) -> str:
    if role not in _ROLES:
        return _("peran “%(role)s” tidak dikenal; tulis ketua, sekretaris, bendahara, atau anggota") % {"role": role}
    if role == "ketua" and not group:
        return _("ketua tanpa KIM; isi kolom kim")
    if duty and duty not in _YES | _NO:
        return _("kolom petugas harus ya atau tidak")
    return ""


def examples(villages: list[str]) -> list[list[str]]:
    """The headings, and rows that show how to fill them in, in these villages (codes or names); invented people."""
    one, two, three = [*villages, "", "", ""][:3]
    return [
        list(COLUMNS),
        ["Siti Aminah", "0812-3456-7890", "WhatsApp, SMS", "siti@contoh.id", "KIM Melati", one, "ketua", two, "ya"],
        ["Rahmat Hidayat", "0813-2222-3333", "SMS", "", "KIM Melati", one, "anggota", "", "tidak"],
        ["Nurlela", "0852-1111-2222", "telepon", "", "", three, "", "", "ya"],
    ]


def as_csv(table: list[list[str]]) -> bytes:
    """With the mark that makes Excel read UTF-8, and Indonesia's semicolons."""
    page = io.StringIO()
    csv.writer(page, delimiter=";").writerows(table)
    return page.getvalue().encode("utf-8-sig")


def as_xlsx(table: list[list[str]]) -> bytes:
    """Every column is text, so that numbers keep their zero."""
    book = Workbook()
    sheet = book.active
    for line in table:
        sheet.append(line)
    for column in sheet.iter_cols(max_row=200):
        sheet.column_dimensions[column[0].column_letter].width = 24
        for cell in column:
            cell.number_format = "@"
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()
