"""Other local users, and what root needs. Most of it can only be tried as root."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from jembatan import postgres
from jembatan.postgres import account, binaries, places

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def said_to(name: str, do: Callable[[], object]) -> str:
    """What happens when another user does it, in a process of its own."""
    entry, (reading, writing) = pwd.getpwnam(name), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
            said = f"ok {do()}"
        except BaseException as error:
            said = f"{type(error).__name__} {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with open(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def connect(data: Path, **changes: str) -> Callable[[], object]:
    words = postgres.connection(data) | changes

    def ask() -> object:
        with psycopg.connect(**words) as connection:  # type: ignore[arg-type]
            return connection.execute("SELECT 1").fetchone()

    return ask


@as_root
def test_another_local_user_cannot_enter_the_folder_of_the_socket(server_data: Path) -> None:
    with postgres.running(server_data, durable=False):
        mine = connect(server_data)()
        theirs = said_to("nobody", connect(server_data))

    assert mine == (1,)
    assert "Permission denied" in theirs


@as_root
@pytest.mark.parametrize("role", ["jembatan", "postgres", "nobody"])
def test_another_local_user_is_refused_even_with_the_folder_open(server_data: Path, role: str) -> None:
    with postgres.running(server_data, durable=False) as server:
        (server.home / "run").chmod(0o755)
        (server.home / "run/.s.PGSQL.5432").chmod(0o777)
        theirs = said_to("nobody", connect(server_data, user=role))

    assert "Peer authentication failed" in theirs or "no pg_hba.conf entry" in theirs


@as_root
def test_the_next_start_closes_an_opened_folder(server_data: Path) -> None:
    run = places.home(server_data) / "run"
    run.mkdir(mode=0o755)

    with postgres.running(server_data, durable=False):
        assert stat.S_IMODE(run.stat().st_mode) == 0o700


@pytest.fixture
def elsewhere(folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for what the server's user cannot reach, removed afterwards."""
    monkeypatch.setattr(places, "ELSEWHERE", folders / "elsewhere")
    return folders / "elsewhere"


@as_root
def test_below_a_closed_folder_root_keeps_the_data_elsewhere_and_says_so(tmp_path: Path, elsewhere: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    said: list[str] = []
    with postgres.running(closed / "var", durable=False, say=said.append) as server:
        mine = connect(closed / "var")()

    assert mine == (1,)
    assert places.home(closed / "var").readlink() == server.home
    assert server.home == elsewhere / places.digest(closed / "var")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert len([line for line in said if str(server.home) in line and "tertutup" in line]) == 1


@as_root
def test_a_copied_link_does_not_share_the_server(tmp_path: Path, elsewhere: Path) -> None:
    tmp_path.chmod(0o700)
    first, copy = tmp_path / "first", tmp_path / "copy"
    with postgres.running(first, durable=False) as server:
        pass
    shutil.copytree(first, copy, symlinks=True)

    with pytest.raises(postgres.PostgresError, match="salinan tautan"), postgres.running(copy):
        pass

    first.rename(tmp_path / "moved")
    with postgres.running(tmp_path / "moved", durable=False) as moved:
        assert (moved.home, moved.home.parent) == (server.home, elsewhere)


@pytest.fixture
def closed_programs(tmp_path: Path, elsewhere: Path) -> Path:
    """The wheel below a folder that only we enter."""
    folder = binaries.installed()[max(binaries.installed())]
    above = tmp_path / "closed"
    above.mkdir(mode=0o700)
    shutil.copytree(folder, above / folder.relative_to(folder.parent.parent), symlinks=True)
    shutil.copytree(folder.parent.parent / f"{binaries.WHEEL}.libs", above / f"{binaries.WHEEL}.libs")
    return above / folder.relative_to(folder.parent.parent)


@as_root
def test_programs_in_a_closed_folder_are_copied_for_the_servers_user(closed_programs: Path, elsewhere: Path) -> None:
    user = account.of_the_server()

    copy = binaries.reachable(closed_programs, user)

    versions = [
        subprocess.run(
            [copy / "bin" / name, "--version"], capture_output=True, text=True, check=True, **user.identity()
        )
        for name in ("postgres", "initdb")
    ]
    assert [int(version.stdout.split()[-1].split(".")[0]) for version in versions] == [max(binaries.installed())] * 2
    assert copy.is_relative_to(elsewhere)
    assert os.access(copy / "share/postgresql/postgres.bki", os.R_OK)


@as_root
def test_a_copy_that_does_not_run_is_not_kept(closed_programs: Path, elsewhere: Path) -> None:
    shutil.rmtree(closed_programs.parent.parent / f"{binaries.WHEEL}.libs")

    with pytest.raises(postgres.PostgresError, match=r"tidak berjalan: .*libpq"):
        binaries.reachable(closed_programs, account.of_the_server())

    assert [place.suffix for place in elsewhere.iterdir() if place.is_dir()] == [".new"]


@as_root
def test_a_folder_in_the_way_that_belongs_to_somebody_else_is_refused(tmp_path: Path) -> None:
    theirs = tmp_path / "run"
    theirs.mkdir()
    os.chown(theirs, pwd.getpwnam("nobody").pw_uid, -1)

    with pytest.raises(postgres.PostgresError, match="milik pengguna lain"):
        account.of_the_server().owned_folder(theirs)


def test_without_a_system_user_root_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "SYSTEM_USER", "jembatan nama salah")

    with pytest.raises(postgres.PostgresError, match="jalankan sebagai pengguna biasa atau setel DATABASE_URL"):
        account.of_the_server()


def test_a_user_without_a_name_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 3_999_999)

    with pytest.raises(postgres.PostgresError, match="tidak bernama"):
        account.of_the_server()
