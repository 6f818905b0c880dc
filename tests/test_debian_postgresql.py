"""The main job on a server of Debian's own PostgreSQL: `DATABASE_URL` is all that differs."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jembatan.postgres import account

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
pytestmark = pytest.mark.skipif(not PROGRAMS, reason="no PostgreSQL of Debian's here (make test installs it as root)")
NEWS = "Pasar murah dibuka\nJumat, 16 Juni 2023\n1273\nPasar murah dibuka di lapangan kecamatan.\n"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A cluster of this module's own, with a password, on a free port of the loopback address."""
    user = account.of_the_server()
    folder = Path(tempfile.mkdtemp(prefix="jembatan-"))
    folder.chmod(0o777)
    secret = folder / "secret"
    secret.write_text("rahasia")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    how: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, **user.identity()}
    make = ["initdb", "-D", "data", "-U", "jembatan", "-A", "scram-sha-256", "--pwfile", "secret", "-E", "UTF8"]
    subprocess.run([PROGRAMS[-1] / make[0], *make[1:], "--locale=C"], check=True, **how)
    options = ["-D", "data", "-p", str(port), "-k", "", "-c", "listen_addresses=127.0.0.1", "-F"]
    process = subprocess.Popen(
        [PROGRAMS[-1] / "postgres", *options], cwd=folder, stderr=subprocess.DEVNULL, **user.identity()
    )
    address = f"postgresql://jembatan:rahasia@127.0.0.1:{port}"
    wait_for(f"{address}/postgres")
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE jembatan")
    yield f"{address}/jembatan"
    process.terminate()
    process.wait()
    shutil.rmtree(folder)


def wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not answer")


def jembatan(url: str, data: Path, *words: str) -> str:
    environment = os.environ | {"DATABASE_URL": url, "JEMBATAN_DATA": str(data)}
    command = [sys.executable, "-c", "from jembatan.cli import main; main()", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_an_office_begins_and_publishes_on_it(url: str, tmp_path: Path) -> None:
    (tmp_path / "pasar.txt").write_text(NEWS)

    link = jembatan(url, tmp_path / "var", "init", "--area", "16.06")
    made = json.loads(
        jembatan(
            url, tmp_path / "var", "release", "publish", str(tmp_path / "pasar.txt"), "--to", "16.06", "--yes", "--json"
        )
    )
    reach = json.loads(jembatan(url, tmp_path / "var", "reach", str(made["id"]), "--json"))

    assert "/akun/tautan/" in link
    assert made["villages"] == 242
    assert (reach["villages"], reach["states"]["none"], len(reach["unreached"])) == (242, 242, 242)
    assert not (tmp_path / "var" / "postgres").exists()
