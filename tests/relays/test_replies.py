"""What a volunteer answers to a message: from the provider's call to the hop and the words that go back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jembatan.messages import actions, channels, inbound
from jembatan.messages.models import Attempt, Contact, Delivery, Dispatch, Inbound
from jembatan.people.models import Grant, Service
from jembatan.relays import hops, publishing
from jembatan.relays.models import Asking, Hop, HopKind, Question, Relay, State
from tests import factories
from tests.messages import contract

pytestmark = pytest.mark.django_db
HOME, OTHER, FAR = "16.06.01.2001", "16.06.01.2002", "16.06.02.2001"
CASES = {kind: contract.load(kind) for kind in ("sms", "whatsapp", "telegram")}
WHICH = "Yang mana yang sudah diteruskan? Balas dengan kodenya:"
SIX_HOURS = timedelta(hours=6)


@pytest.fixture(autouse=True)
def _voices_are_deaf(settings):
    """What is about no release waits here for whoever comes next."""
    settings.INBOUND_TAKERS = [one for one in settings.INBOUND_TAKERS if "voices" not in one]


@pytest.fixture(params=CASES)
def kind(request) -> str:
    return request.param


@pytest.fixture
def here(kind, settings, tmp_path):
    with CASES[kind].provider(settings, tmp_path) as provider:
        yield provider


@pytest.fixture
def siti(here, kind, db):
    """Her KIM serves two villages; `kind` is her channel."""
    factories.regency()
    siti = factories.volunteer(factories.group(HOME), name="Siti Aminah", email=None)
    actions.agree(person=siti, channel=kind, address=CASES[kind].GOOD[0], source="test", by=None)
    return siti


@pytest.fixture
def release(siti):
    return factories.published()


def serve(person, code: str) -> None:
    Service.objects.create(group=person.grants.get().group, area=factories.get_area(code))


class Telephone:
    """Says things through the provider's call, and reads what comes back."""

    def __init__(self, client, kind: str) -> None:
        self.client, self.kind, self.case, self.count = client, kind, CASES[kind], 0

    def call(self, call) -> str | None:
        body, headers = call
        url = reverse("hook", args=[self.kind])
        answer = self.client.generic("POST", url, body, headers=headers, CONTENT_TYPE="application/json")
        assert answer.status_code == 200
        while inbound.look():
            pass
        return self.answer()

    def say(
        self, text: str, *, quoting: str | None = None, at: datetime | None = None, address: str = ""
    ) -> str | None:
        self.count += 1
        address = address or self.case.GOOD[1]
        return self.call(self.case.said(address, text, f"m-{self.count}", at or datetime.now(UTC), quoting))

    def press(self, button: str, quoting: str | None = None) -> str | None:
        self.count += 1
        at = datetime.now(UTC)
        if (call := self.case.pressed(self.case.GOOD[1], button, f"m-{self.count}", at, quoting)) is None:
            pytest.skip("it has no buttons")
        return self.call(call)

    def answer(self) -> str | None:
        said = Dispatch.objects.filter(key=f"reply:{Inbound.objects.latest('pk').pk}").first()
        return said.payload["text"] if said else None


@pytest.fixture
def phone(client, kind, here) -> Telephone:
    return Telephone(client, kind)


def told() -> list[tuple[str, list[str], int | None]]:
    rows = Hop.objects.filter(kind=HopKind.RELAYED).order_by("pk").select_related("relay")
    return [(hop.relay.code, hop.places, hop.people) for hop in rows]


def sent(dispatch: Dispatch, kind: str, provider_id: str) -> str:
    """The message of this dispatch lies on the telephone; returns the provider's id of it."""
    recipient = Contact.objects.get(channel=kind).recipient
    delivery = Delivery.objects.create(
        dispatch=dispatch, recipient=recipient, channel=kind, state="accepted", contact=recipient.contacts.first()
    )
    now, token = timezone.now(), "0" * 32
    Attempt.objects.create(
        delivery_id=delivery.pk, channel=kind, number=1, token=token, ended_at=now, outcome="accepted",
        provider_id=provider_id,
    )  # fmt: skip
    return provider_id


def message_of(release, kind: str, number: int = 1, version: int = 1) -> str:
    provider_id = f"{CASES[kind].GOOD[1]}:{number}" if kind == "telegram" else f"p-{number}"
    return sent(Dispatch.objects.get(key=f"release:{release.pk}:v{version}"), kind, provider_id)


def thanks(release, village: str = "Desa 01-2001") -> str:
    return f"Terima kasih! “{release.text.title}” tercatat sudah diteruskan di {village}."


