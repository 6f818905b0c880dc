"""Old telephones read our style sheets: Android 5-8 whose Chrome never gets newer (60 and up), and Opera Mini.

A browser drops what it does not know: a declaration, or a whole rule when it is in the selector, or all in an unknown
block. So what carries layout or legibility is written in words that Chrome 60 knows, or has them as a first value.
Ornaments may be dropped: `:has()` in a rule of its own, `text-wrap`, `accent-color`, a column more on a wide screen.
"""

import gzip
import re
from pathlib import Path

import pytest

import jembatan

SHEETS = {path.name: path.read_text() for path in sorted((Path(jembatan.__file__).parent / "static/css").glob("*.css"))}

# What drops too much, and the Chrome that knows it.
FORBIDDEN = {
    r"@layer": 99,
    r"@container|container-type": 105,
    r"@property|@scope|@starting-style": 118,
    r"@import": 0,  # one request more
    r"(^|[{;}])\s*&": 112,  # nesting
    r":is\(|:where\(": 88,
    r":not\([^()]*,": 88,
    r"(?<![-\w(])inset\s*:": 87,
    r"(margin|padding|border)-(inline|block)": 87,
    r"(?<![-\w])(inline|block)-size\s*:": 57,
    r"color-mix\(|oklch\(|oklab\(|light-dark\(": 111,
    r"\d(d|s|l)v(h|w|min|max)\b": 108,
    r"\(\s*(width|height)\s*[<>]": 104,
    r"(?<![-\w])(translate|rotate|scale)\s*:": 104,
    r"subgrid": 117,
    r"(?<![-\w])revert(-layer)?\b": 84,
    r"\d%\s+\d+%\s*[,)]": 71,  # a colour with two places in a gradient: write it twice
}
NEEDS_PLAIN_VALUE = r'\b(clamp|min|max)\(|^content:\s*"[^"]*"\s*/'  # Chrome 79 and 77
DROPPED_IS_ONE_COLUMN = "grid-template-columns"
# Opera Mini knows no variables: without these a button is not seen to be one.
PLAIN_FOR_OPERA_MINI = {".button, button": "border", ".choice": "border", ".measure rect": "fill", ".tile": "fill"}


def rules(text: str) -> list[tuple[str, list[str]]]:
    """Selectors and declarations of every rule, those inside a media query too."""
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", without_comments(text))
    return [(head.strip(), [part.strip() for part in body.split(";") if part.strip()]) for head, body in found]


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def name_of(declaration: str) -> str:
    return declaration.split(":", maxsplit=1)[0].strip()


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheet_has_nothing_that_old_browsers_drop(sheet: str) -> None:
    text = without_comments(SHEETS[sheet])

    found = {
        f"{match[0].strip()} (Chrome {since})" for what, since in FORBIDDEN.items() for match in re.finditer(what, text)
    }

    assert found == set()


@pytest.mark.parametrize("sheet", SHEETS)
def test_newer_value_comes_after_a_plain_one(sheet: str) -> None:
    missing = [
        f"{head} {{ {part} }}"
        for head, body in rules(SHEETS[sheet])
        for place, part in enumerate(body)
        if re.search(NEEDS_PLAIN_VALUE, part) and name_of(part) != DROPPED_IS_ONE_COLUMN
        if name_of(part) not in [name_of(earlier) for earlier in body[:place]]
    ]

    assert missing == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_newer_selector_takes_no_other_with_it(sheet: str) -> None:
    """One unknown selector drops the whole list: `:has` is Chrome 105, `:focus-visible` 86, the file button 89."""
    newer = re.compile(r":has\(|:focus-visible|::file-selector-button")

    mixed = [
        head
        for head, _ in rules(SHEETS[sheet])
        if newer.search(head) and not all(newer.search(part) for part in re.split(r",(?![^()]*\))", head))
    ]

    assert mixed == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_grid_has_its_gap_by_the_old_name(sheet: str) -> None:
    """`gap` is Chrome 66 in a grid, `grid-gap` 57, and today's browsers know both."""
    bad = [head for head, body in rules(SHEETS[sheet]) if "display: grid" in body and "gap" in map(name_of, body)]

    assert bad == []


def test_flexible_boxes_have_margins_where_gap_is_unknown() -> None:
    assert "@supports not (appearance: none)" in SHEETS["jembatan.css"]


def test_opera_mini_sees_buttons_and_bars() -> None:
    plain = {
        head: name_of(part)
        for text in SHEETS.values()
        for head, body in rules(text)
        for part in body
        if PLAIN_FOR_OPERA_MINI.get(head) == name_of(part) and "var(" not in part
    }

    assert plain == PLAIN_FOR_OPERA_MINI


def test_menu_lies_over_the_page_only_where_details_can_close_it() -> None:
    (inside,) = re.findall(r"@supports \(--a: 0\) \{ (\.menu-phone nav \{[^}]*\}) \}", SHEETS["jembatan.css"])

    assert "position: absolute" in inside
    assert SHEETS["jembatan.css"].count(".menu-phone nav {") == 2


@pytest.mark.parametrize("sheet", ["handling.css", "people.css", "reach.css", "releases.css", "volunteer.css"])
def test_sheets_of_a_page_are_light_over_the_wire(sheet: str) -> None:
    both = [gzip.compress(SHEETS[name].encode(), 9) for name in ("jembatan.css", sheet)]

    assert sum(map(len, both)) <= 8 * 1024
