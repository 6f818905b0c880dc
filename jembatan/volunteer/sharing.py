"""What a volunteer passes on: a short text with this relay's own public link."""

from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from jembatan.relays.links import share_url
from jembatan.relays.models import Relay


def share_text(relay: Relay) -> str:
    """Title (bold in WhatsApp), short text, link; in the language of the release."""
    text = relay.release.text
    title = text.title.replace("*", "")
    with translation.override(text.language):
        return f"*{title}*\n\n{text.short}\n\n{_('Selengkapnya:')} {share_url(relay.pk)}"


def withdrawal_text(relay: Relay) -> str:
    """For those to whom it was passed on already."""
    release = relay.release
    with translation.override(release.text.language):
        words = _("Informasi “%(title)s” sudah ditarik. Alasannya: %(why)s Mohon tidak diteruskan lagi.")
        why = release.withdrawn_because.rstrip(".") + "."
        return words % {"title": release.text.title, "why": why}


def whatsapp(text: str) -> str:
    return f"https://wa.me/?text={quote(text, safe='')}"
