"""The officers of an office are told of a voice, each by a link of their own that a one-time code opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.messages import actions as messages
from jembatan.messages.models import Dispatch, Recipient
from jembatan.people.roles import Role
from jembatan.voices import handling, links, officers, passes, reporting
from jembatan.voices.models import Handler, PhoneCode, Voice
from jembatan.voices.workflow import Refused
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return voices.house()


def reachable(person):
    messages.agree(person=person, channel="email", address=f"dinas{person.pk}@contoh.id", source="test", by=None)
    return person


def asked(dispatch: Dispatch) -> set[str]:
    ids = [pk for chunk in dispatch.chunks.all() for pk in chunk.recipient_ids]
    return set(Recipient.objects.filter(pk__in=ids).values_list("person__name", flat=True))


def last(kind: str) -> Dispatch:
    return Dispatch.objects.filter(kind=kind).latest("pk")


def test_forwarding_calls_everyone_of_that_office(home):
    factories.person(Role.OFFICER, office=home.works, name="Bayu")
    voices.forwarded(home)

    assert asked(last(officers.TASK)) == {"Budi", "Bayu"}


def test_once_assigned_only_that_officer_is_called(home):
    bayu = factories.person(Role.OFFICER, office=home.works, name="Bayu")
    voice = voices.forwarded(home)

    handling.assign(voice=voice, person=bayu, by=home.budi, seen=3)

    assert asked(last(officers.TASK)) == {"Bayu"}


def test_what_a_reporter_answers_calls_the_office_again(home):
    voice = voices.forwarded(home)
    handling.ask(voice=voice, question="Di RT berapa?", by=home.budi, seen=3)

    reporting.tell(voice=voice, text="RT 03")

    assert last(officers.TASK).key == f"voice_task:{voice.pk}:5"


def test_a_confidential_one_calls_the_named_only(home):
    factories.person(Role.OFFICER, office=home.works, name="Bayu")
    voice = voices.voice(confidential=True)
    Handler.objects.create(voice=voice, person=home.budi)

    handling.forward(voice=voice, office=home.works, by=home.rina, seen=1)

    assert asked(last(officers.TASK)) == {"Budi"}


def test_the_letter_has_the_code_the_day_and_the_link_but_not_a_word_of_it(home):
    voice = voices.forwarded(home)
    recipient = Recipient.objects.get(person=home.budi)

    draft = officers.write(last(officers.TASK), [recipient])[recipient.pk]

    assert draft is not None
    assert links.url(voice.pk, home.budi.pk) in draft.brief
    assert voice.code in draft.subject
    assert "berlubang" not in draft.text


def test_nothing_is_said_once_another_office_has_it(home):
    voice = voices.forwarded(home)
    dispatch, recipient = last(officers.TASK), Recipient.objects.get(person=home.budi)

    handling.forward(voice=voice, office=home.health, by=home.dewi, seen=3)

    assert officers.write(dispatch, [recipient]) == {recipient.pk: None}


def test_a_link_works_as_long_as_its_officer_has_the_voice(home):
    voice = voices.forwarded(home)
    token = links.token(voice.pk, home.budi.pk)
    before = links.behind(token)

    handling.forward(voice=voice, office=home.health, by=home.dewi, seen=3)

    assert before == (voice, home.budi)
    assert [links.behind(text) for text in (token, token[:-1] + "x", "x", "1-2", f"{10**30}-1-a", "")] == [None] * 6


def test_the_code_goes_to_the_officers_own_contact_and_opens_once(home):
    voice, budi = voices.forwarded(home), reachable(home.budi)

    contact = passes.send(voice=voice, person=budi)
    dispatch, code = last("code"), PhoneCode.objects.get()
    said = passes.write(dispatch, [budi.recipient])[budi.recipient.pk]
    digits = passes.digits_of(code)

    assert (dispatch.only_contact_id, contact.channel, dispatch.payload) == (contact.pk, "email", {})
    assert said is not None
    assert said.text.startswith(digits)
    assert [passes.redeem(voice=voice, person=budi, digits=digits) for _ in range(2)] == [True, False]
    assert passes.write(dispatch, [budi.recipient]) == {budi.recipient.pk: None}


def test_a_code_opens_no_other_voice_and_nothing_for_another_person(home):
    voice, other, budi = voices.forwarded(home), voices.forwarded(home), reachable(home.budi)
    passes.send(voice=voice, person=budi)
    digits = passes.digits_of(PhoneCode.objects.get())

    assert not passes.redeem(voice=other, person=budi, digits=digits)
    assert not passes.redeem(voice=voice, person=home.hana, digits=digits)


def test_five_wrong_tries_end_a_code(home):
    voice, budi = voices.forwarded(home), reachable(home.budi)
    passes.send(voice=voice, person=budi)
    digits = passes.digits_of(PhoneCode.objects.get())

    wrong = [passes.redeem(voice=voice, person=budi, digits="x") for _ in range(5)]

    assert wrong == [False] * 5
    assert not passes.redeem(voice=voice, person=budi, digits=digits)


def test_a_code_is_dead_after_a_quarter_of_an_hour(home):
    voice, budi = voices.forwarded(home), reachable(home.budi)
    passes.send(voice=voice, person=budi)
    PhoneCode.objects.update(made_at=timezone.now() - timedelta(minutes=16))

    assert not passes.redeem(voice=voice, person=budi, digits=passes.digits_of(PhoneCode.objects.get()))


def test_three_codes_within_a_quarter_of_an_hour_and_none_without_a_contact(home):
    voice, budi = voices.forwarded(home), reachable(home.budi)
    for _ in range(3):
        passes.send(voice=voice, person=budi)

    with pytest.raises(Refused, match="seperempat jam"):
        passes.send(voice=voice, person=budi)
    with pytest.raises(Refused, match="Belum ada nomor"):
        passes.send(voice=voice, person=home.hana)
    assert Voice.objects.get(pk=voice.pk).version == 3
