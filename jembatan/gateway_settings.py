"""Reads the gateway for SMS from the environment, or ends the start with one sentence: docs/channels/sms.md."""

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, quote_plus, urlsplit

from jembatan.environment import rate, refuse
from jembatan.gateway import SLOT, SLOTS, Gateway, Hook, Path, Rule, Template

NAME = "JEMBATAN_SMS_"
KNOWN = {
    *("URL", "METHOD", "BODY", "HEADERS", "KEY_HEADER", "SENDER", "ID", "OK", "REFUSED", "RATE", "BATCH"),
    *("SECRET", "SIGNATURE_HEADER", "ITEMS", "RECEIPT_ID", "RECEIPT_STATUS", "RECEIPT_WORDS"),
    *("FROM", "MESSAGE", "MESSAGE_ID", "AT"),
}
_STRANGE = {name: f'a"b\\c\n{name}' for name in SLOTS}
WORDS = (
    "delivered=delivered,delivrd=delivered,failed=failed,undeliv=failed,undelivered=failed,undeliverable=failed,"
    "rejected=failed,rejectd=failed,expired=failed"
)


def read(environ: Mapping[str, str]) -> Gateway | None:
    """The gateway that the variables describe; None when there is no URL."""
    said = {name.removeprefix(NAME): value.strip() for name, value in environ.items() if name.startswith(NAME)}
    said = {name: value for name, value in said.items() if value}
    if unknown := sorted(set(said) - KNOWN):
        refuse(f"{NAME}{unknown[0]} tidak dikenal. Lihat docs/channels/sms.md.")
    if "URL" not in said:
        if said:
            refuse(f"{NAME}URL kosong, sedangkan {NAME}{min(said)} terisi. Isi alamat gateway SMS.")
        return None
    body, kind = _body(said.get("BODY", ""))
    gateway = Gateway(
        method=_method(said.get("METHOD", "POST" if body else "GET")),
        url=_url(said["URL"]),
        body=body,
        headers=({"Content-Type": kind} if kind else {}) | _headers(said.get("HEADERS", "")),
        key_header=_header("KEY_HEADER", said.get("KEY_HEADER", "")),
        sender=said.get("SENDER", ""),
        id=_path("ID", said.get("ID", "")),
        ok=_rule("OK", said.get("OK", "200-299")),
        refused=_rule("REFUSED", said.get("REFUSED", "400,422")),
        rate=rate(f"{NAME}RATE", said.get("RATE", "")),
        batch=_batch(said.get("BATCH", "50")),
        hook=_hook(said),
    )
    _complete(gateway)
    return gateway


def _complete(gateway: Gateway) -> None:
    names = gateway.url.names | (gateway.body.names if gateway.body else set())
    if not names & {"to", "digits", "local"} or "text" not in names:
        refuse(f"{NAME}URL dan {NAME}BODY harus memuat {{to}} (atau {{digits}}, {{local}}) dan {{text}}.")
    if "sender" in names and not gateway.sender:
        refuse(f"{NAME}BODY memuat {{sender}}, tetapi {NAME}SENDER kosong. Isi nama pengirim.")
    if gateway.body and gateway.method == "GET":
        refuse(f"{NAME}METHOD=GET tidak membawa isi. Hapus {NAME}BODY, atau isi POST.")


def _method(value: str) -> str:
    if value.upper() not in {"GET", "POST", "PUT"}:
        refuse(f"{NAME}METHOD={value} tidak dikenal. Isi GET, POST, atau PUT.")
    return value.upper()


def _url(value: str) -> Template:
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or SLOT.search(parts.netloc) or any(letter.isspace() for letter in value):
        refuse(f"{NAME}URL bukan alamat web. Isi seperti https://gateway.contoh.id/sms.")
    return Template(value, lambda text: quote(text, safe=""))


def _body(value: str) -> tuple[Template | None, str]:
    """The template and its content type: JSON when it begins like JSON, else a form."""
    if not value:
        return None, ""
    if value[0] not in "{[":
        return Template(value, quote_plus), "application/x-www-form-urlencoded"
    template = Template(value, lambda text: json.dumps(text)[1:-1])
    try:
        json.loads(template.fill(_STRANGE))
    except ValueError:
        refuse(f'{NAME}BODY bukan JSON. Tulis setiap isian dalam tanda kutip, seperti {{"to": "{{to}}"}}.')
    return template, "application/json"


