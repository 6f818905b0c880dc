"""`jembatan run`, `web` and `worker` with real processes: what they refuse, what they end, what they leave."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import psycopg
import pytest

from jembatan import postgres
from jembatan.cli import database
from jembatan.cli.children import Child, children
from jembatan.cli.run import sign_in, way_in
from jembatan.cli.where import NOTE, running
from jembatan.people.roles import Role
from jembatan.postgres import account, binaries, cluster, places
from tests import factories

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def port() -> int:
    """A port that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder; what the server keeps elsewhere for it is removed too."""
    yield tmp_path / "var"
    home = places.home(tmp_path / "var")
    if home.is_symlink():
        subprocess.run(["rm", "-r", home.resolve()], check=True)


def command(name: str, data: Path, port: int, **changes: str) -> subprocess.Popen[str]:
    words = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "JEMBATAN_BASE_URL"}}
    words |= {"JEMBATAN_DATA": str(data), "PORT": str(port)} | changes
    program = f"from jembatan.cli.run import {name}; {name}()"
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", program], env=words, stdout=pipe, stderr=pipe, text=True)


def refused(process: subprocess.Popen[str]) -> str:
    """The sentence of a command that refuses to start."""
    out, sentence = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert "Traceback" not in sentence
    return sentence


def wait_for(process: subprocess.Popen[str], sign: str) -> list[str]:
    """What it says until it says that."""
    said: list[str] = []
    assert process.stdout is not None
    while not (said and sign in said[-1]):
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        said.append(line)
    return said


def processes_naming(*signs: str) -> list[str]:
    listing = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if any(sign in line for sign in signs)]


def left_after(seconds: float, *signs: str) -> list[str]:
    """A killed process needs a moment to be gone."""
    until = time.monotonic() + seconds
    while processes_naming(*signs) and time.monotonic() < until:
        time.sleep(0.02)
    return processes_naming(*signs)


@pytest.mark.parametrize("name", ["run", "web"])
def test_a_port_in_use_is_refused_before_anything_starts(name: str, data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = refused(command(name, data, port))

    assert f"Port {port} tidak dapat dipakai" in sentence
    assert f"PORT={port + 1}" in sentence
    assert not places.home(data).exists()


@pytest.mark.parametrize("url", ["mysql://u:rahasia@h/n", "bukan url", "postgresql://u:rahasia@127.0.0.1:1/n"])
def test_a_broken_database_url_is_refused_before_anything_starts(url: str, data: Path, port: int) -> None:
    sentence = refused(command("run", data, port, DATABASE_URL=url))

    assert "DATABASE_URL" in sentence
    assert len(sentence.splitlines()) == 1
    assert "rahasia" not in sentence


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("postgresql://[x", "tidak terbaca"),
        ("postgresql://h/n?nonsense=1", "tidak terbaca"),
        ("mysql://h/n", "tidak terbaca"),
        ("postgresql://127.0.0.1:1/n", "periksa apakah server berjalan"),
        ("postgresql://tidak.ada.invalid/n", "nama host di DATABASE_URL tidak dikenal"),
    ],
)
def test_check_says_what_to_do_about_an_address(url: str, advice: str) -> None:
    with pytest.raises(click.ClickException, match=advice):
        database.check(url)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on TCP that asks for a password, like one that an office has: host:port."""
    data = tmp_path_factory.mktemp("elsewhere") / "var"
    with postgres.running(data, durable=False) as server, psycopg.connect(postgres.database_url(data)) as connection:
        connection.execute("ALTER ROLE jembatan PASSWORD 'benar'")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    yield from _serve(server.home, port)
    if places.home(data).is_symlink():
        subprocess.run(["rm", "-r", server.home], check=True)


def _serve(home: Path, port: int) -> Iterator[str]:
    user = account.of_the_server()
    folder = binaries.reachable(binaries.for_cluster(home / "data")[1], user)
    rules = home / "data/pg_hba.conf"
    rules.write_text("host jembatan all 127.0.0.1/32 scram-sha-256\nhost postgres all 127.0.0.1/32 scram-sha-256\n")
    options = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", "unix_socket_directories=", "-F"]
    program = [folder / "bin/postgres", "-D", home / "data", *options]
    process = subprocess.Popen(program, cwd="/", stderr=subprocess.DEVNULL, **user.identity())
    while not cluster.ready(home / "data"):
        assert process.poll() is None
        time.sleep(0.02)
    yield f"127.0.0.1:{port}"
    cluster.stop(process)


