"""Sending a person's own link from one's own WhatsApp: the words, and where the button leads."""

from collections.abc import Callable
from urllib.parse import quote

from csp.decorators import csp_update
from django.utils import translation
from django.utils.translation import gettext as _

from jembatan.desk.reach.loading import View
from jembatan.relays.carriers import Carrier
from jembatan.relays.links import personal_url
from jembatan.relays.models import Relay

# The button is a form of ours that is answered with a redirect; the browser asks whether a form may lead there.
may_lead_to_whatsapp: Callable[[View], View] = csp_update(
    {"form-action": ["https://wa.me", "https://api.whatsapp.com", "https://web.whatsapp.com", "whatsapp:"]}
)


def words(relay: Relay, carrier: Carrier) -> str:
    """What is written to the person, in the language of the release."""
    text = relay.release.text
    with translation.override(text.language):
        ask = _("%(name)s, mohon teruskan ke warga %(village)s:") % {"name": carrier.name, "village": relay.area.title}
        tell = _("Buka tautan ini untuk membaca, membagikan, dan mencatat bahwa sudah diteruskan:")
        only = _("Tautan ini khusus untuk Anda, jangan dibagikan.")
    link = personal_url(relay.pk, carrier.person)
    return "\n\n".join([ask, f"*{text.title.replace('*', '')}*\n{text.short}", f"{tell}\n{link}", only])


def address(relay: Relay, carrier: Carrier) -> str:
    return f"https://wa.me/{carrier.whatsapp}?text={quote(words(relay, carrier), safe='')}"