def _headers(value: str) -> dict[str, str]:
    """A JSON object, or `Name: value` on lines of their own."""
    try:
        pairs = json.loads(value) if value.startswith("{") else dict(line.split(":", 1) for line in value.splitlines())
        return {_header("HEADERS", name.strip()): _printable(text.strip()) for name, text in pairs.items()}
    except (ValueError, AttributeError):  # without the value: it may hold a password
        return refuse(f"{NAME}HEADERS tidak terbaca. Isi seperti Authorization: Bearer rahasia.")


def _printable(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise ValueError("control characters")
    return text


def _header(name: str, value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9-]+", value):
        refuse(f"{NAME}{name} bukan nama header. Isi seperti Idempotency-Key.")
    return value


def _path(name: str, value: str) -> Path:
    """`messages.0.id`"""
    parts = tuple(value.split(".")) if value else ()
    if not all(parts) or any(letter.isspace() for letter in value):
        refuse(f"{NAME}{name}={value} bukan jalur JSON. Isi seperti messages.0.id.")
    return parts


def _rule(name: str, value: str) -> Rule:
    """`200,202` or `200-299`, and `status=0|ok` for a word in the answer."""
    terms = [term.strip() for term in value.split(",") if term.strip()]
    codes = [code for term in terms if "=" not in term for code in _codes(name, term)]
    found = [term.partition("=") for term in terms if "=" in term]
    if len(found) > 1:
        refuse(f"{NAME}{name} menyebut dua jalur. Sebut satu, pilihan dipisah garis tegak: status=0|1.")
    default = range(200, 300) if name == "OK" else ()
    path = _path(name, found[0][0].strip()) if found else ()
    words = frozenset(word.strip().casefold() for word in found[0][2].split("|")) if found else frozenset[str]()
    return Rule(frozenset(codes or default), path, words)


def _codes(name: str, term: str) -> range:
    first, _, last = term.partition("-")
    last = last or first
    if not (first.isdecimal() and last.isdecimal() and 100 <= int(first) <= int(last) <= 599):
        refuse(f"{NAME}{name}={term} tidak terbaca. Isi kode seperti 200-299, atau jalur seperti status=0.")
    return range(int(first), int(last) + 1)


def _batch(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 5000:
        refuse(f"{NAME}BATCH={value} bukan jumlah pesan sekaligus. Isi angka 1 sampai 5000.")
    return int(value)


def _hook(said: Mapping[str, str]) -> Hook:
    for one, other in (("RECEIPT_ID", "RECEIPT_STATUS"), ("FROM", "MESSAGE")):
        if (one in said) != (other in said):
            refuse(f"{NAME}{one} dan {NAME}{other} hanya bersama. Isi keduanya, atau kosongkan.")
    if ("RECEIPT_ID" in said or "FROM" in said) and len(said.get("SECRET", "")) < 16:
        refuse(f"{NAME}SECRET kurang dari 16 huruf, padahal gateway memanggil kita. Isi kata rahasia yang panjang.")
    names = ("ITEMS", "RECEIPT_ID", "RECEIPT_STATUS", "FROM", "MESSAGE", "MESSAGE_ID", "AT")
    paths = {name: _path(name, said.get(name, "")) for name in names}
    return Hook(
        secret=said.get("SECRET", ""),
        signature=_header("SIGNATURE_HEADER", said.get("SIGNATURE_HEADER", "")).lower(),
        items=paths["ITEMS"],
        receipt_id=paths["RECEIPT_ID"],
        status=paths["RECEIPT_STATUS"],
        words=_words(said.get("RECEIPT_WORDS", WORDS)),
        sender=paths["FROM"],
        text=paths["MESSAGE"],
        text_id=paths["MESSAGE_ID"],
        at=paths["AT"],
    )


def _words(value: str) -> dict[str, str]:
    """`DELIVRD=delivered,UNDELIV=failed`"""
    pairs = [pair.partition("=") for pair in value.split(",") if pair.strip()]
    words = {word.strip().casefold(): told.strip() for word, _, told in pairs}
    if not set(words.values()) <= {"delivered", "seen", "failed"}:
        refuse(f"{NAME}RECEIPT_WORDS tidak terbaca. Isi seperti DELIVRD=delivered,UNDELIV=failed.")
    return words
