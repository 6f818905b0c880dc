"""What an SMS about a release will say and cost, before any is sent. Its link is made up, as long as a real one."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from jembatan.messages import channels
from jembatan.messages.channels.sms.length import Size
from jembatan.messages.letters import Draft
from jembatan.relays import brief, news_letters, single
from jembatan.relays.models import Asking
from jembatan.releases.models import Release

SAMPLE = f"1a2b-3c4-{'x' * 16}"  # no token of ours has that mark
BY_SMS = ("sms", "gammu")


@dataclass(frozen=True, slots=True)
class Preview:
    who: Promise
    text: str
    size: Size


def sms(release: Release) -> list[Preview]:
    """For each who gets one; empty while no channel for SMS is set up."""
    kinds = [kind for kind in BY_SMS if channels.load(kind).configured()]
    if not kinds:
        return []
    channel: Any = channels.load(kinds[0])
    with translation.override(release.text.language):
        drafts = [_volunteers(release), news_letters.single(release, [])]
    who = [gettext_lazy("SMS kepada relawan"), gettext_lazy("SMS kepada warga yang berlangganan")]
    return [Preview(each, *channel.preview(draft)) for each, draft in zip(who, drafts, strict=True)]


def _volunteers(release: Release) -> Draft:
    """To somebody who is asked for one village."""
    link, title = f"{settings.BASE_URL}/r/{SAMPLE}/", release.text.title
    reply = brief.reply_for([Asking(pk=0)], {0: str(release.pk)})
    said = brief.compose(f"{single.BRIEF['release']} {title}", link, reply)
    return Draft(subject=title, text="", link=link, brief=said)