def test_a_code_confirms_with_where_and_how_many(release, phone):
    answer = phone.say(f"OK {release.pk} MASJID 80")

    assert (answer, told()) == (thanks(release), [(HOME, ["loudspeaker"], 80)])
    assert Relay.objects.get(code=HOME).state == State.RELAYED
    assert Inbound.objects.get().taken_by == "relays"


def test_sudah_is_enough_where_one_release_waits(release, phone):
    assert (phone.say("Sudah"), told()) == (thanks(release), [(HOME, [], None)])


def test_a_button_says_where(release, phone):
    relay = Relay.objects.get(code=HOME)

    answer = phone.press(f"sudah:{relay.pk}:board")

    assert (answer, told()) == (thanks(release), [(HOME, ["board"], None)])


def test_a_quoted_message_says_which(release, phone, kind):
    if kind == "sms":
        pytest.skip("nothing is quoted in an SMS")
    other = factories.published(title="Harga sawit")
    quoting = message_of(other, kind)

    answer = phone.say("sudah", quoting=quoting)

    assert (answer, Hop.objects.get(kind="relayed").relay.release) == (thanks(other), other)


def test_which_is_asked_where_several_wait_and_the_code_answers(release, phone):
    other = factories.published(title="Harga sawit")

    question = phone.say("sudah")
    nothing = told()
    answer = phone.say(f"ok {other.pk}")

    assert question.split("\n") == [
        WHICH,
        f"OK {other.pk} = Harga sawit (Desa 01-2001)",
        f"OK {release.pk} = Posyandu keliling bulan ini (Desa 01-2001)",
    ]
    assert (nothing, answer) == ([], thanks(other))


def test_two_villages_of_one_release_have_a_letter_each(siti, phone):
    serve(siti, OTHER)
    release = factories.published()

    question = phone.say(f"ok {release.pk}")
    answers = [phone.say(f"{release.pk} b"), phone.say("sudah")]

    assert question.split("\n") == [
        WHICH,
        f"OK {release.pk}A = Posyandu keliling bulan ini (Desa 01-2001)",
        f"OK {release.pk}B = Posyandu keliling bulan ini (Desa 01-2002)",
    ]
    assert answers == [thanks(release, "Desa 01-2002"), thanks(release)]


def test_a_letter_stays_when_another_village_is_done_or_revoked(siti, phone):
    for code in (OTHER, "16.06.01.2003"):
        serve(siti, code)
    release = factories.published()
    Asking.objects.filter(relay__code=HOME).update(revoked_at=timezone.now())

    assert phone.say(f"OK {release.pk}C") == thanks(release, "Desa 01-2003")


def test_all_of_them_at_once(siti, phone):
    serve(siti, OTHER)
    factories.published()
    factories.published(title="Harga sawit")

    answer = phone.say("sudah semua, di masjid")

    assert (answer, len(told())) == ("Terima kasih! 4 penerusan tercatat.", 4)
    assert phone.say("sudah") == "Tidak ada rilis yang menunggu Anda sekarang. Terima kasih."


def test_a_reply_hours_later_keeps_both_times(release, phone):
    Relay.objects.update(asked_at=timezone.now() - 2 * SIX_HOURS)
    at = datetime.now(UTC).replace(microsecond=0) - SIX_HOURS

    phone.say("sudah", at=at)

    hop = Hop.objects.get(kind="relayed")
    assert (hop.at, timezone.now() - hop.heard_at < timedelta(minutes=1)) == (at, True)
    assert Relay.objects.get(code=HOME).reached_at == at


def test_the_same_twice_is_one_hop(release, phone):
    texts = [f"ok {release.pk} masjid"] * 2
    call = phone.case.said(phone.case.GOOD[1], texts[0], "again", datetime.now(UTC), None)

    answers = [phone.call((call[0], dict(call[1]))) for _ in range(2)] + [phone.say(text) for text in texts]

    assert (set(answers), told()) == ({thanks(release)}, [(HOME, ["loudspeaker"], None)])


def test_another_place_told_later_is_added(release, phone):
    for text in ("masjid", "papan", "masjid papan"):
        phone.say(f"ok {release.pk} {text}")

    assert told() == [(HOME, ["loudspeaker"], None), (HOME, ["board"], None)]


def test_a_withdrawn_release_is_not_recorded(release, phone, siti):
    publishing.withdraw(release=release, reason="Keliru.", by=siti)
    relay = Relay.objects.get(code=HOME)

    answers = {phone.say(f"ok {release.pk}")}
    if phone.kind != "sms":
        answers |= {phone.press(f"sudah:{relay.pk}")}

    assert (answers, told()) == ({"Rilis ini sudah ditarik; jangan diteruskan lagi."}, [])


