"""Tables as spreadsheet programs write them, and files that are none."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from jembatan.people import sheets
from jembatan.people.errors import PeopleError

TABLE = [(1, ["nama", "telepon"]), (2, ["Ibu Désirée", "0812"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_csv_is_read_whatever_wrote_it(delimiter, encoding, end):
    text = end.join(delimiter.join(cells) for _number, cells in TABLE) + end

    assert sheets.read(text.encode(encoding)) == TABLE


def workbook(*rows) -> bytes:
    book, page = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(page)
    return page.getvalue()


def test_a_workbook_says_numbers_without_their_point():
    content = workbook(["nama", "telepon"], [" Siti   Aminah ", 81234567890.0], ["Budi", 81234567891])

    assert sheets.read(content) == [
        (1, ["nama", "telepon"]),
        (2, ["Siti Aminah", "81234567890"]),
        (3, ["Budi", "81234567891"]),
    ]


def test_empty_rows_keep_the_numbers_of_the_others():
    content = b"nama\n\n  \nSiti\n"

    assert sheets.read(content) == [(1, ["nama"]), (4, ["Siti"])]


def test_formulas_stay_recognisable_and_excels_text_trick_is_undone():
    content = workbook(["nama", "telepon"], ["=A1", "x"])

    assert sheets.read(content)[1] == (2, ["=A1", "x"])
    assert sheets.read(b'nama,telepon\nSiti,"=""0812"""\n')[1] == (2, ["Siti", "0812"])


def zipped(size: int) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * size)
    return page.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (b"\n\n", "kosong"),
        (b"nama,desa\n", "kosong"),
        (b"x" * (5 * 1024 * 1024 + 1), "lebih dari 5 MB"),
        (b"nama\n" + b"Siti\n" * 5001, "lebih dari 5.000 baris"),
        (b"\xd0\xcf\x11\xe0 old", "Excel lama"),
        (b"nama\0,\0\n", "bukan daftar"),
        (b"PK\x03\x04 broken", "tidak terbaca"),
        (zipped(100), "tidak terbaca"),
        (zipped(61 * 1024 * 1024), "terlalu besar"),
    ],
    ids=["empty", "blank", "headings only", "big", "long", "xls", "binary", "no zip", "no workbook", "bomb"],
)
def test_what_is_no_list_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(PeopleError, match=sentence) as caught:
        sheets.read(content)

    assert "\n" not in str(caught.value)


def test_five_thousand_rows_are_enough_and_allowed():
    assert len(sheets.read(b"nama\n" + b"Siti\n" * 5000)) == 5001
