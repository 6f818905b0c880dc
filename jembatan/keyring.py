"""The keyring: apart from SECRET_KEY, so that each can be changed without the other.

`keys.json` holds a list of keys, the newest first. The newest seals; every one of them opens.
A blind index and a link are made with keys derived for one purpose each, from the oldest key,
so that sealing with a new key leaves them valid.
"""

import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _once(path: Path, content: str) -> str:
    """Write `content` (mode 0600) unless the file is there, whole or not at all; return what stands there."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(0o600)
        draft.write_text(content)
        with suppress(FileExistsError):  # another process was first: then its content counts
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def first_secret(path: Path) -> str:
    """Django's signing key of this data folder, made at the first start."""
    return _once(path, secrets.token_urlsafe(48))


@cache
def _keys(path: Path) -> list[str]:
    """The keys, newest first; a first one is made when the file is missing."""
    keys: list[str] = json.loads(_once(path, json.dumps([Fernet.generate_key().decode()])))
    return keys


def seal(text: str) -> bytes:
    """Encrypt with the newest key."""
    return Fernet(_keys(settings.KEYS_FILE)[0]).encrypt(text.encode())


@cache
def _ring(path: Path) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys(path)])


def unseal(token: bytes | memoryview) -> str:
    """Decrypt with whichever key fits; raises cryptography.fernet.InvalidToken when none does."""
    return _ring(settings.KEYS_FILE).decrypt(bytes(token)).decode()


@cache
def _key_for(path: Path, purpose: str) -> bytes:
    return hmac.digest(_keys(path)[-1].encode(), purpose.encode(), hashlib.sha256)


def mac(purpose: str, text: str) -> bytes:
    """32 bytes that only this installation can make for this purpose and text."""
    # Not hmac.digest: that lets other threads in for each call, and a busy worker then waits milliseconds to go on.
    return hmac.new(_key_for(settings.KEYS_FILE, purpose), text.encode(), hashlib.sha256).digest()