def test_a_withdrawn_release_waits_for_nobody(release, phone, siti):
    other = factories.published(title="Harga sawit")
    publishing.withdraw(release=release, reason="Keliru.", by=siti)

    assert phone.say("sudah") == thanks(other)


def test_a_number_that_is_no_release(release, phone):
    assert (phone.say("ok 999 masjid"), told()) == ("Tidak ada rilis nomor 999. Periksa lagi kodenya.", [])


def test_a_letter_that_is_no_village(release, phone):
    n = release.pk

    assert phone.say(f"ok {n}Z") == f"Kode itu tidak ada. Periksa lagi huruf di belakang {n}."


def test_somebody_elses_release(siti, phone):
    factories.volunteer(factories.group(FAR), name="Budi")
    factories.published()
    other = factories.published(targets=["16.06.02"])

    answer = phone.say(f"ok {other.pk}")

    assert answer == f"Rilis nomor {other.pk} bukan tugas Anda, jadi tidak tercatat. Periksa lagi kodenya."


def test_somebody_elses_button(release, phone):
    budi = factories.volunteer(factories.group(FAR), name="Budi")
    factories.published(targets=["16.06.02"])
    theirs = Asking.objects.get(person=budi).relay_id

    assert (phone.press(f"sudah:{theirs}"), told()) == ("Tugas ini bukan untuk Anda, jadi tidak tercatat.", [])


def test_a_revoked_link(release, phone):
    Asking.objects.update(revoked_at=timezone.now())

    answers = [phone.say(f"ok {release.pk}"), phone.say("sudah")]

    assert (answers, told()) == (
        [
            "Petugas mencabut tugas ini, jadi tidak tercatat. Kalau keliru, hubungi koordinator kecamatan.",
            "Tidak ada rilis yang menunggu Anda sekarang. Terima kasih.",
        ],
        [],
    )


def test_somebody_whose_role_ended(release, phone):
    Grant.objects.all().delete()

    assert (phone.say(f"ok {release.pk}"), told()) == (
        "Masa tugas ini sudah lewat, jadi tidak tercatat. Terima kasih.",
        [],
    )


def test_somebody_who_is_no_volunteer(siti, phone):
    answers = [phone.say("sudah"), phone.say("ok 12")]

    assert set(answers) == {"Anda tidak sedang diminta meneruskan rilis, jadi tidak ada yang tercatat."}


STRANGE = {"sms": "+6281299998888", "whatsapp": "+6281299998888", "telegram": "71000099"}


def test_an_unknown_number_is_told_once_a_day(release, phone, kind):
    answers = [phone.say(text, address=STRANGE[kind]) for text in (f"ok {release.pk}", "sudah")]

    assert answers == [
        "Nomor atau akun ini belum kami kenal, jadi tidak ada yang tercatat. Mintalah kode GABUNG dari petugas.",
        None,
    ]
    assert (told(), list(Inbound.objects.values_list("taken_by", flat=True))) == ([], ["relays", "relays"])


def test_what_a_stranger_says_otherwise_waits(release, phone, kind):
    assert phone.say("Jalan kami rusak", address=STRANGE[kind]) is None
    assert Inbound.objects.get().taken_by == ""


def test_politeness_is_no_claim(release, phone):
    answer = phone.say("Ok siap, terima kasih")

    assert (answer.split("\n"), told()) == (
        [
            "Terima kasih. Kalau sudah diteruskan ke warga, balas dengan kodenya:",
            f"OK {release.pk} = Posyandu keliling bulan ini (Desa 01-2001)",
        ],
        [],
    )


@pytest.mark.parametrize(
    ("text", "places", "people"),
    [
        ("Sudah saya umumkan di masjid tadi", ["loudspeaker"], None),
        ("sudah ya pak, di grup wa RT 3", ["whatsapp"], None),
        ("sudah, 100 org", [], 100),
        ("sudah kak semuanya", [], None),
    ],
)
def test_their_own_words_claim_it_and_are_kept(release, phone, text, places, people):
    assert (phone.say(text), told()) == (thanks(release), [(HOME, places, people)])
    assert Hop.objects.get(kind="relayed").note == text


UNSURE = "Belum ada yang tercatat. Kalau sudah diteruskan ke warga, balas dengan kodenya:"


