"""Voices by Telegram, WhatsApp, SMS and e-mail: from the provider's call to the voice and the words that go back."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.keyring import unseal
from jembatan.messages import actions, engine, joining
from jembatan.messages.models import Attempt, Contact, Delivery, Dispatch, Inbound, Recipient
from jembatan.people.roles import Role
from jembatan.voices import handling, reporting
from jembatan.voices.acting import day_begins
from jembatan.voices.models import Dialogue, Follower, Identity, Kind, Step, Voice
from jembatan.voices.workflow import State
from tests import factories
from tests.voices import voices
from tests.voices.channels import CASES, Telephone, say

pytestmark = pytest.mark.django_db
ROAD = "Jalan di depan SD Desa Sukamaju, Kecamatan Air Lilin, berlubang dalam"
BRIDGE = "Jembatan gantung putus"
SARI = "sari@contoh.id"


@pytest.fixture(params=CASES)
def kind(request) -> str:
    return request.param


@pytest.fixture
def here(kind, settings, tmp_path):
    with CASES[kind].provider(settings, tmp_path) as provider:
        yield provider


@pytest.fixture
def house(db):
    """Sukamaju lies in both districts, Tanjung Raya and Baru in one each."""
    home = voices.house()
    for code, name in {
        "16.06.01": "Air Lilin", "16.06.02": "Sekayu", "16.06.01.2001": "Sukamaju", "16.06.02.2001": "Sukamaju",
        "16.06.01.2002": "Tanjung Raya", "16.06.02.2002": "Baru", "16.06.02.2003": "Sekayu",
    }.items():  # fmt: skip
        area = factories.get_area(code)
        area.name = area.official_name = name
        area.save()
    return home


@pytest.fixture
def phone(client, kind, here, house) -> Telephone:
    return Telephone(client, kind)


def codes_in(words: str) -> tuple[str, str]:
    code = re.search(r"Kode: (\w{4} \w{4})", words)
    secret = re.search(r"Kata rahasia: ((?:\w{4} ?){4})", words)
    assert code
    assert secret
    return code[1], secret[1]


# One message that says it all


def test_a_message_with_its_place_is_a_voice_at_once(phone, kind):
    answer = phone.say(ROAD)

    voice = Voice.objects.get()
    assert (voice.original, voice.area.code, voice.channel, voice.state) == (ROAD, "16.06.01.2001", kind, State.NEW)
    assert reporting.find(*codes_in(answer)) == voice
    assert "Tempat: Desa Sukamaju, Kecamatan Air Lilin" in answer
    assert "dijawab paling lambat" in answer


def test_the_answer_goes_out_to_the_address_that_asked(phone, here):
    phone.say(ROAD)
    engine.run_dry()

    [letter] = list(here.arrived())
    assert Voice.objects.get().code[:4] in letter
    assert Delivery.objects.get().state == "accepted"


def test_who_it_was_is_behind_the_seal_and_nowhere_else(phone, kind):
    phone.say(ROAD)

    voice, row = Voice.objects.get(), Inbound.objects.get()
    said = json.loads(unseal(Identity.objects.get(voice=voice).sealed))
    assert (said["channel"], said["address"], said["proven"]) == (kind, phone.address, True)
    assert ROAD in said["carried"] or "Sukamaju" in said["carried"]
    assert (row.address, row.address_index, row.text, row.raw, row.in_reply_to) == (None,) * 5
    assert (row.taken_by, row.contact_id) == ("voices", Contact.objects.get().pk)
    assert row.provider_id.startswith("voice:")


def test_the_secret_is_not_readable_in_the_ledger(phone):
    code, secret = codes_in(phone.say(ROAD))

    payload = json.dumps(Dispatch.objects.get().payload)
    assert secret not in payload
    assert secret.replace(" ", "") not in payload
    assert code not in payload


def test_its_contact_is_confirmed_and_belongs_to_this_voice(phone):
    phone.say(ROAD)

    follower = Follower.objects.get()
    contact = Contact.objects.get()
    assert (follower.why, follower.recipient, contact.recipient.person) == ("reporter", contact.recipient, None)
    assert contact.verified_at is not None


def test_the_same_call_twice_is_one_voice(phone):
    first = phone.say(ROAD, number="m-1")
    phone.say(ROAD, number="m-1")

    assert Voice.objects.count() == 1
    assert first is not None
    assert Dispatch.objects.count() == 1


def test_forty_from_one_number_within_an_hour_are_all_taken(house):
    for n in range(40):
        say("sms", "+6281234567890", f"Keluhan warga nomor {n}: lampu jalan di desa Tanjung Raya mati")

    assert Voice.objects.count() == 40
    assert set(Voice.objects.values_list("area_code", "state")) == {("16.06.01.2002", State.NEW)}
    assert Dispatch.objects.filter(kind="voice_said").count() == 40
    assert Recipient.objects.count() == 40


# The place is missing


def test_the_place_is_asked_for_and_its_answer_makes_the_voice(phone):
    asked = phone.say(BRIDGE)
    answer = phone.say("Tanjung Raya, Air Lilin")

    voice = Voice.objects.get()
    assert asked == "Desa mana? Balas nama desa dan kecamatan."
    assert (voice.original, voice.area.code, voice.place) == (BRIDGE, "16.06.01.2002", "")
    assert reporting.find(*codes_in(answer)) == voice
    assert not Dialogue.objects.exists()


def test_the_same_call_twice_is_no_answer_to_our_question(phone):
    phone.say(BRIDGE, number="m-1")
    phone.say(BRIDGE, number="m-1")
    phone.say("Tanjung Raya")

    assert Voice.objects.get().original == BRIDGE
    assert Inbound.objects.filter(address__isnull=False).count() == 0


def test_what_waits_is_sealed_and_the_row_is_blank(phone):
    phone.say(BRIDGE)

    row, dialogue = Inbound.objects.get(), Dialogue.objects.get()
    assert (row.address, row.text, row.raw) == (None, None, None)
    assert BRIDGE.encode() not in bytes(dialogue.sealed)
    assert BRIDGE in unseal(dialogue.sealed)
    assert not Voice.objects.exists()


def test_one_of_several_is_chosen_by_its_number(phone):
    asked = phone.say("Jalan di desa Sukamaju rusak")
    phone.say("2")

    assert asked.splitlines()[1:] == [
        "1. Desa Sukamaju, Kecamatan Air Lilin",
        "2. Desa Sukamaju, Kecamatan Sekayu",
    ]
    assert Voice.objects.get().area.code == "16.06.02.2001"


def test_a_word_that_is_a_village_too_is_asked_about(phone):
    asked = phone.say("Jalan baru dibangun sudah retak")
    phone.say("ya")

    assert asked.splitlines()[1:] == ["1. Desa Baru, Kecamatan Sekayu"]
    assert Voice.objects.get().area.code == "16.06.02.2002"


def test_where_in_the_village_is_kept_as_words(phone):
    phone.say(BRIDGE)
    phone.say("Tanjung Raya dekat masjid RT 3")

    voice = Voice.objects.get()
    assert (voice.area.code, voice.place, voice.original) == (
        "16.06.01.2002", "Tanjung Raya dekat masjid RT 3", BRIDGE
    )  # fmt: skip


def test_a_place_that_nobody_knows_is_asked_for_twice_and_then_taken_at_the_root(phone):
    answers = [phone.say(BRIDGE), phone.say("Kampung Antah"), phone.say("pokoknya di sana")]

    voice = Voice.objects.get()
    assert answers[:2] == ["Desa mana? Balas nama desa dan kecamatan."] * 2
    assert "Tempat: belum jelas, akan kami tanyakan" in answers[2]
    assert (voice.area.code, voice.original) == ("16.06", f"{BRIDGE}\n\nKampung Antah\n\npokoknya di sana")


def test_several_messages_in_a_row_are_one_voice(phone):
    phone.say(BRIDGE)
    phone.say("Sudah tiga bulan begini dan anak-anak sekolah harus memutar jauh lewat jalan kebun di desa Tanjung Raya")

    assert Voice.objects.get().original.startswith(f"{BRIDGE}\n\nSudah tiga bulan")


def test_a_long_text_later_is_another_voice(house):
    long = "Posyandu di Desa Tanjung Raya sudah lama tutup, kader tidak ada, ibu hamil harus pergi jauh ke puskesmas"
    say("telegram", "71000001", BRIDGE)
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=True):
        say("telegram", "71000001", long)

    assert list(Voice.objects.order_by("pk").values_list("original", "area_code")) == [
        (BRIDGE, "16.06"), (long, "16.06.01.2002"),
    ]  # fmt: skip
    assert Dispatch.objects.filter(kind="voice_said").count() == 2


def test_thanks_are_no_place(phone):
    phone.say(BRIDGE)

    assert phone.say("terima kasih") is None
    assert (Voice.objects.count(), Dialogue.objects.count()) == (0, 1)


def test_batal_drops_what_waits(phone):
    phone.say(BRIDGE)

    assert phone.say("BATAL") == "Baik, pesan Anda kami hapus."
    assert (Voice.objects.count(), Dialogue.objects.count()) == (0, 0)


# Later messages


def test_a_code_in_front_adds_to_the_voice(phone):
    code, _secret = codes_in(phone.say(ROAD))
    answer = phone.say(f"{code.lower()}: sekarang sudah ada yang jatuh")

    step = Step.objects.latest("pk")
    assert (Voice.objects.count(), step.act, step.told) == (1, "tell", "sekarang sudah ada yang jatuh")
    assert answer == f"Tambahan Anda untuk laporan {code} sudah kami terima."
    assert Inbound.objects.latest("pk").text is None


def test_a_reply_that_quotes_our_message_adds_to_it(client, settings, tmp_path, house):
    with CASES["telegram"].provider(settings, tmp_path):
        phone = Telephone(client, "telegram")
        phone.say(ROAD)
        engine.run_dry()
        phone.say("Tadi malam ada yang jatuh", quoting=Attempt.objects.get().provider_id)

    assert Voice.objects.count() == 1
    assert Step.objects.latest("pk").told == "Tadi malam ada yang jatuh"


def test_an_answer_to_a_question_starts_the_clock_again(phone, house):
    code, _secret = codes_in(phone.say(ROAD))
    voice = Voice.objects.get()
    handling.verify(voice=voice, kind=Kind.COMPLAINT, topic=house.road, area=voice.area, by=house.dewi, seen=1)
    handling.ask(voice=voice, question="Di RT berapa?", by=house.dewi, seen=2)

    phone.say(f"{code} RT 03")

    voice.refresh_from_db()
    assert (voice.state, voice.due_on is None) == (State.VERIFIED, False)


def test_a_new_text_is_a_new_voice(phone):
    phone.say(ROAD)
    phone.say("Posyandu di desa Tanjung Raya tutup")

    assert Voice.objects.count() == 2
    assert Recipient.objects.count() == 2


def test_anothers_code_adds_nothing(house):
    say("telegram", "71000001", ROAD)
    code = Voice.objects.get().code

    say("telegram", "71000002", f"{code} tolong hapus laporan di desa Tanjung Raya ini")

    assert Step.objects.filter(act="tell").count() == 0
    assert Voice.objects.count() == 2


def test_what_is_closed_says_so(phone, house):
    code, _secret = codes_in(phone.say(ROAD))
    Voice.objects.update(state=State.ARCHIVED)

    answer = phone.say(f"{code} masih rusak")

    assert "berstatus “Diarsipkan”" in answer
    assert Step.objects.filter(act="tell").count() == 0


def test_lacak_tells_its_reporter_where_it_stands(phone, house):
    code, _secret = codes_in(phone.say(ROAD))
    voice = Voice.objects.get()
    handling.verify(voice=voice, kind=Kind.COMPLAINT, topic=house.road, area=voice.area, by=house.dewi, seen=1)
    handling.forward(voice=voice, office=house.works, by=house.dewi, seen=2)

    answer = phone.say(f"lacak {code}")

    assert answer.splitlines()[0] == f"{code}: Sedang ditangani (Dinas PU)."
    assert "Batas waktu berikutnya" in answer


NOT_FOUND = "Kode itu tidak kami temukan."


def test_lacak_tells_others_nothing_unless_they_have_the_secret_or_everybody_may_see_it(house):
    words = say("telegram", "71000001", ROAD)
    code, secret = codes_in(words)

    hidden = say("telegram", "71000002", f"LACAK {code}")
    wrong = say("telegram", "71000002", f"LACAK {code} AAAA BBBB CCCC DDDD")
    unknown = say("telegram", "71000002", "LACAK AAAA BBBB")
    proven = say("telegram", "71000002", f"LACAK {code} {secret}")
    Voice.objects.update(shown="village", shown_at=timezone.now(), text="Jalan berlubang")
    public = say("telegram", "71000002", f"LACAK {code}")

    assert hidden == wrong == unknown
    assert hidden.startswith(NOT_FOUND)
    assert proven.startswith(f"{code}: Diterima")
    assert public.startswith(f"{code}: Diterima")


# What is no voice


@pytest.mark.parametrize("text", ["Halo", "assalamualaikum pak", "Selamat pagi min", "p", "BANTUAN", "/bantuan"])
def test_a_greeting_is_told_how(house, text):
    answer = say("telegram", "71000001", text)

    assert answer.startswith("Halo. Tulis saja apa yang ingin Anda sampaikan dan nama desanya")
    assert not Voice.objects.exists()
    assert not Dialogue.objects.exists()


def test_a_second_greeting_of_the_day_is_not_answered(house):
    assert say("telegram", "71000001", "halo") is not None
    assert say("telegram", "71000001", "halo") is None
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=True):
        Inbound.objects.update(received_at=timezone.now() - timedelta(days=2))
        assert say("telegram", "71000001", "halo") is not None


@pytest.mark.parametrize("text", ["terima kasih", "ok", "👍", "siap pak", "12", "..."])
def test_politeness_is_taken_silently(house, text):
    assert say("telegram", "71000001", text) is None
    assert Inbound.objects.get().taken_by == "voices"
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    "text", ["Banjir!", "Bantuan sosial belum cair", "Batalkan proyek itu", "Selamat pagi, lampu mati"]
)
def test_words_that_only_begin_like_a_command_are_a_voice(house, text):
    say("telegram", "71000001", text)

    assert json.loads(unseal(Dialogue.objects.get().sealed))["text"] == text


def test_a_photo_without_words_is_told_what_we_can_read(house):
    assert say("telegram", "71000001", "").startswith("Di sini kami hanya dapat membaca tulisan.")


def test_an_operators_notice_waits(house):
    say("sms", "TSEL", "Kuota Anda tinggal 1 GB")

    assert (Inbound.objects.get().taken_by, Voice.objects.count()) == ("", 0)


def test_a_wish_to_stop_ends_the_contact(phone):
    phone.say(ROAD)
    phone.say("BERHENTI")

    assert Contact.objects.get(recipient=Follower.objects.get().recipient).ended_because == "stopped"


# Without a name


def test_anonim_says_once_who_sees_the_number_and_then_takes_it(phone, here):
    warned = phone.say(f"ANONIM {ROAD}")
    before = Voice.objects.count()
    answer = phone.say("LANJUT")

    voice = Voice.objects.get()
    assert warned.startswith("Tanpa nama: kami tidak menyimpan nomor atau alamat Anda, tetapi penyedia")
    assert (before, voice.anonymous, voice.original, voice.area.code) == (0, True, ROAD, "16.06.01.2001")
    assert reporting.find(*codes_in(answer)) == voice
    assert not Follower.objects.exists()
    assert not Identity.objects.exists()


def test_of_an_anonymous_one_nothing_leads_to_whom_it_came_from(phone):
    phone.say(f"ANONIM {ROAD}")
    phone.say("ya")

    rows = Inbound.objects.values_list("address", "address_index", "text", "raw", "contact_id", "in_reply_to")
    assert set(rows) == {(None,) * 6}
    assert all(one.startswith("anon:") for one in Inbound.objects.values_list("provider_id", flat=True))
    assert set(Inbound.objects.values_list("at", "received_at")) == {(day_begins(), day_begins())}
    assert set(Dispatch.objects.values_list("subject_id", flat=True)) == {None}


def test_anonim_without_a_place_asks_for_both_at_once(phone):
    warned = phone.say(f"Anonim: {BRIDGE}")
    phone.say("desa Tanjung Raya")

    assert "Desa mana? Balas nama desa dan kecamatan." in warned
    assert (Voice.objects.get().original, Voice.objects.get().anonymous) == (BRIDGE, True)


def test_anonim_alone_waits_for_the_words(phone):
    phone.say("ANONIM")
    phone.say(ROAD)

    assert (Voice.objects.get().original, Voice.objects.get().anonymous) == (ROAD, True)


def test_a_volunteers_anonymous_one_does_not_lead_to_the_volunteer(here, kind, house, client):
    siti = factories.person(Role.VOLUNTEER, voices.VILLAGE, name="Siti")
    own = actions.agree(person=siti, channel=kind, address=CASES[kind].GOOD[0], source="test", by=None)
    phone = Telephone(client, kind)
    phone.say(f"ANONIM {ROAD}")
    phone.say("lanjut")

    assert Voice.objects.get().anonymous
    assert not Dispatch.objects.filter(only_contact_id=own.pk).exists()


# Volunteers, e-mail


def test_what_a_volunteer_says_that_is_about_no_release_is_their_own_voice(here, kind, house, client):
    siti = factories.person(Role.VOLUNTEER, voices.VILLAGE, name="Siti Aminah")
    actions.agree(person=siti, channel=kind, address=CASES[kind].GOOD[0], source="test", by=None)

    Telephone(client, kind).say(ROAD)

    voice = Voice.objects.get()
    said = json.loads(unseal(Identity.objects.get().sealed))
    assert (voice.original, said["name"]) == (ROAD, "Siti Aminah")
    assert Follower.objects.get().recipient.person is None


def test_who_becomes_a_volunteer_later_is_known_as_one_and_still_hears_of_their_voice(house):
    siti = factories.person(Role.VOLUNTEER, voices.VILLAGE, name="Siti")
    say("telegram", "71000001", ROAD)
    of_voice = Contact.objects.get()

    say("telegram", "71000001", f"GABUNG {joining.token(actions.recipient_of(siti).pk)}")
    say("telegram", "71000001", "Posyandu di desa Tanjung Raya tutup")

    of_voice.refresh_from_db()
    assert of_voice.ended_at is None
    assert json.loads(unseal(Identity.objects.latest("pk").sealed))["name"] == "Siti"


def test_titip_gives_a_volunteer_the_link_to_take_down_voices(house):
    siti = factories.person(Role.VOLUNTEER, voices.VILLAGE, name="Siti")
    actions.agree(person=siti, channel="telegram", address="71000001", source="test", by=None)

    assert "/titip/" in say("telegram", "71000001", "TITIP")
    assert say("telegram", "71000002", "titip").startswith("Halo.")


def test_an_email_is_taken_without_its_signature(house):
    say("email", SARI, f"{ROAD}\n\n-- \nSari, Toko Sari\n0812-3456-7890")

    voice = Voice.objects.get()
    assert (voice.original, voice.channel, voice.state) == (ROAD, "email", State.NEW)


def test_an_email_that_leads_somewhere_is_looked_at_first(house):
    answer = say("email", SARI, f"Menangkan hadiah di http://contoh.id sekarang. {ROAD}")

    assert Voice.objects.get().state == State.HELD
    assert "Kami periksa dulu." in answer


def test_a_code_in_an_email_adds_only_when_it_answers_ours(house):
    say("email", SARI, ROAD)
    voice = Voice.objects.get()
    delivery = Dispatch.objects.get(kind="voice_said")
    engine.run_dry()
    ours = Attempt.objects.get().provider_id

    say("email", SARI, f"{voice.code} tambahan palsu di desa Tanjung Raya")
    forged = Step.objects.filter(act="tell").count()
    say("email", SARI, "Sudah tiga hari", quoting=ours)

    assert (forged, Step.objects.latest("pk").told) == (0, "Sudah tiga hari")
    assert delivery.subject_id == voice.pk


def test_one_that_quotes_our_letter_from_elsewhere_adds_nothing(house):
    say("email", SARI, ROAD)
    engine.run_dry()

    say("email", "lain@contoh.id", "Di desa Tanjung Raya juga", quoting=Attempt.objects.get().provider_id)

    assert (Step.objects.filter(act="tell").count(), Voice.objects.count()) == (0, 2)
