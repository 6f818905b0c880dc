"""Decides where a server lives, once: in the data folder, or elsewhere with a link to it."""

import os
from collections.abc import Callable
from pathlib import Path

from jembatan.postgres import places
from jembatan.postgres.account import of_the_server
from jembatan.postgres.errors import PostgresError


def settle(data: Path, say: Callable[[str], None]) -> Path:
    """The server's real folder, made the first time. No mode of a folder that was there is changed."""
    home = places.home(data)
    if not home.is_symlink() and not home.exists():
        _make(data.resolve(), home, say)
    real = home.resolve()
    if not real.is_dir():
        raise PostgresError(f"{home} menunjuk ke {real} yang tidak ada; pulihkan folder itu, atau hapus tautannya.")
    if not os.access(real, os.W_OK | os.X_OK):
        raise PostgresError(f"{real} milik pengguna lain; jalankan sebagai pengguna yang membuatnya (mungkin root).")
    if home.is_symlink():
        _claim(real, home)
    return real


def _make(data: Path, home: Path, say: Callable[[str], None]) -> None:
    account = of_the_server()
    if not data.exists():
        data.mkdir(parents=True, exist_ok=True)
    if account.can_enter(data):
        _folder(home)
        return
    real = places.elsewhere(account) / places.digest(data)
    _folder(real)
    home.symlink_to(real)
    say(f"Folder {data} tertutup bagi pengguna {account.name}: data PostgreSQL disimpan di {real}.")


def _folder(path: Path) -> None:
    """As root the server's user must pass through it to its own folders; it cannot list or write it."""
    path.mkdir(exist_ok=True)
    path.chmod(0o711 if os.geteuid() == 0 else 0o700)


def _claim(real: Path, home: Path) -> None:
    """A copied project brings a copied link: two of them must not share one server."""
    mark = real / "for"
    owner = Path(mark.read_text()) if mark.exists() else home
    if owner != home and owner.is_symlink() and owner.resolve() == real:
        raise PostgresError(
            f"{home} adalah salinan tautan milik {owner}; hapus tautan itu untuk memulai basis data baru."
        )
    mark.write_text(str(home))
