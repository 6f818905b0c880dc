"""The page of one release: what it says, what happened to it, and what this person may do now."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.choices import choices
from jembatan.desk.releases.contents import area_names, hours, moment
from jembatan.desk.releases.loading import crumbs, release_page
from jembatan.durations import time_left
from jembatan.people.models import Person
from jembatan.people.roles import Permission
from jembatan.relays.counts import counts
from jembatan.releases.feed_readings import most_in_a_day
from jembatan.releases.markdown import to_html
from jembatan.releases.models import Decision, Release, Review, Version
from jembatan.releases.workflow import State


@release_page(Permission.READ_RELEASES)
def release(request: StaffRequest, release: Release) -> HttpResponse:
    text = release.text
    reach = counts([release.pk])[release.pk]
    return render(
        request,
        "desk/releases/release.html",
        {
            "crumbs": crumbs(None, Truncator(text.title).chars(24)),
            "release": release,
            "text": text,
            "body": to_html(text.body),
            "shown_at": release.published_at or text.created_at,
            "pictures": text.pictures.order_by("pk"),
            "facts": facts(release, text),
            "history": history(release),
            "choices": choices(request.user, release),
            "reached": reach.reached,
            "villages": reach.villages,
            "returned": _returned(release),
            "second_look": time_left(release.second_look_by) if release.second_look_by else "",
            "overdue": release.state == State.APPROVED and release.publish_at and release.publish_at < timezone.now(),
        },
    )


def _returned(release: Release) -> Any:
    """The reviewer's reason, as long as the writer has not sent it again."""
    last = release.reviews.select_related("by").order_by("-pk").first()
    return last if release.state == State.DRAFT and last and last.decision == Decision.RETURNED else None


def facts(release: Release, text: Version) -> list[dict[str, Any]]:
    rows = [
        (_("Atas nama"), release.office or release.area),
        (_("Sasaran"), ", ".join(area_names(text.targets))),
        (_("Sumber"), text.source),
        (_("Topik"), ", ".join(text.topics)),
        (_("Batas waktu penerusan"), hours(text.relay_hours)),
        (_("Berlaku sampai"), moment(text.expires_at) if text.expires_at else ""),
        (_("Dijadwalkan terbit"), moment(release.publish_at) if release.publish_at else ""),
        (_("Terbit"), moment(release.published_at) if release.published_at else ""),
        (_("Versi"), text.number),
        (_("Umpan Atom"), _feed(release)),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def _feed(release: Release) -> str:
    """Programs, not people: one of them may serve thousands."""
    most = most_in_a_day(release)
    words = ngettext(
        "sedikitnya %(n)d aplikasi pembaca dalam sehari", "sedikitnya %(n)d aplikasi pembaca dalam sehari", most
    )
    return words % {"n": most} if most else ""


def history(release: Release) -> list[dict[str, Any]]:
    """Every saved version and every decision, the latest first. Two queries."""
    versions = release.versions.select_related("created_by").defer("body")
    reviews = list(release.reviews.select_related("by"))
    corrections = {review.version_id for review in reviews if review.decision == Decision.CORRECTED}
    saved = _("Versi %(n)d disimpan")
    entries = [_entry(saved % {"n": v.number}, v.created_at, v.created_by) for v in versions if v.pk not in corrections]
    entries += [_entry(r.get_decision_display(), r.at, r.by, text=_reason(r), order=1) for r in reviews]
    return sorted(entries, key=lambda entry: (entry["at"], entry["order"]), reverse=True)


def _reason(review: Review) -> str:
    """In the words of who decided, or in this page's language where a rule did."""
    return _(review.reason) if review.decision == Decision.MISSED else review.reason


def _entry(title: str, at: datetime, by: Person | None, *, text: str = "", order: int = 0) -> dict[str, Any]:
    """`order`: a version is saved before it is decided about, in the same moment."""
    return {"title": title, "at": at, "by": by or _("sistem"), "text": text, "order": order}
