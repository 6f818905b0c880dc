"""Who runs the server: whoever starts us; for root, whom PostgreSQL refuses, a system user of its own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from jembatan.postgres.errors import PostgresError

SYSTEM_USER = "jembatan-postgres"


class Identity(TypedDict, total=False):
    """The words in which Popen changes the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """A local user: the one that the server's processes have."""

    name: str
    uid: int
    gid: int

    def identity(self) -> Identity:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Tried, not computed from modes: access lists and mount options count too."""
        command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
        quiet = subprocess.DEVNULL
        tried = subprocess.run(command, cwd="/", stdout=quiet, stderr=quiet, check=False, **self.identity())
        return tried.returncode == 0

    def owned_folder(self, path: Path) -> None:
        """Make a folder that only this user enters; one that somebody else made is refused."""
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if path.is_symlink() or found.st_uid not in {self.uid, os.geteuid()}:
            raise PostgresError(f"Folder {path} milik pengguna lain; hapus folder itu, lalu coba lagi.")
        os.chown(path, self.uid, self.gid)
        path.chmod(0o700)


def current() -> Account:
    """The user that we are; PostgreSQL needs it to have a name."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        uid = os.geteuid()
        raise PostgresError(
            f"Pengguna nomor {uid} tidak bernama di sistem ini; beri nama di /etc/passwd atau setel DATABASE_URL."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def of_the_server() -> Account:
    """The user for the server's processes; as root it is made the first time."""
    if os.geteuid() != 0:
        return current()
    try:
        return _system_user()
    except KeyError:
        _add_system_user()
        return _system_user()


def _system_user() -> Account:
    entry = pwd.getpwnam(SYSTEM_USER)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _add_system_user() -> None:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = [shutil.which("useradd", path=path) or "useradd", *options, "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        if isinstance(error, subprocess.CalledProcessError) and error.returncode == 9:
            return  # another start made it at the same moment
        raise PostgresError(
            f"PostgreSQL menolak berjalan sebagai root dan pengguna sistem {SYSTEM_USER} tidak dapat dibuat; "
            "jalankan sebagai pengguna biasa atau setel DATABASE_URL."
        ) from error
