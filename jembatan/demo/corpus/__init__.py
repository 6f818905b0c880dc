"""The texts of the demo, written for it: thirty releases, and what invented people say."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jembatan.releases import parsing

HERE = Path(__file__).parent


@cache
def words() -> dict[str, Any]:
    """The lists of people.yaml."""
    lists: dict[str, Any] = yaml.safe_load((HERE / "people.yaml").read_text())
    return lists


@cache
def words_of_voices() -> dict[str, Any]:
    """What invented citizens say and offices answer, by topic."""
    said: dict[str, Any] = yaml.safe_load((HERE / "voices.yaml").read_text())
    return said


def texts(folder: str = ".") -> list[tuple[parsing.Parsed, dict[str, Any]]]:
    """Every release of the folder in the order of its numbers: its text, and the whole front matter."""
    paths = sorted((HERE / folder).glob("[0-9]*.md"))
    return [(parsing.read(path), yaml.safe_load(path.read_text().split("---\n")[1])) for path in paths]
