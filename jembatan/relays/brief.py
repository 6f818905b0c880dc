"""The same in as few characters as an SMS wants: the title, the link, and how to answer. Two parts where possible."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from jembatan.messages import channels
from jembatan.messages.channels.sms import words
from jembatan.messages.channels.sms.length import fit, measure, shorten
from jembatan.relays.models import Asking

PARTS = 2
LEAST = 20  # characters of the title; below that a part more
NAMED = 3  # villages or releases whose codes are told
TITLE = 40


def answered() -> bool:
    """Whether what is sent as SMS from here can be answered."""
    here = [channels.load(kind) for kind in ("sms", "gammu")]
    return all(channel.can().inbound for channel in here if channel.configured())


def compose(head: str, link: str, reply: str = "") -> str:
    """`head` is shortened, never the link or the reply, so that what the channel appends has its place too."""
    able = answered()
    stop = f"\n{words.REPLY}" if able else f"\nStop: {settings.BASE_URL}/berhenti/{'0' * 8}-{'0' * 20}/"
    end = fit("".join(f"\n{line}" for line in (link, reply if able else "") if line))
    head = fit(head)
    for parts in range(PARTS, words.MOST):
        if measure(head + end + stop).parts <= parts:
            return head + end
        short = shorten(head, parts, f"...{end}{stop}").removesuffix(stop)
        if len(short) - len(end) >= LEAST:
            break
    return short


def reply_for(askings: Sequence[Asking], codes: dict[int, str]) -> str:
    """How to say that one release was passed on."""
    if len(askings) == 1:
        return _("Bila sudah, balas OK %(code)s (contoh: OK %(code)s MASJID 80)") % {"code": codes[askings[0].pk]}
    if len(askings) <= NAMED:
        each = ", ".join(f"OK {codes[asking.pk]} ({asking.relay.area.name})" for asking in askings)
        return _("Bila sudah, balas %(codes)s") % {"codes": each}
    return _("Bila sudah, balas OK %(number)s") % {"number": askings[0].relay.release_id}


def cut(title: str, longest: int = TITLE) -> str:
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"