@pytest.mark.parametrize(
    ("who", "name", "advice"),
    [
        ("jembatan:salah-sandi", "jembatan", "sandi di DATABASE_URL salah"),
        ("jembatan", "jembatan", "server meminta sandi"),
        ("jembatan:benar", "template1", "server menolak"),
    ],
)
def test_check_says_what_a_server_refuses(elsewhere: str, who: str, name: str, advice: str) -> None:
    with pytest.raises(click.ClickException, match=advice) as refusal:
        database.check(f"postgresql://{who}@{elsewhere}/{name}")

    assert "salah-sandi" not in refusal.value.message


def test_check_passes_a_server_that_answers(elsewhere: str) -> None:
    database.check(f"postgresql://jembatan:benar@{elsewhere}/jembatan")


def test_a_crashed_child_is_started_again_after_a_growing_pause() -> None:
    said: list[str] = []
    with children(Child("contoh", [sys.executable, "-c", "raise SystemExit(3)"])) as (child,):
        until = time.monotonic() + 4
        while len(said) < 2 and time.monotonic() < until:
            child.look_after(said.append)
            time.sleep(0.02)

    assert said == [
        "Proses contoh berhenti (kode 3); dimulai lagi dalam 1 detik.",
        "Proses contoh berhenti (kode 3); dimulai lagi dalam 2 detik.",
    ]


def test_children_end_with_their_grandchildren(tmp_path: Path) -> None:
    mark = f"{tmp_path}-mark"
    grandchild = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)', {mark!r}])"
    )
    with children(Child("contoh", [sys.executable, "-c", grandchild])):
        while len(processes_naming(mark)) < 2:
            time.sleep(0.02)

    assert left_after(5, mark) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    mark = f"{tmp_path}-mark"
    program = (
        "import sys, time; from jembatan.cli.children import Child, children\n"
        f"with children(Child('contoh', {SLEEP!r} + [{mark!r}])): print('up', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    wait_for(parent, "up")

    parent.kill()
    parent.wait()
    assert parent.stdout is not None
    parent.stdout.close()

    assert left_after(5, mark) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stoppable_ends_in_order_and_only_once(number: signal.Signals) -> None:
    told = (
        "import os; from contextlib import suppress; from jembatan.cli.children import Stop, stoppable\n"
        "with stoppable(), suppress(Stop):\n"
        f"    try: os.kill(os.getpid(), {int(number)})\n"
        f"    finally: os.kill(os.getpid(), {int(number)}); print('in order')"
    )

    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "in order\n", "")


def test_run_serves_and_leaves_nothing_and_starts_again_after_a_kill(data: Path, port: int) -> None:
    first = command("run", data, port)
    said = wait_for(first, "jembatan init --area")
    assert any(f"http://127.0.0.1:{port} " in line for line in said)
    assert _status(port) == 200
    assert running(data) == f"http://127.0.0.1:{port}"
    first.kill()
    first.communicate(timeout=30)
    _wait_until_nothing_is_left(data, port)

    second = command("run", data, port)
    wait_for(second, "jembatan init --area")
    assert _status(port) == 200
    second.send_signal(signal.SIGINT)
    second.communicate(timeout=30)

    assert second.returncode == 0
    assert not (data / NOTE).exists()
    _wait_until_nothing_is_left(data, port)


@pytest.mark.django_db
def test_after_the_demo_the_next_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    here = "http://127.0.0.1:8123"
    empty = way_in(here)
    factories.regency()
    without_admin = way_in(here)
    factories.person(Role.ADMIN)

    assert (sign_in(here), capsys.readouterr().out) == (False, "")
    assert empty == "Belum ada wilayah. Jalankan: jembatan init --area KODE  (misalnya --area 16.06)"
    assert without_admin == "Belum ada admin. Jalankan: jembatan init --area 16.06 --name NAMA --email SUREL"
    assert way_in(here) == f"Masuk di {here}/akun/masuk/  (tautan baru untuk admin: jembatan admin link)"


def _status(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/healthz")
        return connection.getresponse().status


def _wait_until_nothing_is_left(data: Path, port: int) -> None:
    home = places.home(data).resolve()
    until = time.monotonic() + 10
    while (left := [*processes_naming(str(home)), *home.glob("run/*"), *_listening(port)]) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []


def _listening(port: int) -> list[int]:
    with socket.socket() as probe:
        return [port] if probe.connect_ex(("127.0.0.1", port)) == 0 else []
