"""What the rows of a list say."""

import pytest

from jembatan.people import lists
from jembatan.people.errors import PeopleError
from jembatan.people.lists import Row
from jembatan.people.roles import Role


def parse(text: str) -> lists.Listing:
    return lists.parse(text.encode())


def only(text: str) -> Row:
    (row,) = parse(text).rows
    return row


def test_every_column_is_understood():
    row = only(
        "nama,telepon,email,kim,desa,peran,melayani,petugas\n"
        'Siti,0812-3456-7890,s@x.id,KIM Melati,16.06.01.2001,Ketua,"16.06.01.2002 ; Lais, Lais",Ya\n'
    )

    assert row == Row(
        number=2,
        name="Siti",
        phone="0812-3456-7890",
        email="s@x.id",
        group="KIM Melati",
        village="16.06.01.2001",
        role=Role.CHAIR,
        serves=("16.06.01.2002", "Lais, Lais"),
        on_duty=True,
    )


def test_headings_come_in_any_order_case_and_spelling():
    row = only("DESA / KELURAHAN,Alamat E-mail,Jabatan,No. HP,Nama Lengkap\nLais,s@x.id,Bendahara,0812,Siti\n")

    assert (row.village, row.email, row.role, row.phone, row.name) == ("Lais", "s@x.id", Role.VOLUNTEER, "0812", "Siti")


@pytest.mark.parametrize(
    ("role", "title"), [("Bendahara", "bendahara"), ("sekretaris", "sekretaris"), ("anggota", ""), ("", "")]
)
def test_a_title_that_is_no_role_here_is_remembered(role, title):
    assert only(f"nama,desa,peran\nSiti,Lais,{role}\n").title == title


def test_unknown_headings_are_told():
    assert parse("nama,desa,umur,\nSiti,Lais,40,x\n").ignored == ["umur"]


@pytest.mark.parametrize(("text", "missing"), [("nama\nSiti\n", "desa"), ("x,y\n1,2\n", "nama”, “desa")])
def test_a_missing_column_is_told_in_one_sentence(text, missing):
    with pytest.raises(PeopleError, match=f"Kolom “{missing}” tidak ada"):
        parse(text)


def test_a_row_shorter_than_the_headings_is_filled_up():
    assert only("nama,desa,peran\nSiti,Lais\n").role is None


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("81234567890", "081234567890"),
        ("812-3456-7890", "081234567890"),
        ("0812-3456-7890", "0812-3456-7890"),
        ("+62 812", "+62 812"),
        ("0711 321123", "0711 321123"),
    ],
)
def test_the_zero_that_excel_took_comes_back(cell, phone):
    assert only(f"nama,desa,telepon\nSiti,Lais,{cell}\n").phone == phone


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",Lais,,,,", "nama kosong"),
        ("Siti,,,,,", "desa kosong"),
        ("=A1,Lais,,,,", "“nama” berisi rumus"),
        ("Siti,#REF!,,,,", "“desa” berisi rumus"),
        ("Siti,Lais,8.12346E+10,,,", "dirusak Excel"),
        ("Siti,Lais,,Maju,lurah,", "peran “lurah” tidak dikenal"),
        ("Siti,Lais,,,ketua,", "ketua tanpa KIM"),
        ("Siti,Lais,,,,mungkin", "petugas harus ya atau tidak"),
        ("x" * 121 + ",Lais,,,,", "120 huruf"),
        ("Siti,Lais,,Maju,anggota,tidak", ""),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row, fault):
    found = only(f"nama,desa,telepon,kim,peran,petugas\n{row}\n").fault

    assert fault in found
    assert bool(found) is bool(fault)


@pytest.mark.parametrize(("cell", "duty"), [("ya", True), ("Y", True), ("tidak", False), ("", None)])
def test_who_is_on_duty(cell, duty):
    assert only(f"nama,desa,petugas\nSiti,Lais,{cell}\n").on_duty is duty


def test_the_two_examples_say_the_same_and_are_in_order():
    table = lists.examples(["16.06.01.2001", "16.06.01.2002", "Lumpatan, Sekayu"])

    from_csv, from_xlsx = lists.parse(lists.as_csv(table)), lists.parse(lists.as_xlsx(table))

    assert from_csv == from_xlsx
    assert [row.fault for row in from_csv.rows] == ["", "", ""]
    assert lists.as_csv(table).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("cell", "through"),
    [("", None), ("WA", ("whatsapp",)), ("SMS lalu WhatsApp", ("sms", "whatsapp")), ("telepon saja", ())],
)
def test_a_column_says_what_the_number_is_used_for(cell, through):
    row = only(f"nama;desa;telepon;kanal\nSiti;2001;0812-3456-7890;{cell}\n")

    assert (row.through, row.fault) == (through, "")


def test_a_channel_that_there_is_not_is_refused():
    row = only("nama;desa;kanal\nSiti;2001;faksimile\n")

    assert row.fault == "kanal “faksimile” tidak dikenal; tulis WhatsApp, SMS, atau telepon"
