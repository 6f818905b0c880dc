"""A letter as the values of a message: …/whatsapp/cloud-api/reference/messages and …/guides/send-message-templates."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from jembatan.chat_settings import Template
from jembatan.messages.channels.words import clean, compose, cut, heading
from jembatan.messages.letters import Draft, Letter

WINDOW = timedelta(hours=24) - timedelta(minutes=5)  # free words after they wrote; a letter may take its time
LONGEST, LONGEST_WITH_BUTTONS = 4096, 1024  # characters
BUTTONS, TITLE, PAYLOAD = 3, 20, 256
GAP = 600  # characters of what fills one gap: a whole template has 1,024


def message(letter: Letter) -> dict[str, Any] | None:
    """Free words within a day of theirs, else the template of its kind; None where there is none."""
    to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": letter.address}
    if letter.heard_at and timezone.now() - letter.heard_at < WINDOW:
        return to | _free(letter.draft)
    if template := _template(letter.draft):
        return to | {"type": "template", "template": _filled(letter.draft, template)}
    return None


def _free(draft: Draft) -> dict[str, Any]:
    if not (buttons := _buttons(draft)):
        return {"type": "text", "text": {"body": compose(draft, LONGEST), "preview_url": False}}
    replies = [{"type": "reply", "reply": {"id": payload, "title": cut(words, TITLE)}} for payload, words in buttons]
    body = {"text": compose(draft, LONGEST_WITH_BUTTONS)}
    return {"type": "interactive", "interactive": {"type": "button", "body": body, "action": {"buttons": replies}}}


def _buttons(draft: Draft) -> list[tuple[str, str]]:
    return [one for one in draft.buttons if one[0] and len(one[0]) <= PAYLOAD][:BUTTONS]


def _template(draft: Draft) -> Template | None:
    """The one set up for this kind, else one of that very name, else, where the draft names none, the general one."""
    found: Template | None = settings.WHATSAPP.templates.get(draft.template.lower())
    return found or ((draft.template, "id", None) if draft.template else None)


def _filled(draft: Draft, template: Template) -> dict[str, Any]:
    """The general template has two gaps: what it says, and the link."""
    name, language, count = template
    gaps = draft.gaps if draft.template else (f"{heading(draft)} {draft.text}", draft.link or settings.BASE_URL)
    body = [{"type": "text", "text": _one_line(gap)} for gap in gaps]
    parts: list[dict[str, Any]] = [{"type": "body", "parameters": body}] if body else []
    wanted = (_buttons(draft) if draft.template else []) if count is None else _buttons(draft)[:count]
    parts += [_quick_reply(number, payload) for number, (payload, _words) in enumerate(wanted)]
    return {"name": name, "language": {"code": language}, "components": parts}


def _quick_reply(number: int, payload: str) -> dict[str, Any]:
    parameters = [{"type": "payload", "payload": payload}]
    return {"type": "button", "sub_type": "quick_reply", "index": str(number), "parameters": parameters}


def _one_line(gap: str) -> str:
    """Meta takes no line break, no tab and no empty text in a gap."""
    return cut(" ".join(clean(gap).split()), GAP) or "-"