@pytest.mark.parametrize("text", ["sudah belum?", "belum sudah", "sudah saya tanya", "Sudah komandante", "ok besok"])
def test_who_speaks_of_it_and_claims_nothing_is_asked(release, phone, text):
    answer = phone.say(text)

    assert answer.split("\n") == [UNSURE, f"OK {release.pk} = Posyandu keliling bulan ini (Desa 01-2001)"]
    assert (told(), Inbound.objects.get().taken_by) == ([], "relays")


def test_a_question_that_begins_so_is_kept_and_the_code_told(release, phone, kind):
    if kind == "sms":
        pytest.skip("nothing is quoted in an SMS")

    lines = phone.say("Sudah boleh dibagikan?", quoting=message_of(release, kind)).split("\n")

    assert lines[:2] == ["Pertanyaan Anda sudah kami sampaikan. Jawabannya akan datang ke sini.", UNSURE]
    assert (Question.objects.get().text, told()) == ("Sudah boleh dibagikan?", [])


def test_a_stranger_who_begins_so_tells_something_else(release, phone, kind):
    assert phone.say("Sudah dua kali masjid kami kemalingan", address=STRANGE[kind]) is None
    assert Inbound.objects.get().taken_by == ""


def test_other_words_to_a_release_are_a_question(release, phone, kind):
    quoting = message_of(release, kind)
    if kind == "sms":
        pytest.skip("nothing is quoted in an SMS")

    answer = phone.say("Apakah gratis?", quoting=quoting)

    assert answer == "Pertanyaan Anda sudah kami sampaikan. Jawabannya akan datang ke sini."
    assert (Question.objects.get().text, told()) == ("Apakah gratis?", [])


def test_a_question_about_several_releases_leads_to_their_links(siti, phone, kind):
    if kind == "sms":
        pytest.skip("nothing is quoted in an SMS")
    first, second = factories.published(), factories.published(title="Harga sawit")
    for release in (first, second):
        message_of(release, kind)

    lines = phone.say("Kapan?", quoting=Attempt.objects.first().provider_id).split("\n")

    assert (lines[0], len(lines), Question.objects.count()) == (
        "Pertanyaan itu tentang rilis yang mana? Tanyakan lewat tautannya:", 3, 0
    )  # fmt: skip


def test_other_words_without_a_quote_wait_for_others(release, phone):
    assert phone.say("Jalan kami rusak") is None
    assert Inbound.objects.get().taken_by == ""


def correct(release, by):
    content = factories.content(body="Kamis.", note="Kini hari Kamis.")
    publishing.correct(release=release, ask_again=True, by=by, base=1, content=content)


def test_what_was_passed_on_before_a_correction_does_not_count_for_it(release, phone, siti):
    Relay.objects.update(asked_at=timezone.now() - SIX_HOURS)
    correct(release, siti)

    answer = phone.say("sudah", at=datetime.now(UTC) - timedelta(hours=1))

    hop = Hop.objects.get(kind="relayed")
    assert answer.startswith("Terima kasih. Sesudah itu “Posyandu keliling bulan ini” dikoreksi; mohon teruskan lagi")
    assert (hop.version, Relay.objects.get(code=HOME).state < State.RELAYED) == (1, True)


def test_the_quoted_message_says_which_version(release, phone, siti, kind):
    if kind == "sms":
        pytest.skip("nothing is quoted in an SMS")
    old = message_of(release, kind)
    correct(release, siti)
    new = message_of(release, kind, 2, 2)

    answers = [phone.say("sudah", quoting=quoting) for quoting in (old, new)]

    versions = list(Hop.objects.filter(kind="relayed").order_by("pk").values_list("version", flat=True))
    assert (answers[0].startswith("Terima kasih. Sesudah itu"), answers[1], versions) == (True, thanks(release), [1, 2])


def test_the_page_and_the_telephone_tell_the_same_once(release, phone, siti):
    relay = Relay.objects.get(code=HOME)
    hops.relayed(relay=relay, by=siti, places=["board"], version=1, key="1")

    phone.say(f"ok {release.pk} papan")

    assert told() == [(HOME, ["board"], None)]


def test_a_taker_that_breaks_leaves_the_message_and_the_others_go_on(release, phone, settings, caplog):
    settings.INBOUND_TAKERS = ["tests.relays.test_replies.broken", "jembatan.relays.replies.take"]

    assert phone.say("sudah") == thanks(release)
    assert "tests.relays.test_replies.broken broke" in caplog.text


def broken(_message):
    Contact.objects.create()  # refused by the database


def test_every_channel_of_these_hears(kind):
    assert hasattr(channels.load(kind), "hear")
