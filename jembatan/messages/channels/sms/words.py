"""What an SMS says: the brief words, and how to stop."""

from django.conf import settings

from jembatan.messages.channels.sms.length import Size, fit, measure, shorten
from jembatan.messages.letters import Draft

MOST = 6  # parts: what is longer is cut, and goes on behind the link
REPLY = "Stop: balas BERHENTI"


def compose(draft: Draft, leave: str) -> str:
    """Every message says how to stop, urgent or not, in as few characters as that takes.

    `leave`: the address of that, for a number that cannot be answered; empty where an answer arrives.
    """
    stop = f"\nStop: {leave}" if leave else f"\n{REPLY}"
    said = fit(draft.brief or f"{draft.subject} {draft.link}".rstrip())
    if len(said) > 150:  # below that even emojis and the longest link keep within the parts
        said = _cut(said, draft.link, stop)
    return said + stop


def _cut(said: str, link: str, stop: str) -> str:
    if measure(said + stop).parts <= MOST:
        return said
    end = f"... {link}" if link else "..."
    return shorten(said, MOST, end + stop).removesuffix(stop)


def preview(draft: Draft, *, answered: bool) -> tuple[str, Size]:
    """What somebody would read, and its size, before anything is sent. `answered`: whether the number takes answers."""
    text = compose(draft, "" if answered else f"{settings.BASE_URL}/berhenti/{'0' * 8}-{'0' * 20}/")
    return text, measure(text)
