"""Work in progress: a draft, one that was returned, one in review and one approved for tomorrow morning."""

from datetime import datetime, timedelta
from random import Random

from jembatan.areas.models import Area
from jembatan.demo import corpus
from jembatan.demo.releases import content
from jembatan.demo.staff import SEED, Staff
from jembatan.releases import actions
from jembatan.releases.models import Release


def write_all(root: Area, staff: Staff, now: datetime) -> None:
    random = Random(f"{SEED}:drafts")
    made = [_draft(root, staff, content(text)) for text, _front in corpus.texts("drafts")]
    _unfinished, returned, in_review, approved = made
    for release in (returned, in_review, approved):
        actions.send_for_review(release=release, by=staff.editor)
    reason = random.choice(corpus.words()["return_reasons"])
    actions.send_back(release=returned, reason=reason, by=staff.reviewer)
    tomorrow = (now + timedelta(days=1)).replace(hour=1, minute=0, second=0, microsecond=0)  # 08.00 WIB
    actions.approve(release=approved, by=staff.reviewer, base=1, publish_at=tomorrow)


def _draft(root: Area, staff: Staff, what: actions.Content) -> Release:
    release = actions.draft(content=what, area=root, by=staff.editor)
    Release.objects.filter(pk=release.pk).update(invented=True)
    return release
