"""A message about one release: what it is, a link for each village, and how to say that it was passed on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jembatan.messages.letters import Draft
from jembatan.relays import brief, wording
from jembatan.relays.links import personal_url, several_url
from jembatan.relays.models import Asking
from jembatan.relays.wording import Frame
from jembatan.releases.models import Version

BRIEF = {
    "release": gettext_lazy("Teruskan ke warga:"),
    "release_reminder": gettext_lazy("Belum tercatat diteruskan:"),
    "release_escalation": gettext_lazy("Mohon bantu teruskan:"),
}


def letter(kind: str, opening: list[str], askings: list[Asking], codes: dict[int, str], frame: Frame) -> Draft:
    """About one release, with a link for each of its villages."""
    text = askings[0].relay.release.text
    until = wording.until(min(asking.relay.deadline for asking in askings), frame.zone)
    link = personal_url(askings[0].relay_id, askings[0].person_id)
    return Draft(
        subject=text.title,
        text="\n".join([*_lines(text, opening, askings), "", until, wording.warning(), *frame.signature]),
        link=link,
        brief=_brief(kind, askings, codes),
        buttons=wording.buttons(askings),
        template=wording.template(kind if len(askings) == 1 else "release_several"),
        gaps=_gaps(askings, until, link),
    )


def _lines(text: Version, opening: list[str], askings: list[Asking]) -> list[str]:
    task = ngettext("Buka tautan ini, lalu teruskan:", "Buka tautan setiap desa, lalu teruskan:", len(askings))
    links = [f"{asking.relay.area.title}: {personal_url(asking.relay_id, asking.person_id)}" for asking in askings]
    return [*opening, "", text.title, text.short, "", task, *links]


def _gaps(askings: list[Asking], until: str, link: str) -> tuple[str, ...]:
    """Of the template `release`: title, summary, village, deadline, link; of `release_several` less: see bundles."""
    text, villages = askings[0].relay.release.text, ", ".join(asking.relay.area.title for asking in askings)
    if len(askings) == 1:
        return text.title, text.short, villages, until, link
    return text.title, villages, until, _several(askings)


def _several(askings: list[Asking]) -> str:
    return several_url(askings[0].person_id, max(asking.pk for asking in askings))


def _brief(kind: str, askings: list[Asking], codes: dict[int, str]) -> str:
    text, one = askings[0].relay.release.text, len(askings) == 1
    again = kind == "release" and text.note and any(asking.again for asking in askings)
    head = f"{_('Dikoreksi, teruskan lagi:') if again else BRIEF[kind]} {text.title}"
    link = personal_url(askings[0].relay_id, askings[0].person_id) if one else _several(askings)
    return brief.compose(head, link, brief.reply_for(askings, codes))
