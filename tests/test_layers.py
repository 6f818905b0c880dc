"""Imports point down: an app may import the apps before it in this list, never those after it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "jembatan"
DOMAIN = ["audit", "areas", "people", "messages", "releases", "relays", "voices", "insights"]
AUDIENCE = ["accounts", "public", "volunteer", "desk", "api", "demo"]  # they do not import each other
ABOVE = {"cli", "urls", "settings", "wsgi"}  # may import everything


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("jembatan."):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("jembatan."))


def forbidden(app: str) -> set[str]:
    if app in DOMAIN:
        return set(DOMAIN[DOMAIN.index(app) + 1 :]) | set(AUDIENCE) | {"cli", "urls"}
    return set(AUDIENCE) - {app} | {"cli", "urls"}


def apps_of(names: Iterator[str]) -> set[str]:
    return {name.split(".")[1] for name in names}


@pytest.mark.parametrize("app", DOMAIN + AUDIENCE)
def test_app_imports_only_downwards(app: str) -> None:
    files = [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]

    wrong = {(path.name, other) for path in files for other in apps_of(imports(path)) & forbidden(app)}

    assert wrong == set()


def test_every_folder_has_its_place_in_the_layers() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert folders == set(DOMAIN) | set(AUDIENCE) | {"cli", "postgres"}


def test_the_reader_of_imports_finds_what_is_planted(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def f():\n    from jembatan.desk import home\n")

    assert apps_of(imports(planted)) == {"desk"}
