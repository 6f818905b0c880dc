"""Where everything of one embedded server lies.

| place below the home   | owner        | what                                                   |
|------------------------|--------------|--------------------------------------------------------|
| `data/`                | the server's | PostgreSQL's own folder, 0700                          |
| `run/`                 | the server's | the socket, 0700; below /tmp when the path is too long |
| `gate users server`    | ours         | locks, see `server`                                    |
| `log`, `for`           | ours         | what the server says; whose data folder this is        |
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

from jembatan.postgres.account import Account
from jembatan.postgres.errors import PostgresError

ROLE = NAME = "jembatan"
PORT = 5432  # only a part of the socket's name: nothing listens on TCP
ELSEWHERE = Path("/var/lib/jembatan")  # for root, when the server's user cannot enter the data folder
SOCKET_MAX = 103  # bytes of a socket's path, the smallest of Linux (107) and macOS (103)


def digest(data: Path) -> str:
    """A short name for a data folder, the same for the same path."""
    return hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]


def elsewhere(account: Account) -> Path:
    """The folder for what the server's user cannot reach in its place; made when missing, its mode left alone else."""
    if not ELSEWHERE.exists():
        ELSEWHERE.mkdir(parents=True, exist_ok=True)
        ELSEWHERE.chmod(0o711)
    if not account.can_enter(ELSEWHERE):
        raise PostgresError(
            f"Pengguna {account.name} tidak dapat memasuki {ELSEWHERE}; jalankan chmod 711 {ELSEWHERE}."
        )
    return ELSEWHERE


def home(data: Path) -> Path:
    """The server's folder: a real folder, or a link to one below ELSEWHERE."""
    return data.resolve() / "postgres"


def sockets(data: Path) -> Path:
    """The folder of the socket, short enough whatever the length of the project's path."""
    inside = home(data) / "run"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_MAX:
        return inside
    # Not TMPDIR, which differs between sessions. `owned_folder` refuses one that somebody else made there.
    return Path("/tmp") / f"jembatan-{os.geteuid()}-{digest(data)}"  # noqa: S108


def connection(data: Path) -> dict[str, str | int]:
    """How to connect, in psycopg's words."""
    return {"host": str(sockets(data)), "port": PORT, "dbname": NAME, "user": ROLE}


def database_url(data: Path) -> str:
    """What DATABASE_URL would be. The folder is in the query: as a host, URL parsers lower its case."""
    return f"postgresql://{ROLE}@:{PORT}/{NAME}?host={quote(str(sockets(data)))}"
