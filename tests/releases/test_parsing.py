"""Reading releases from files: what is understood, what is refused, and that nothing ever crashes it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jembatan.releases import markdown, parsing
from jembatan.releases.workflow import Refused

NEWS = "Pasar murah dibuka\nJumat, 16 Juni 2023\n1273\nParagraf pertama yang bercerita.\nSEKAYU - Paragraf *kedua*.\n"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def write(folder: Path, content: str | bytes, name: str = "rilis.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        parsing.read(path)
    return str(refused.value)


def test_news_text_has_title_date_views_and_paragraphs(tmp_path: Path) -> None:
    parsed = parsing.read(write(tmp_path, NEWS))

    assert (parsed.title, parsed.original_date, parsed.views) == ("Pasar murah dibuka", date(2023, 6, 16), 1273)
    assert parsed.short == "SEKAYU - Paragraf *kedua*."
    assert parsed.more == {"kind": "story"}


def test_news_text_means_its_signs_literally(tmp_path: Path) -> None:
    parsed = parsing.read(write(tmp_path, "Judul\n1 Mei 2024\n# pagar\n1. satu\n- dua *tiga* <b>\n"))

    assert markdown.to_html(parsed.body) == ("<p># pagar</p>\n<p>1. satu</p>\n<p>- dua *tiga* &lt;b&gt;</p>\n")


def test_news_text_without_views_keeps_its_first_paragraph(tmp_path: Path) -> None:
    parsed = parsing.read(write(tmp_path, "Judul\r\nSenin, 1 Januari 2024\r\n\r\nIsi saja.\r\n"))

    assert (parsed.views, parsed.body) == (0, "Isi saja.")


def test_markdown_takes_its_facts_from_the_front(tmp_path: Path) -> None:
    text = "---\ntitle: Banjir\nkind: alert\nurgency: urgent\ntopics: [bencana]\ntargets: ['16.06']\n"
    text += "deadline_hours: 6\ndate: 2023-06-16\n---\n## Siaga\n\nAir naik.\n"

    parsed = parsing.read(write(tmp_path, text, "rilis.md"))

    assert (parsed.title, parsed.body, parsed.original_date) == ("Banjir", "## Siaga\n\nAir naik.", date(2023, 6, 16))
    assert parsed.more == {
        "kind": "alert",
        "urgency": "urgent",
        "topics": ["bencana"],
        "targets": ["16.06"],
        "relay_hours": 6,
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "rilis.txt: berkasnya kosong. Isi judul, tanggal, dan isi rilis."),
        (b"Judul\xff\n1 Mei 2024\nIsi", "rilis.txt: bukan teks UTF-8. Simpan ulang sebagai UTF-8."),
        (b"Judul\n1 Mei 2024\nIsi\0", "rilis.txt: ini bukan berkas teks."),
        (b"Judul\nkemarin\nIsi", "rilis.txt: baris kedua harus tanggal, misalnya “Jumat, 16 Juni 2023”."),
        (b"Judul\n31 Februari 2024\nIsi", "rilis.txt: baris kedua harus tanggal, misalnya “Jumat, 16 Juni 2023”."),
        (b"Judul\n1 Mei 2024\n17\n", "rilis.txt: isi rilis belum ada. Tulis paragraf di bawah tanggal."),
        (b"J" * 161 + b"\n1 Mei 2024\nIsi", "rilis.txt: judul terlalu panjang (161 huruf). Batasnya 160."),
        (
            b"---\njudul: x\n---\nIsi",
            "rilis.txt: bagian depan harus berupa YAML di antara dua baris “---”, dengan “title”.",
        ),
        (
            b"---\ntitle: x\nkind: gossip\n---\nIsi",
            "rilis.txt: “gossip” tidak dikenal untuk kind. Pilih: policy, announcement, alert, clarification, story.",
        ),
        (b"---\ntitle: x\ndeadline_hours: segera\n---\nIsi", "rilis.txt: “deadline_hours” harus angka 1 sampai 720."),
        (
            b"---\ntitle: x\ndate: kemarin\n---\nIsi",
            "rilis.txt: tanggal “kemarin” tidak terbaca. Tulis seperti 2023-06-16.",
        ),
    ],
)
def test_bad_file_gets_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = write(tmp_path, content)

    assert refusal(path) == sentence


def test_a_file_of_50_mb_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "besar.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    assert refusal(path) == "besar.txt: terlalu besar untuk sebuah rilis. Batasnya 1 MB teks."


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "tidak-ada.txt") == f"{tmp_path / 'tidak-ada.txt'}: berkas tidak ditemukan."


@given(st.text(), st.text(), st.text())
def test_whatever_a_text_says_it_is_read_or_refused(title: str, second: str, rest: str) -> None:
    for text in (f"{title}\n{second}\n{rest}", f"---\n{title}\n---\n{second}"):
        try:
            parsed = parsing.parse(text)
        except Refused:
            continue
        assert len(parsed.title) <= 160
        assert len(parsed.short) <= 160


@given(st.text())
def test_shortened_text_fits_and_begins_alike(text: str) -> None:
    short = parsing.shorten(text)

    assert len(short) <= 160
    assert " ".join(text.split()).startswith(short.removesuffix("…"))


@pytest.mark.skipif(not SEEDS.exists(), reason="the trial texts lie beside the project, not in it")
def test_every_seed_is_read() -> None:
    parsed = [parsing.read(path) for path in sorted(SEEDS.glob("*.txt"))]

    assert [(p.original_date, p.views) for p in parsed] == [(date(2023, 6, 16), 1273)]
