"""Where things lie: pure, and short enough for a socket."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from jembatan import environment, postgres
from jembatan.postgres import places


@pytest.mark.parametrize("depth", [1, 12])
def test_sockets_fit_whatever_the_length_of_the_path(tmp_path: Path, depth: int) -> None:
    data = tmp_path.joinpath(*["kabupaten musi banyuasin"] * depth)

    socket = places.sockets(data) / f".s.PGSQL.{places.PORT}"

    assert len(os.fsencode(socket)) <= places.SOCKET_MAX
    assert not data.exists()


def test_sockets_of_two_folders_differ(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)

    assert places.sockets(long / "a") != places.sockets(long / "b")


def test_database_url_says_the_same_to_the_driver_and_to_django() -> None:
    data = Path("/srv/Muba & kota/var")

    driver = conninfo_to_dict(postgres.database_url(data))
    django = environment.database("", data)

    expected = postgres.connection(data) | {"port": "5432"}
    assert driver == expected
    assert {key: django[key] for key in ("HOST", "PORT", "NAME", "USER")} == {
        "HOST": expected["host"],
        "PORT": expected["port"],
        "NAME": expected["dbname"],
        "USER": expected["user"],
    }


def test_two_copies_in_two_folders_do_not_disturb_each_other(folders: Path) -> None:
    one, two = folders / "one", folders.joinpath("two", *["long" * 12] * 3)
    with postgres.running(one, durable=False), postgres.running(two, durable=False) as second:
        with psycopg.connect(postgres.database_url(one)) as connection:
            connection.execute("CREATE TABLE only_here AS SELECT 1")
        with psycopg.connect(postgres.database_url(two)) as connection:
            found = connection.execute("SELECT to_regclass('only_here')").fetchone()

    assert found == (None,)
    assert not second.alive()
    assert urlsplit(postgres.database_url(two)).query.startswith("host=/tmp/jembatan-")
