"""Settings of e-mail through a provider, from the environment: docs/channels/email.md. Without a name: SMTP."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from jembatan.environment import refuse

NAME = "JEMBATAN_EMAIL_"
OURS = ("PROVIDER", "KEY", "SECRET", "DOMAIN", "REPLY_TO", "PATIENCE", "API_URL")
# What anymail calls their key, and the secret of their calls where they sign them; the others know a name and password.
KEYS = {"brevo": "BREVO_API_KEY", "mailgun": "MAILGUN_API_KEY", "postmark": "POSTMARK_SERVER_TOKEN"}
SIGNING = {"mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY"}
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    key: str
    secret: str = ""  # of its calls; empty: it does not call
    domain: str = ""  # of the sender, where that is not the address's
    reply_to: str = ""  # an address whose letters it passes on to us; empty: answers go to the sender's
    patience: float = HOUR
    url: str = ""  # of its API, where that is not the usual one

    @property
    def backend(self) -> str:
        return f"anymail.backends.{self.name}.EmailBackend"


def read(environ: Mapping[str, str]) -> Provider | None:
    """The provider that the variables describe; None for SMTP or a folder of files."""
    said = {name: environ.get(NAME + name, "").strip() for name in OURS}
    if not said["PROVIDER"]:
        if alone := [name for name in OURS if said[name]]:
            refuse(f"{NAME}{alone[0]} terisi tanpa {NAME}PROVIDER. Isi {', '.join(KEYS)}, atau kosongkan.")
        return None
    _complete(said, environ.get(f"{NAME}URL", ""))
    return Provider(
        name=said["PROVIDER"],
        key=said["KEY"],
        secret=said["SECRET"],
        domain=said["DOMAIN"],
        reply_to=said["REPLY_TO"].lower(),
        patience=float(said["PATIENCE"] or HOUR),
        url=said["API_URL"],
    )


def _complete(said: Mapping[str, str], smtp: str) -> None:
    """Ends the start where something is missing or wrong; keys and secrets are not told."""
    name, secret, reply_to = said["PROVIDER"], said["SECRET"], said["REPLY_TO"]
    if name not in KEYS:
        refuse(f"{NAME}PROVIDER={name} tidak dikenal. Isi {', '.join(KEYS)}, atau kosongkan.")
    if smtp:
        refuse(f"{NAME}URL dan {NAME}PROVIDER terisi. Kosongkan salah satu: SMTP, atau penyedia.")
    if not said["KEY"]:
        refuse(f"{NAME}KEY kosong. Isi kunci API dari {name}.")
    if secret and not re.fullmatch(r"\S{16,}" if name in SIGNING else r"[^:\s]+:\S{16,}", secret):
        refuse(f"{NAME}SECRET tidak benar. Isi seperti di docs/channels/email.md, sedikitnya 16 huruf.")
    if reply_to and (not secret or not re.fullmatch(r"[^@\s]+@[^@\s]+", reply_to)):
        refuse(f"{NAME}REPLY_TO harus alamat seperti balas@contoh.go.id, dan memerlukan {NAME}SECRET.")
    if said["PATIENCE"] and not re.fullmatch(r"[1-9]\d{0,5}", said["PATIENCE"]):
        refuse(f"{NAME}PATIENCE={said['PATIENCE']} bukan jumlah detik. Isi angka seperti 3600.")
    if said["API_URL"] and urlsplit(said["API_URL"]).scheme not in {"http", "https"}:
        refuse(f"{NAME}API_URL bukan alamat web. Isi seperti https://api.eu.mailgun.net/v3.")


def anymail(provider: Provider | None) -> dict[str, Any]:
    """What settings.ANYMAIL has to be. Asking not to follow openings and clicks is passed over where nobody can ask."""
    if provider is None:
        return {}
    name, basic = provider.name, provider.name not in SIGNING
    found = {
        KEYS[name]: provider.key,
        f"{name.upper()}_API_URL": provider.url,
        "MAILGUN_SENDER_DOMAIN": provider.domain if name == "mailgun" else "",
        SIGNING.get(name, ""): provider.secret,
        "WEBHOOK_SECRET": provider.secret if basic else "",
    }
    known = {key: value for key, value in found.items() if key and value}
    return known | {
        "REQUESTS_TIMEOUT": (5, 20),
        "IGNORE_UNSUPPORTED_FEATURES": True,
        "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
    }
