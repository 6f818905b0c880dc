"""One dispatch: where every recipient of it stands, what does not add up, and its dead letters one by one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jembatan.desk.access import StaffRequest
from jembatan.desk.messages import pausing, words
from jembatan.desk.messages.listing import in_words
from jembatan.desk.messages.loading import one_dispatch
from jembatan.desk.reach.loading import page
from jembatan.keyring import unseal
from jembatan.messages import piles, queries, standing
from jembatan.messages.contacts import mask
from jembatan.messages.models import Contact, Delivery, Dispatch, Recipient
from jembatan.messages.piles import Pile
from jembatan.messages.workflow import DEAD, State
from jembatan.people.models import Grant
from jembatan.people.roles import Permission, roles_with

PAGE = 30
CARRIERS = frozenset(roles_with(Permission.RELAY))


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter without a name: what its recipient is where, and enough of the address."""

    delivery: Delivery
    place: str
    member: int | None  # the grant whose page holds the contact
    address: str
    channel: str
    cause: str


@page(Permission.SEE_DELIVERIES)
@require_safe
def dispatch(request: StaffRequest, pk: int) -> HttpResponse:
    one = one_dispatch(request, pk)
    lying = {state: piles.of_dispatches(state, [pk]).get(pk, []) for state in DEAD}
    state = _state(request, lying)
    sums = queries.ledger(one)
    found = _page(one, state, request.GET.get("sebelum", ""))
    context: dict[str, Any] = {
        "dispatch": one,
        "kind": words.kind(one),
        "title": words.title(one, words.titles([one])),
        "ledger": sums,
        "states": [(State(name).label, n) for name, n in sums["states"].items()],
        "alarms": list(queries.alarms(Dispatch.objects.filter(pk=pk))[:PAGE]),
        "waiting": [] if one.over else [_waiting(each) for each in standing.waiting(one)],
        "paused": [] if one.over else pausing.of_dispatch(one),
        "failed": in_words(lying[State.FAILED]),
        "uncertain": in_words(lying[State.UNCERTAIN]),
        "state": state,
        "both": all(lying.values()),
        "letters": letters(found[:PAGE]),
        "first_page": "sebelum" not in request.GET,
        "next_url": f"?status={state}&sebelum={found[PAGE - 1].pk}#satu-satu" if len(found) > PAGE else "",
        "may_decide": Permission.DECIDE_DELIVERIES in request.permitted,
        "may_mend": Permission.MANAGE_GROUPS in request.permitted,
    }
    return render(request, "desk/messages/dispatch.html", context)


def _waiting(one: standing.Waiting) -> tuple[str, int]:
    first, last = words.until(one.first), words.until(one.last)
    values = {"why": words.waits(one.reason), "first": first, "last": last}
    said = _("%(why)s, sampai %(last)s") if first == last else _("%(why)s, sampai %(first)s – %(last)s")
    return said % values, one.count


def _state(request: StaffRequest, lying: dict[State, list[Pile]]) -> State:
    """Whose letters are shown one by one: those asked for, else the failed ones, else the uncertain ones."""
    asked = request.GET.get("status")
    if asked in DEAD:
        return State(asked)
    return State.FAILED if lying[State.FAILED] else State.UNCERTAIN


def _page(one: Dispatch, state: State, before: str) -> list[Delivery]:
    rows = queries.dead_letters(state).filter(dispatch=one)
    if before.isascii() and before.isdecimal() and len(before) <= 18:
        rows = rows.filter(pk__lt=int(before))
    return list(rows.prefetch_related("contact")[: PAGE + 1])


def letters(found: list[Delivery]) -> list[Letter]:
    """Two queries, whatever the number."""
    to = dict(Recipient.objects.filter(pk__in=[row.recipient_id for row in found]).values_list("pk", "person_id"))
    grants = _grants({person for person in to.values() if person})
    return [_letter(row, grants.get(to.get(row.recipient_id) or 0)) for row in found]


def _letter(row: Delivery, grant: Grant | None) -> Letter:
    return Letter(
        delivery=row,
        place=_place(grant) if grant else _("Penerima tanpa peran lagi"),
        member=grant.pk if grant and grant.role in CARRIERS else None,
        address=_address(row.contact),
        channel=words.channel(row.channel),
        cause=words.cause(row.reason),
    )


def _grants(people: set[int]) -> dict[int, Grant]:
    """Person id → a grant of theirs; one by which they carry releases, where they have any."""
    held = Grant.objects.current().filter(person__in=people).select_related("area", "group")
    return {grant.person_id: grant for grant in sorted(held, key=lambda grant: (grant.role in CARRIERS, -grant.pk))}


def _place(grant: Grant) -> str:
    if grant.group:
        return grant.group.name
    return grant.area.title if grant.role in CARRIERS else f"{grant.get_role_display()}, {grant.area.title}"


def _address(contact: Contact | None) -> str:
    return mask(unseal(bytes(contact.address))) if contact and contact.address else ""
