"""What citizens read: the release in short and where the rest is; several of a day in one letter."""

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jembatan.areas.models import Area
from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient, Subscription
from jembatan.relays import brief, bundles, wording
from jembatan.releases.models import Release
from jembatan.releases.workflow import State

NAMED = 5  # areas


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Recipient id → words; None when it was withdrawn. A bundle says all that is due to the recipient now."""
    drafts: dict[int, Draft | None] = {recipient.pk: None for recipient in recipients}
    others = bundles.together(dispatch, recipients)
    releases = _releases({dispatch.subject_id or 0}.union(*others.values()))
    if (own := releases.get(dispatch.subject_id or 0)) is None:
        return drafts
    with translation.override(own.text.language):
        ends = _ends(recipients)
        for one in recipients:
            also = [releases[pk] for pk in sorted(others.get(one.pk, ())) if pk in releases]
            drafts[one.pk] = _several([own, *also], ends[one.pk]) if also else single(own, ends[one.pk])
    return drafts


def _releases(ids: set[int]) -> dict[int, Release]:
    rows = Release.objects.filter(pk__in=ids, state=State.PUBLISHED).select_related("published", "area")
    return {release.pk: release for release in rows.defer("published__body")}


def _ends(recipients: Sequence[Recipient]) -> dict[int, list[str]]:
    """Recipient id → the last lines: which areas they asked for, and who writes."""
    codes: dict[int, list[str]] = defaultdict(list)
    rows = Subscription.objects.filter(recipient__in=recipients, confirmed_at__isnull=False).order_by("code")
    for recipient, code in rows.values_list("recipient_id", "code"):
        codes[recipient].append(code)
    areas = Area.objects.current().filter(code__in={code for of_one in codes.values() for code in of_one})
    names = {area.code: area.title for area in areas}
    line = _("Anda menerima ini karena berlangganan rilis untuk %(areas)s.")
    asked = {r.pk: ", ".join(names.get(code, code) for code in codes[r.pk][:NAMED]) for r in recipients}
    signature = wording.signature()
    return {pk: [line % {"areas": areas}, *signature] for pk, areas in asked.items()}


def url(release: Release) -> str:
    return f"{settings.BASE_URL}{release.get_absolute_url()}"


def _short(release: Release) -> str:
    """Leads to the same page, for whoever pays by the character."""
    return f"{settings.BASE_URL}/rilis/{release.pk}/"


def single(release: Release, end: list[str]) -> Draft:
    text, link = release.text, url(release)
    lines = [text.title, "", text.short, "", _("Selengkapnya: %(link)s") % {"link": link}, "", *end]
    return Draft(
        subject=text.title,
        text="\n".join(lines),
        link=link,
        brief=brief.compose(text.title, _short(release)),
        template=wording.template("news"),
        gaps=(text.title, text.short, link),
    )


def _several(releases: list[Release], end: list[str]) -> Draft:
    link = f"{settings.BASE_URL}/rilis/"
    subject = ngettext("Ada %(n)s rilis baru", "Ada %(n)s rilis baru", len(releases)) % {"n": len(releases)}
    listed = [f"{place}. {one.text.title}\n{url(one)}" for place, one in enumerate(releases, 1)]
    titles = "; ".join(brief.cut(one.text.title) for one in releases)
    return Draft(
        subject=subject,
        text="\n".join([f"{subject}.", "", *listed, "", *end]),
        link=link,
        brief=brief.compose(f"{subject}: {titles}", link),
        template=wording.template("news"),
        gaps=(subject, titles, link),
    )


def write_withdrawal(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """The same to everybody who may have it."""
    release = Release.objects.select_related("published").get(pk=dispatch.subject_id or 0)
    with translation.override(release.text.language):
        title, link = release.text.title, url(release)
        subject = _("Ditarik: %(title)s") % {"title": title}
        why = _("Alasannya: %(why)s") % {"why": release.withdrawn_because}
        lines = [_("Rilis ini ditarik. Jangan dipakai lagi."), "", title, why, "", link, *wording.signature()]
        draft = Draft(
            subject=subject,
            text="\n".join(lines),
            link=link,
            brief=brief.compose(subject, _short(release)),
            template=wording.template("news_withdrawn"),
            gaps=(title, release.withdrawn_because, link),
        )
    return {recipient.pk: draft for recipient in recipients}
