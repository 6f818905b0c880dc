"""Changing what is routed where: rules, topics, and which office is the inspectorate."""

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people.models import Office, Person
from jembatan.voices.models import Rule, Topic, Voice
from jembatan.voices.workflow import OPEN, Refused


@transaction.atomic
def add(*, area: Area | None, topic: Topic | None, kind: str, office: Office, by: Person) -> Rule:
    """A draft after all others. Raises Refused for one that is there already."""
    if Rule.objects.filter(area=area, topic=topic, kind=kind, office=office).exists():
        raise Refused(_("Aturan ini sudah ada."))
    last = Rule.objects.aggregate(last=Max("position"))["last"]
    rule = Rule.objects.create(
        area=area, topic=topic, kind=kind, office=office, position=0 if last is None else last + 1
    )
    record("rule.added", rule, by=by, office=office.pk, topic=topic.code if topic else "", kind=kind)
    return rule


@transaction.atomic
def go_live(*, by: Person) -> int:
    """All drafts count from now on; how many."""
    drafts = list(Rule.objects.select_for_update().filter(live=False))
    for rule in drafts:
        record("rule.live", rule, by=by)
    return Rule.objects.filter(pk__in=[rule.pk for rule in drafts]).update(live=True)


@transaction.atomic
def move(*, rule: Rule, up: bool, by: Person) -> None:
    """One place up or down; at the end nothing changes."""
    rows = list(Rule.objects.select_for_update().order_by("position", "pk"))
    at = next((place for place, row in enumerate(rows) if row.pk == rule.pk), None)
    if at is None or not 0 <= (to := at + (-1 if up else 1)) < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, row in enumerate(rows):
        Rule.objects.filter(pk=row.pk).exclude(position=position).update(position=position)
    record("rule.moved", rule, by=by, up=up)


@transaction.atomic
def remove(*, rule: Rule, by: Person) -> None:
    record("rule.removed", rule, by=by, office=rule.office_id)
    rule.delete()


@transaction.atomic
def add_topic(*, name: str, by: Person) -> Topic:
    """One that ended is offered again. Raises Refused for a name without letters or one that is there."""
    code = slugify(name)[:40]
    if not code:
        raise Refused(_("Tuliskan nama topiknya."))
    topic, new = Topic.objects.get_or_create(code=code, defaults={"name": name.strip()[:80]})
    if not new and not topic.ended:
        raise Refused(_("Topik ini sudah ada."))
    Topic.objects.filter(pk=topic.pk).update(ended=False)
    record("topic.added", topic, by=by)
    return topic


@transaction.atomic
def end_topic(*, topic: Topic, by: Person) -> None:
    """Not offered any more; what was filed under it stays so."""
    Topic.objects.filter(pk=topic.pk).update(ended=True)
    record("topic.ended", topic, by=by)


@transaction.atomic
def choose_inspectorate(*, office: Office, by: Person) -> int:
    """Voices about officials go there from now on; those that wait without one go now. How many did."""
    Office.objects.filter(inspects=True, area=office.area).exclude(pk=office.pk).update(inspects=False)
    Office.objects.filter(pk=office.pk).update(inspects=True)
    record("office.inspects", office, by=by, area=office.area.code)
    return Voice.objects.filter(about_official=True, office=None, state__in=OPEN).update(office=office)
