"""A list between its dry run and its confirmation: sealed in the data folder for an hour, for whoever uploaded it."""

import json
import re
import secrets
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from jembatan.keyring import seal, unseal
from jembatan.people.lists import Listing, Row
from jembatan.people.models import Person
from jembatan.people.roles import Role

HOUR = 3_600


def _folder() -> Path:
    folder: Path = settings.DATA / "lists"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def keep(listing: Listing, by: Person) -> str:
    """Its random name."""
    _sweep()
    name = secrets.token_urlsafe(18)
    content = json.dumps({"by": by.pk, "rows": [asdict(row) for row in listing.rows], "ignored": listing.ignored})
    path = _folder() / name
    path.touch(0o600)
    path.write_bytes(seal(content))
    return name


def fetch(name: str, by: Person) -> Listing | None:
    """The list, if it is this person's and not older than an hour."""
    path = _path(name)
    if path is None or not _young(path):
        return None
    with suppress(FileNotFoundError):
        said = json.loads(unseal(path.read_bytes()))
        return Listing([_row(each) for each in said["rows"]], said["ignored"]) if said["by"] == by.pk else None
    return None


def drop(name: str) -> None:
    if path := _path(name):
        path.unlink(missing_ok=True)


def _path(name: str) -> Path | None:
    return _folder() / name if re.fullmatch(r"[\w-]{24}", name, re.ASCII) else None


def _young(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < HOUR
    except FileNotFoundError:
        return False


def _sweep() -> None:
    for path in _folder().iterdir():
        if not _young(path):
            path.unlink(missing_ok=True)


def _row(said: dict[str, Any]) -> Row:
    role = Role(said["role"]) if said["role"] else None
    return Row(**(said | {"serves": tuple(said["serves"]), "role": role}))
