"""The provider's calls through anymail: what became of a letter, who wants no more, and what people answer."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import EventType
from django.core.handlers.wsgi import WSGIRequest
from django.utils.module_loading import import_string

from jembatan.mail_settings import Provider
from jembatan.messages.errors import Forged, Garbled
from jembatan.messages.hearing import Heard, News, Said
from jembatan.messages.workflow import Told

TOLD: dict[str, Told] = {
    EventType.DELIVERED: Told.DELIVERED,
    # A hidden picture, which programs fetch too, says that it arrived, not that somebody read it.
    EventType.OPENED: Told.DELIVERED,
    EventType.CLICKED: Told.DELIVERED,
    EventType.COMPLAINED: Told.DELIVERED,
    EventType.UNSUBSCRIBED: Told.DELIVERED,
    EventType.BOUNCED: Told.FAILED,
    EventType.REJECTED: Told.FAILED,
    EventType.FAILED: Told.FAILED,
}
PLAIN = {EventType.DELIVERED}  # words that add nothing
NO_MORE = {EventType.COMPLAINED, EventType.UNSUBSCRIBED}
QUOTED = re.compile(r"^\s*>|^\s*(On|Pada|Am|El|Le)\b.*:\s*$|^-{2,}\s*(Original|Pesan)", re.MULTILINE)
LONGEST = 20_000  # characters of what somebody wrote
# Postmark makes the Message-ID of a letter from the id that its API returned; the domain depends on the account.
POSTMARK = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>]*>", re.IGNORECASE)


def hear(provider: Provider, body: bytes, headers: Mapping[str, str]) -> Heard:
    """Raises Forged without the right signature or password, Garbled when unreadable."""
    if not provider.secret:
        raise Forged
    request = _request(body, headers)
    try:
        events, inbound = _events(provider.name, request)
        heard = Heard(raw="" if inbound else body.decode(errors="replace"))
        for event in events:
            _add(heard, event, provider)
    except AnymailWebhookValidationFailure:
        raise Forged from None
    except Exception as error:  # anymail reads what the outside sent: any field may be of any shape
        raise Garbled(type(error).__name__) from None
    finally:
        request.close()  # attachments lie in files
    return heard


def _events(name: str, request: WSGIRequest) -> tuple[list[Any], bool]:
    """The events of one call, and whether they are letters to us: both come to the same address."""
    tracking = _view(name, "Tracking")
    tracking.run_validators(request)
    try:
        return tracking.parse_events(request), False
    except AnymailConfigurationError:  # so it says when a letter comes to the view of events
        return _view(name, "Inbound").parse_events(request), True


def _view(name: str, what: str) -> Any:
    return import_string(f"anymail.webhooks.{name}.{name.capitalize()}{what}WebhookView")()


def _request(body: bytes, headers: Mapping[str, str]) -> WSGIRequest:
    """What anymail's views read, made of what a channel is given."""
    meta = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    request = WSGIRequest(
        meta
        | {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    )
    request._body = body  # read already, and as large as api.hooks takes: Django would refuse it by its limit for forms
    return request


def _add(heard: Heard, event: Any, provider: Provider) -> None:
    if event.event_type == EventType.INBOUND:
        if not _automatic(event.message):
            heard.said.append(_said(event, provider))
        return
    at, word = event.timestamp or datetime.now(UTC), event.event_type
    if event.message_id:
        made = f"{event.message_id}:{word}:{event.timestamp.timestamp() if event.timestamp else ''}"
        told = TOLD.get(word, Told.UNKNOWN)
        heard.news.append(News(made, event.message_id, told, at, detail=None if word in PLAIN else _detail(event)))
    if word in NO_MORE and event.recipient:
        made = f"{word}:{event.message_id or event.event_id}:{event.recipient}"
        heard.said.append(Said(event.recipient, "", made, at, button="stop", raw=json.dumps({"event": word})))


def _detail(event: Any) -> str:
    """Words of a list, never the receiving server's sentence: it may repeat the address."""
    return " ".join(filter(None, [event.event_type, event.reject_reason]))


def _automatic(message: Any) -> bool:
    """An answer of a machine, such as one that is on leave (RFC 3834): answering it would go on for ever."""
    submitted = (message.get("Auto-Submitted") or "no").strip().lower()
    precedence = (message.get("Precedence") or "").strip().lower()
    return submitted != "no" or precedence in {"bulk", "junk", "auto_reply"} or "X-Autoreply" in message


def _said(event: Any, provider: Provider) -> Said:
    """The new words of a letter, without what it quotes and without its attachments."""
    message = event.message
    text = (message.stripped_text or own_words(message.text or "")).strip()[:LONGEST]
    made = message.get("Message-ID") or event.event_id or ""
    if not message.from_email or not made:
        raise Garbled("a letter without a sender or an id")
    address, reply = message.from_email.addr_spec, _quoted(provider, message.get("In-Reply-To"))
    moment = event.timestamp or message.date or datetime.now(UTC)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Said(address, text, made.strip()[:200], moment, in_reply_to=reply)


def _quoted(provider: Provider, reply: str | None) -> str | None:
    """The provider's id of the message that is answered, as the API told it when it took the letter."""
    reply = (reply or "").strip()
    ours = POSTMARK.fullmatch(reply) if provider.name == "postmark" else None
    return (ours[1].lower() if ours else reply)[:200] or None


def own_words(text: str) -> str:
    """What stands above the first quoted line."""
    found = QUOTED.search(text)
    return text[: found.start()] if found else text
