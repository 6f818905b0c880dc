"""A link that was taken away: once, written down, and what it stood for ends with it."""

import pytest

from jembatan.audit.models import Entry
from jembatan.messages import writers
from jembatan.messages.models import Dispatch, Recipient
from jembatan.relays import publishing
from jembatan.relays.links import asking_behind, token
from jembatan.relays.revoking import revoke_link
from tests import factories

pytestmark = pytest.mark.django_db


def test_revoked_link_does_nothing_and_says_who_took_it_away(relay, siti, ratna):
    asking = relay.askings.get(person=siti)

    done = [revoke_link(asking=asking, by=ratna) for _twice in range(2)]

    assert done == [True, False]
    assert asking_behind(token(relay.pk, siti.pk)) is None
    (entry,) = Entry.objects.filter(action="relay.link_revoked")
    assert (entry.subject, entry.actor, entry.facts) == (f"relay:{relay.pk}", ratna.pk, {"person": siti.pk})


def test_message_on_its_way_is_left_unsaid(relay, siti, ratna):
    revoke_link(asking=relay.askings.get(person=siti), by=ratna)

    recipient = Recipient.objects.get(person=siti)
    assert writers.drafts(Dispatch.objects.get(kind="release"), [recipient]) == {recipient.pk: None}


def test_the_same_person_elsewhere_keeps_theirs(ratna, regency):
    rosa = factories.volunteer(factories.group("16.06.02.2001", "16.06.02.2002"))
    relays = list(factories.published().relays.filter(askings__person=rosa).order_by("code"))

    revoke_link(asking=relays[0].askings.get(), by=ratna)

    assert [asking_behind(token(relay.pk, rosa.pk)) is None for relay in relays] == [True, False]


def test_new_version_does_not_bring_it_back(release, relay, siti, ratna):
    revoke_link(asking=relay.askings.get(person=siti), by=ratna)

    content = factories.content(title="Pukul 9", note="Jam")
    publishing.correct(release=release, ask_again=True, by=ratna, base=1, content=content)

    assert asking_behind(token(relay.pk, siti.pk)) is None
