"""The embedded server with real processes: who may come in, who stops it, and what a kill -9 leaves."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from jembatan import postgres
from jembatan.postgres import binaries, cluster, locks, places
from jembatan.postgres.account import of_the_server

AS_ROOT = os.geteuid() == 0
HOLD = """
import sys, time
from pathlib import Path
from jembatan import postgres
with postgres.running(Path(sys.argv[1]), durable=False):
    print("up", flush=True)
    time.sleep(600)
"""


def ask(data: Path, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(postgres.database_url(data), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def holder(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the server until it is killed."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    process.stdout.close()
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


def wait_until_gone(home: Path) -> None:
    """Until no process of the server is alive: each holds this lock."""
    with locks.held(home / "server", locks.EXCLUSIVE, 10):
        return


def postmaster(home: Path) -> int:
    return int((home / "data/postmaster.pid").read_text().splitlines()[0])


def left_behind(home: Path) -> list[str]:
    """Processes that name the folder, and sockets in it."""
    listing = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if str(home) in line] + [str(path) for path in home.glob("run/*")]


@pytest.fixture
def data(server_data: Path) -> Path:
    """A data folder with a cluster, not running."""
    return server_data


def test_running_serves_inside_the_block_only(data: Path) -> None:
    with postgres.running(data, durable=False) as server:
        rows = ask(data, "SELECT current_user, current_database(), current_setting('server_encoding')")
        alive = server.alive()

    assert (rows, alive) == ([("jembatan", "jembatan", "UTF8")], True)
    assert (server.alive(), left_behind(server.home)) == (False, [])


def test_running_collates_by_code_point_and_knows_unicode(data: Path) -> None:
    with postgres.running(data, durable=False):
        rows = ask(data, "SELECT upper('é'), 'Z' < 'a', ts_lexize('indonesian_stem', 'penerusan')::text")

    assert rows[0][:2] == ("É", True)


def test_running_listens_on_no_network(data: Path) -> None:
    with postgres.running(data, durable=False):
        rows = ask(data, "SELECT current_setting('listen_addresses'), current_setting('unix_socket_permissions')")

    assert rows == [("", "0700")]


def test_the_role_is_no_superuser_but_may_make_databases(data: Path) -> None:
    with postgres.running(data, durable=False):
        rows = ask(data, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")

    assert rows == [(False, True)]


def test_the_last_one_out_stops_it(data: Path) -> None:
    other = holder(data)
    try:
        with postgres.running(data, durable=False) as server:
            first = postmaster(server.home)
        assert server.alive()
        assert postmaster(server.home) == first
    finally:
        kill(other)

    wait_until_gone(server.home)
    assert left_behind(server.home) == []


def test_the_first_one_out_leaves_it_to_the_other(data: Path) -> None:
    first = holder(data)
    with postgres.running(data, durable=False) as server:
        kill(first)
        time.sleep(1.2)  # two looks of the keeper
        rows = ask(data, "SELECT 1")

    assert rows == [(1,)]
    assert not server.alive()


def test_kill_of_the_user_stops_the_server_and_keeps_the_data(data: Path) -> None:
    with postgres.running(data, durable=False) as server:
        ask(data, "CREATE TABLE kept AS SELECT 7 AS n")
    user = holder(data)

    kill(user)
    wait_until_gone(server.home)

    assert left_behind(server.home) == []
    with postgres.running(data, durable=False):
        assert ask(data, "SELECT n FROM kept") == [(7,)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_kill_of_the_keeper_stops_the_server(data: Path) -> None:
    user = holder(data)
    home = places.home(data).resolve()
    try:
        os.kill(int((home / "server").read_text()), signal.SIGKILL)
        wait_until_gone(home)
        assert left_behind(home) == []
    finally:
        kill(user)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_the_lock_is_held_until_the_last_process_is_gone(data: Path) -> None:
    with postgres.running(data, durable=False) as server:
        stuck = postmaster(server.home)
        os.kill(stuck, signal.SIGSTOP)
        os.kill(int((server.home / "server").read_text()), signal.SIGKILL)
        time.sleep(0.5)

        still = server.alive()
        os.kill(stuck, signal.SIGCONT)

        assert still
        wait_until_gone(server.home)


def test_kill_of_the_postmaster_is_recovered_from(data: Path) -> None:
    with postgres.running(data, durable=False) as server:
        ask(data, "CREATE TABLE recovered AS SELECT 8 AS n")
        os.kill(postmaster(server.home), signal.SIGKILL)
        wait_until_gone(server.home)

        server.ensure()

        assert ask(data, "SELECT n FROM recovered") == [(8,)]


def test_stale_files_with_the_number_of_a_strangers_process_do_not_keep_it_from_starting(data: Path) -> None:
    home = places.home(data).resolve()
    sleeper = subprocess.Popen(["sleep", "60"], **_as_server())
    lines = f"{sleeper.pid}\n{home / 'data'}\n1\n5432\n{home / 'run'}\n\n0 0\nready   \n"
    (home / "data/postmaster.pid").write_text(lines)
    try:
        with postgres.running(data, durable=False):
            rows = ask(data, "SELECT 1")
    finally:
        sleeper.kill()
        sleeper.wait()

    assert rows == [(1,)]


def _as_server() -> dict[str, object]:
    return dict(of_the_server().identity())


def test_no_mode_of_a_parent_changes_and_ours_are_closed(data: Path) -> None:
    parents = {path: stat.S_IMODE(path.stat().st_mode) for path in [data, *data.parents]}

    with postgres.running(data, durable=False) as server:
        after = {path: stat.S_IMODE(path.stat().st_mode) for path in parents}
        modes = [stat.S_IMODE((server.home / name).stat().st_mode) for name in ("data", "run", "log", "gate")]

    assert after == parents
    assert modes == [0o700, 0o700, 0o600, 0o600]


def test_a_broken_first_start_leaves_no_half_cluster(server_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = places.home(server_data).resolve()
    (home / "data").rename(home / "kept")
    monkeypatch.setattr(cluster, "SETUP", "CREATE NONSENSE\n")
    try:
        with pytest.raises(postgres.PostgresError, match="tidak dapat dibuat"), postgres.running(server_data):
            pass
        assert not (home / "data").exists()
    finally:
        (home / "kept").rename(home / "data")


def test_data_of_an_unknown_version_is_refused_in_one_sentence(data: Path) -> None:
    mark = places.home(data) / "data/PG_VERSION"
    mark.write_text("9\n")
    try:
        with pytest.raises(postgres.PostgresError, match="dibuat PostgreSQL 9"), postgres.running(data):
            pass
    finally:
        mark.write_text(f"{max(binaries.installed())}\n")


def test_data_of_an_older_version_runs_with_its_own_programs(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = binaries.installed()
    oldest = min(both)
    monkeypatch.setattr(binaries, "installed", lambda: {oldest: both[oldest]})
    with postgres.running(folders / "old", durable=False):
        pass
    monkeypatch.undo()

    with postgres.running(folders / "old", durable=False):
        rows = ask(folders / "old", "SELECT current_setting('server_version_num')::int / 10000")

    assert rows == [(oldest,)]
