"""Markdown in, clean HTML out."""

import re
from html.parser import HTMLParser

import pytest

from jembatan.releases.markdown import to_html, to_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Judul\n\nIsi **tebal**", "<h2>Judul</h2>\n<p>Isi <strong>tebal</strong></p>\n"),
        ("##### Kecil", "<h4>Kecil</h4>\n"),
        ("3. tiga\n4. empat", '<ol start="3">\n<li>tiga</li>\n<li>empat</li>\n</ol>\n'),
        ("~~lama~~", "<p><s>lama</s></p>\n"),
        ("[tanya](tel:112)", '<p><a href="tel:112" rel="noopener nofollow">tanya</a></p>\n'),
        ("| a | b |\n|--:|---|\n| 1 | 2 |", None),
    ],
)
def test_markdown_becomes_html(text, html):
    found = to_html(text)

    assert found == html if html else "<td>1</td>" in found


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html;base64,PHNjcmlwdD4=)",
        "![gambar](https://luar.example/pelacak.png)",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
        "<style>body{display:none}</style>",
        "[x](https://x.example 'a\" onmouseover=alert(1)')",
    ],
)
def test_nothing_that_acts_or_fetches_comes_through(text):
    found = Tags()
    found.feed(to_html(text))

    assert found.tags <= {"p", "a"}
    assert found.attributes <= {("href", "https"), ("rel", "noopener nofollow"), ("title", "a")}


class Tags(HTMLParser):
    """The tags of an HTML text, and its attributes with the beginning of their values."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, re.split('[:"]', value or "")[0]) for name, value in attrs}


def test_table_keeps_no_style_attribute():
    head, row = "<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>", "<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>"

    assert to_html("| a |\n|--:|\n| 1 |") == f"<table>\n{head}\n{row}\n</table>\n"


def test_text_is_without_marks_and_entities():
    assert to_text("## Judul\n\n**A** & B < C") == "Judul\nA & B < C"
