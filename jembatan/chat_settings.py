"""Settings of Telegram and WhatsApp from the environment: docs/channels/. Without a token a channel is not there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from jembatan.environment import rate, refuse

Environ = Mapping[str, str]
Template = tuple[str, str, int | None]  # name, language, number of buttons: None for as many as the draft has
TEMPLATE = "JEMBATAN_WHATSAPP_TEMPLATE"


@dataclass(frozen=True, slots=True)
class Telegram:
    token: str = ""
    bot: str = ""
    mode: str = "polling"
    rate: float | None = 30.0
    url: str = ""


@dataclass(frozen=True, slots=True)
class WhatsApp:
    token: str = ""
    number_id: str = ""
    app_secret: str = ""
    verify_token: str = ""
    rate: float | None = 80.0
    patience: float = 1800.0
    url: str = ""
    templates: Mapping[str, Template] = field(default_factory=dict)


def telegram(environ: Environ, base_url: str) -> Telegram:
    """Polling, or the webhook where the open web can reach us."""
    secure = base_url.startswith("https://")
    token = _read(environ, "JEMBATAN_TELEGRAM_TOKEN", r"\d+:[\w-]{20,}", "123456:ABC… dari @BotFather")
    bot = _read(environ, "JEMBATAN_TELEGRAM_BOT", r"\w{4,32}", "nama bot tanpa @")
    mode = _read(environ, "JEMBATAN_TELEGRAM_MODE", "polling|webhook", "polling atau webhook")
    if token and not bot:
        refuse("JEMBATAN_TELEGRAM_TOKEN ada tanpa JEMBATAN_TELEGRAM_BOT. Isi nama bot tanpa @.")
    if mode == "webhook" and not secure:
        refuse(
            "JEMBATAN_TELEGRAM_MODE=webhook memerlukan JEMBATAN_BASE_URL dengan https://. Isi polling sebagai ganti."
        )
    return Telegram(
        token=token,
        bot=bot,
        mode=mode or ("webhook" if secure else "polling"),
        rate=rate("JEMBATAN_TELEGRAM_RATE", environ.get("JEMBATAN_TELEGRAM_RATE", "30")),
        url=_address(environ, "JEMBATAN_TELEGRAM_URL", "https://api.telegram.org"),
    )


def whatsapp(environ: Environ) -> WhatsApp:
    names = {"TOKEN": r"\S+", "NUMBER_ID": r"\d+", "APP_SECRET": r"\S{16,}", "VERIFY_TOKEN": r"\S{8,}"}
    found = {
        name: _read(environ, f"JEMBATAN_WHATSAPP_{name}", form, "docs/channels/whatsapp.md")
        for name, form in names.items()
    }
    if any(found.values()) and (missing := [name for name, value in found.items() if not value]):
        refuse(f"JEMBATAN_WHATSAPP_{missing[0]} belum diisi. WhatsApp memerlukan keempatnya: {', '.join(names)}.")
    return WhatsApp(
        **{name.lower(): value for name, value in found.items()},
        rate=rate("JEMBATAN_WHATSAPP_RATE", environ.get("JEMBATAN_WHATSAPP_RATE", "80")),
        patience=float(_read(environ, "JEMBATAN_WHATSAPP_PATIENCE", r"\d{1,6}", "detik") or 1800),
        url=_address(environ, "JEMBATAN_WHATSAPP_URL", "https://graph.facebook.com/v23.0"),
        templates=templates(environ),
    )


def templates(environ: Environ) -> dict[str, Template]:
    """Kind (lower case, "" for the general one) → the approved template's name, language and number of buttons."""
    found: dict[str, Template] = {}
    for name in environ:
        if name == TEMPLATE or name.startswith(f"{TEMPLATE}_"):
            form = r"[a-z0-9_]{1,512}(/[A-Za-z_]{2,7}(/[0-9])?)?"
            if value := _read(environ, name, form, "nama_template, nama_template/id, atau nama_template/id/2"):
                words, language, buttons = (*value.split("/"), "", "")[:3]
                kind = name.removeprefix(TEMPLATE).removeprefix("_").lower()
                found[kind] = (words, language or "id", int(buttons) if buttons else None)
    return found


def _read(environ: Environ, name: str, form: str, example: str) -> str:
    """The value, or "". What stands there is not told: it may be a secret."""
    value = environ.get(name, "").strip().removeprefix("@")
    if value and not re.fullmatch(form, value):
        refuse(f"{name} tidak benar. Isi seperti: {example}.")
    return value


def _address(environ: Environ, name: str, default: str) -> str:
    value = environ.get(name, "") or default
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
        refuse(f"{name} bukan alamat web. Isi seperti {default}.")
    return value.rstrip("/")
