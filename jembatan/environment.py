"""Reads one value of the environment each, or ends the program with one sentence that says what to do."""

import os
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit


def refuse(sentence: str) -> NoReturn:
    """End the program: the sentence on stderr, exit code 1, no traceback."""
    raise SystemExit(f"Pengaturan salah: {sentence}")


def data_folder(value: str) -> Path:
    """The data folder, made when missing. Nobody else looks inside; the user that runs PostgreSQL for root passes."""
    folder = Path(value).expanduser().resolve()
    try:
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"JEMBATAN_DATA={value} tidak dapat dibuat ({error.strerror}). Pilih folder lain.")
    return folder


def port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        refuse(f"PORT={value} bukan nomor port. Isi angka 1 sampai 65535.")
    return int(value)


def base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        refuse(f"JEMBATAN_BASE_URL={value} bukan alamat web. Isi seperti https://jembatan.contoh.go.id.")
    return value.rstrip("/")


def area_code(value: str) -> str:
    if value and not all(part.isdecimal() for part in value.split(".")):
        refuse(f"JEMBATAN_AREA={value} bukan kode wilayah. Isi seperti 16.06.")
    return value


EXAMPLE = "postgresql://pengguna:sandi@host:5432/nama"


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for DATABASE_URL, or for the embedded server when it is empty."""
    if not url:
        from jembatan import postgres

        url = postgres.database_url(data)
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        refuse(f"DATABASE_URL tidak terbaca. Isi seperti {EXAMPLE}.")
    if parts.scheme not in {"postgres", "postgresql"}:
        refuse(f"DATABASE_URL harus seperti {EXAMPLE}.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "jembatan",
        "USER": unquote(parts.username or "") or options.pop("user", ""),
        "PASSWORD": unquote(parts.password or "") or options.pop("password", ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "jembatan"} | options,
    }


def email(url: str, data: Path) -> dict[str, Any]:
    """Django's e-mail settings: a folder of files, or an SMTP server."""
    if not url:
        folder = data / "email"
        folder.mkdir(mode=0o700, exist_ok=True)
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        refuse("JEMBATAN_EMAIL_URL harus seperti smtp+tls://pengguna:sandi@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def quiet_hours(value: str) -> tuple[int, int] | None:
    """`21-6`: from nine in the evening to six in the morning."""
    if not value:
        return None
    begin, _, end = value.partition("-")
    if not (begin.isdecimal() and end.isdecimal() and int(begin) <= 23 and int(end) <= 23 and begin != end):
        refuse(f"JEMBATAN_QUIET_HOURS={value} tidak terbaca. Isi dua jam seperti 21-6, atau kosongkan.")
    return int(begin), int(end)


def rate(name: str, value: str) -> float | None:
    """Letters a second; empty for no limit."""
    try:
        number = float(value) if value else None
    except ValueError:
        number = 0.0
    if number is not None and not 0 < number < 100_000:
        refuse(f"{name}={value} bukan jumlah pesan per detik. Isi angka seperti 30 atau 0.5, atau kosongkan.")
    return number


def logging() -> dict[str, Any]:
    """Warnings and errors on stderr, a line each; what an address keeps secret is cut out."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_secrets": {"()": "jembatan.logs.WithoutSecrets"}},
        "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"jembatan": {"level": "INFO"}},
    }
