"""Which office answers what: the first live rule that fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from jembatan.areas.models import covers
from jembatan.people.models import Office
from jembatan.voices.models import Rule, Voice


def rules(*, live: bool = True) -> list[Rule]:
    """In their order, with what `fits` reads; those of offices that ended are passed over."""
    found = Rule.objects.select_related("area", "office").filter(office__in=Office.objects.current())
    return list(found.filter(live=True) if live else found)


def fits(rule: Rule, voice: Voice) -> bool:
    return (
        (rule.area is None or covers(rule.area.code, voice.area_code))
        and (rule.topic_id is None or rule.topic_id == voice.topic_id)
        and rule.kind in ("", voice.kind)
    )


def office_for(voice: Voice, among: Sequence[Rule] | None = None) -> Office | None:
    """Where the rules send it; None when none fits. A rumour never goes to the office that it criticises."""
    for rule in rules() if among is None else among:
        if fits(rule, voice) and not (voice.kind == "rumour" and rule.office_id == voice.about_office_id):
            return rule.office
    return None


@dataclass(frozen=True, slots=True)
class Trial:
    """What rules would have done with past voices. `differs`: (voice, where they would send it)."""

    tried: int
    same: int
    unrouted: int
    differs: list[tuple[Voice, Office]]


def try_on(past: "QuerySet[Voice]", among: Sequence[Rule], most: int = 500) -> Trial:
    """Try rules, live or not, on the newest voices that an office has: where would each have gone?"""
    voices = list(past.exclude(office=None).select_related("office", "topic").order_by("-pk")[:most])
    sent = [(voice, office_for(voice, among)) for voice in voices]
    return Trial(
        tried=len(voices),
        same=sum(office is not None and office.pk == voice.office_id for voice, office in sent),
        unrouted=sum(office is None for _, office in sent),
        differs=[(voice, office) for voice, office in sent if office and office.pk != voice.office_id],
    )
