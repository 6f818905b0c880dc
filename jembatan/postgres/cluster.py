"""Makes a cluster and starts a server on it; knows nothing of who uses it."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from jembatan.postgres import death
from jembatan.postgres.account import Account, current
from jembatan.postgres.errors import PostgresError
from jembatan.postgres.places import NAME, PORT, ROLE

SUPERUSER = "postgres"

# In postgresql.conf, where the operator may change them. Sized for 2 cores and 2 GB shared with the web and the worker.
# The log keeps neither statements nor details of an error: they hold personal data.
TUNING = {
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "maintenance_work_mem": "64MB",
    "work_mem": "8MB",
    "random_page_cost": "1.1",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "15min",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
BUILTIN_LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # from version 17 on
FAST = {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal"}
FAST |= {"max_wal_senders": "0"}  # minimal allows none
SETUP = f"CREATE ROLE {ROLE} LOGIN CREATEDB\nCREATE DATABASE {NAME} OWNER {ROLE}\n"


def create(target: Path, binaries: Path, major: int, account: Account, *, durable: bool) -> None:
    """Make a cluster with our role and database. It appears whole or not at all: made beside, then renamed."""
    draft = target.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    account.owned_folder(draft)
    options = [f"--username={SUPERUSER}", "--auth=reject", "--encoding=UTF8", "--locale=C"]
    options += BUILTIN_LOCALE if major >= 17 else []
    options += [f"--set={name}={value}" for name, value in TUNING.items()] + ([] if durable else ["--no-sync"])
    _finish([binaries / "bin/initdb", *options, "--pgdata", draft], account)
    _finish([binaries / "bin/postgres", "--single", "-F", "-D", draft, SUPERUSER], account, feed=SETUP)
    draft.rename(target)


def _finish(command: list[str | Path], account: Account, feed: str = "") -> None:
    """Run to the end; a single-user server says ERROR and still exits with 0."""
    around = _surroundings(account, signal.SIGKILL)
    done = subprocess.run(command, input=feed, capture_output=True, text=True, check=False, **around)
    if done.returncode or "ERROR:" in done.stderr:
        last = (done.stderr.strip() or "tanpa pesan").splitlines()[-1]
        raise PostgresError(f"Basis data tidak dapat dibuat: {last}")


def start(
    cluster: Path, binaries: Path, sockets: Path, account: Account, *, durable: bool, lock: int
) -> subprocess.Popen[bytes]:
    """Start the server as our child. Every process of it inherits the lock: it is free when the last is gone."""
    _write_access(cluster, account)
    folder = str(sockets).replace('"', '""')
    fixed = {"listen_addresses": "", "port": str(PORT), "unix_socket_permissions": "0700"}
    fixed |= {"unix_socket_directories": f'"{folder}"'} | ({} if durable else FAST)
    options = [part for name, value in fixed.items() for part in ("-c", f"{name}={value}")]
    return subprocess.Popen(
        [binaries / "bin/postgres", "-D", cluster, *options],
        stdin=subprocess.DEVNULL,
        pass_fds=[lock],
        **_surroundings(account, signal.SIGINT),
    )


def stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; when that does not end, the immediate one, from which the next start recovers."""
    for number, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        server.send_signal(number)
        try:
            server.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue


def ready(cluster: Path) -> bool:
    """Whether the server says in its own file that it takes connections."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def clear(cluster: Path, sockets: Path) -> None:
    """Remove what a killed server left. Only when no process of it is alive: a stale file with the number of a
    stranger's process (after a reboot, in a container) would otherwise keep PostgreSQL from starting."""
    for left in [cluster / "postmaster.pid", *sockets.glob(".s.PGSQL.*")]:
        left.unlink(missing_ok=True)


def _write_access(cluster: Path, account: Account) -> None:
    """Who may connect: the local user that started us, and nobody else; the kernel says who is asking (peer)."""
    me = current().name
    rules = {
        "pg_hba.conf": f"local all {ROLE},{SUPERUSER} peer map=jembatan\n",
        "pg_ident.conf": f'jembatan "{me}" {ROLE}\njembatan "{me}" {SUPERUSER}\n',
    }
    for name, text in rules.items():
        path = cluster / name
        path.write_text(f"# Written at every start.\n{text}")
        os.chown(path, account.uid, account.gid)


def _surroundings(account: Account, at_death: signal.Signals) -> dict[str, Any]:
    """Nothing of our environment, the server's user, and an end together with us."""
    quiet = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    return {"cwd": "/", "env": quiet, "umask": 0o077, "preexec_fn": death.with_parent(at_death), **account.identity()}
