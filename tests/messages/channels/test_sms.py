"""SMS through a gateway: every setting does what it says, wrong ones end the start, hostile calls change nothing."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from jembatan import gateway_settings
from jembatan.messages.channels import sms
from jembatan.messages.channels.sms.length import measure
from jembatan.messages.errors import Forged, Garbled
from jembatan.messages.letters import Draft, Letter
from tests.messages.contract.sms import SECRET, environment, provider, signed
from tests.messages.http_provider import CUT, CUT_AFTER, HttpProvider, Reply
from tests.messages.sending import send

HOSTILE = 'Pasar "Randik" \\ 100% & {to} = baru\n+1'
FORM = "no={digits}&isi={text}&lokal={local}"


def letter(number: int = 1, **words) -> Letter:
    words = {"subject": "Kabar", "text": "…", "link": "https://contoh.id/r/1"} | words
    return Letter(number, f"{number}.0", "+6281234567890", Draft(**words), leave="https://contoh.id/berhenti/1-ab/")


def outcome(here, one: Letter | None = None):
    return send(sms, [one or letter()])[0]


@pytest.fixture
def here(settings, tmp_path):
    with provider(settings, tmp_path) as gateway:
        yield gateway.server


def set_up(settings, url: str, **more: str) -> None:
    """As described; an empty value takes a variable away."""
    settings.SMS = gateway_settings.read(environment(url, **more))


def test_json_body_takes_any_text(here):
    outcome(here, letter(brief=HOSTILE))

    [asked] = here.taken
    assert asked.json()["text"] == f"{HOSTILE}\nStop: balas BERHENTI"
    assert {name: asked.json()[name] for name in ("to", "from")} == {"to": "+6281234567890", "from": "DINKOMINFO"}
    assert (asked.headers["authorization"], asked.headers["content-type"]) == (
        "Bearer rahasia-gateway", "application/json"
    )  # fmt: skip


def test_form_body_takes_any_text(here, settings):
    set_up(settings, here.url, BODY=FORM)

    outcome(here, letter(brief=HOSTILE))

    [asked] = here.taken
    assert dict(parse_qsl(asked.body.decode())) == {
        "no": "6281234567890", "isi": f"{HOSTILE}\nStop: balas BERHENTI", "lokal": "081234567890"
    }  # fmt: skip


def test_get_carries_it_in_the_query(here, settings):
    set_up(settings, here.url, URL=f"{here.url}/sms?no={{local}}&isi={{text}}&u=kantor", BODY="", METHOD="GET")

    said = outcome(here, letter(brief=HOSTILE))

    [asked] = here.taken
    assert (said.result, asked.method, asked.body) == ("accepted", "GET", b"")
    assert asked.query == {"no": "081234567890", "isi": f"{HOSTILE}\nStop: balas BERHENTI", "u": "kantor"}


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
@pytest.mark.parametrize("cut", [CUT, CUT_AFTER])
def test_a_broken_connection_repeats_nothing(here, settings, method, cut):
    more = {"URL": f"{here.url}/sms?to={{to}}&isi={{text}}", "BODY": ""} if method == "GET" else {}
    set_up(settings, here.url, METHOD=method, **more)
    here.next = [Reply({"messages": [{"id": "x"}]}), cut]

    first, second, third = send(sms, [letter(1), letter(2), letter(3)])

    assert [first.result, second.result, third.result] == ["accepted", "unknown", "accepted"]
    assert len(here.asked) == 3


def test_nobody_listens_so_nothing_was_sent(settings):
    with HttpProvider({}) as gone:
        set_up(settings, gone.url)

    said = outcome(None)

    assert (said.result, said.fault) == ("not_sent", "unreachable")


def test_key_header_makes_a_repeated_letter_one(here, settings):
    before = sms.can().idempotency_key
    set_up(settings, here.url, KEY_HEADER="Idempotency-Key")

    send(sms, [letter(7), letter(7), letter(8)])

    keys = [asked.headers["idempotency-key"] for asked in here.taken]
    assert (before, sms.can().idempotency_key, keys[0] == keys[1] != keys[2]) == (False, True, True)


def test_without_an_id_our_own_reference_is_the_id(here, settings):
    set_up(settings, here.url, ID="")

    said = outcome(here)

    assert said.provider_id == here.taken[0].json()["ref"]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply({"status": 0, "id": 5}), ("accepted", None, None)),
        (Reply({"status": "Queued", "id": 5}), ("accepted", None, None)),
        (Reply({"status": 4}), ("refused", None, "HTTP 200 4")),
        (Reply({"status": 9}), ("not_sent", "unreachable", "HTTP 200 9")),  # no credit left, say
        (Reply({"status": "+6281234567890"}), ("not_sent", "unreachable", "HTTP 200")),
        (Reply("OK"), ("unknown", "unreachable", "the answer cannot be read")),
        (Reply({"status": 0}, 500), ("unknown", "unreachable", "HTTP 500")),
        (Reply("", 401), ("not_sent", "unreachable", "HTTP 401")),
        (Reply("", 301, {"Location": "/elsewhere"}), ("not_sent", "unreachable", "HTTP 301")),
        (Reply("", 404), ("refused", None, "HTTP 404")),
    ],
)
def test_the_word_in_the_answer_decides(here, settings, reply, expected):
    set_up(settings, here.url, OK="status=0|queued", REFUSED="404,status=4|5", ID="id")
    here.next = [reply]

    said = outcome(here)

    assert (said.result, said.fault, said.detail) == expected


def test_retry_after_is_passed_on(here):
    here.next = [Reply("", 429, {"Retry-After": "7"}), Reply("", 503, {"Retry-After": "9"})]

    waits = [(said.fault, said.after) for said in send(sms, [letter(1), letter(2)])]

    assert waits == [("throttled", 7.0), ("unreachable", 9.0)]


def test_an_id_that_postgresql_cannot_keep_is_cleaned(here):
    here.next = [Reply({"messages": [{"id": "a\0b\ud800"}]})]

    assert outcome(here).provider_id == "ab?"


def test_settings_say_what_the_channel_can_do(here, settings):
    set_up(settings, here.url, RATE="12.5", BATCH="200")
    two_way = sms.can()
    set_up(settings, here.url, RECEIPT_ID="", RECEIPT_STATUS="", FROM="", MESSAGE="", SECRET="")
    one_way = sms.can()

    assert (two_way.rate, two_way.batch, two_way.receipts, two_way.inbound) == (12.5, 200, True, True)
    assert (one_way.rate, one_way.batch, one_way.receipts, one_way.inbound) == (None, 50, False, False)


def test_without_settings_it_is_passed_over(settings):
    settings.SMS = gateway_settings.read({"PATH": "/bin"})

    assert (sms.configured(), sms.can().batch) == (False, 1)


WRONG = [
    ({"URL": ""}, "JEMBATAN_SMS_URL kosong"),
    ({"URL": "gateway.contoh.id"}, "JEMBATAN_SMS_URL bukan alamat web"),
    ({"URL": "http://[::1"}, "JEMBATAN_SMS_URL bukan alamat web"),
    ({"URL": "https://{to}.contoh.id/"}, "JEMBATAN_SMS_URL bukan alamat web"),
    ({"METHOD": "SEND"}, "JEMBATAN_SMS_METHOD=SEND"),
    ({"METHOD": "GET"}, "JEMBATAN_SMS_METHOD=GET tidak membawa isi"),
    ({"BODY": '{"to": {to}, "text": "{text}"}'}, "JEMBATAN_SMS_BODY bukan JSON"),
    ({"BODY": '{"to": "{to}"}'}, "JEMBATAN_SMS_URL dan JEMBATAN_SMS_BODY harus memuat"),
    ({"BODY": "text={text}"}, "JEMBATAN_SMS_URL dan JEMBATAN_SMS_BODY harus memuat"),
    ({"SENDER": ""}, "JEMBATAN_SMS_BODY memuat {sender}"),
    ({"HEADERS": "rahasia"}, "JEMBATAN_SMS_HEADERS tidak terbaca"),
    ({"HEADERS": '{"A": 1}'}, "JEMBATAN_SMS_HEADERS tidak terbaca"),
    ({"HEADERS": "A: é"}, "JEMBATAN_SMS_HEADERS tidak terbaca"),
    ({"KEY_HEADER": "Kunci saya"}, "JEMBATAN_SMS_KEY_HEADER bukan nama header"),
    ({"ID": "messages..id"}, "JEMBATAN_SMS_ID=messages..id"),
    ({"OK": "2xx"}, "JEMBATAN_SMS_OK=2xx"),
    ({"OK": "a=1,b=2"}, "JEMBATAN_SMS_OK menyebut dua jalur"),
    ({"REFUSED": "700"}, "JEMBATAN_SMS_REFUSED=700"),
    ({"RATE": "cepat"}, "JEMBATAN_SMS_RATE=cepat"),
    ({"BATCH": "0"}, "JEMBATAN_SMS_BATCH=0"),
    ({"SECRET": ""}, "JEMBATAN_SMS_SECRET kurang dari 16 huruf"),
    ({"RECEIPT_STATUS": ""}, "JEMBATAN_SMS_RECEIPT_ID dan JEMBATAN_SMS_RECEIPT_STATUS"),
    ({"MESSAGE": ""}, "JEMBATAN_SMS_FROM dan JEMBATAN_SMS_MESSAGE"),
    ({"RECEIPT_WORDS": "DELIVRD=sampai"}, "JEMBATAN_SMS_RECEIPT_WORDS tidak terbaca"),
    ({"BODDY": "x"}, "JEMBATAN_SMS_BODDY tidak dikenal"),
]


@pytest.mark.parametrize(("more", "sentence"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_setting_ends_the_start_with_a_sentence(more, sentence):
    with pytest.raises(SystemExit) as end:
        gateway_settings.read(environment("https://gateway.contoh.id", **more))

    assert str(end.value).startswith(f"Pengaturan salah: {sentence}")
    assert "rahasia-gateway" not in str(end.value)


def hear(payload: object, **headers: str):
    body, proof = signed(payload if isinstance(payload, bytes) else json.dumps(payload).encode())
    return sms.hear(body, proof | headers)


def test_receipts_and_messages_in_one_call(here, settings):
    set_up(settings, here.url, ITEMS="results")

    heard = hear({"results": [{"id": "g-1", "status": "delivrd"}, {"id": "g-2", "status": "Rejected"},
                              {"id": "g-3", "status": "BUFFERED"}, {"from": "62812", "text": "Ya"}]})  # fmt: skip

    assert [(news.provider_id, str(news.kind)) for news in heard.news] == [
        ("g-1", "delivered"), ("g-2", "failed"), ("g-3", "unknown")
    ]  # fmt: skip
    assert [(one.address, one.text) for one in heard.said] == [("62812", "Ya")]
    assert heard.news[2].raw == '{"id": "g-3", "status": "BUFFERED"}'


def test_a_form_with_the_secret_in_the_query(here, settings):
    set_up(settings, here.url, SIGNATURE_HEADER="")

    heard = sms.hear(b"id=g-1&status=DELIVRD", {"query": f"secret={SECRET}", "method": "POST"})

    assert [news.provider_id for news in heard.news] == ["g-1"]


def test_a_get_with_everything_in_the_query(here, settings):
    set_up(settings, here.url, SIGNATURE_HEADER="")

    heard = sms.hear(b"", {"query": f"id=g-1&status=DELIVRD&secret={SECRET}", "method": "GET"})

    assert ([news.provider_id for news in heard.news], SECRET in heard.raw) == (["g-1"], False)


@pytest.mark.parametrize("query", ["", "secret=", "secret=x", f"secret={SECRET}x", "secret=%ff%ff"])
def test_a_wrong_secret_is_forged(here, settings, query):
    set_up(settings, here.url, SIGNATURE_HEADER="")

    with pytest.raises(Forged):
        sms.hear(b"id=g-1&status=DELIVRD", {"query": query})


@pytest.mark.parametrize("proof", [{}, {"x-signature": ""}, {"x-signature": "Ω"}, {"query": f"secret={SECRET}"}])
def test_a_missing_signature_is_forged(here, proof):
    with pytest.raises(Forged):
        sms.hear(b'{"id": "g-1", "status": "DELIVRD"}', proof)


def test_a_signature_of_nothing_does_not_prove_a_query(here):
    body, proof = signed(b"")

    with pytest.raises(Forged):
        sms.hear(body, proof | {"query": "id=g-1&status=DELIVRD"})


def test_no_secret_means_no_hook(here, settings):
    set_up(settings, here.url, RECEIPT_ID="", RECEIPT_STATUS="", FROM="", MESSAGE="", SECRET="", SIGNATURE_HEADER="")

    with pytest.raises(Forged):
        sms.hear(b"", {"query": "secret="})


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-11-24T10:00:00+07:00", datetime(2026, 11, 24, 3, tzinfo=UTC)),
        ("2026-11-24 03:00:00", datetime(2026, 11, 24, 3, tzinfo=UTC)),
        (1795489200, datetime(2026, 11, 24, 3, tzinfo=UTC)),
        (1795489200000, datetime(2026, 11, 24, 3, tzinfo=UTC)),
    ],
)
def test_moments_as_gateways_write_them(here, at, moment):
    assert hear({"id": "g-1", "status": "DELIVRD", "at": at}).news[0].at == moment


@pytest.mark.parametrize("at", ["yesterday", "9" * 400, "0001-01-01", "9999-12-31T23:59:59-23:59", None, [], 1.5e300])
def test_a_moment_that_cannot_be_is_now(here, at):
    heard = hear({"id": "g-1", "status": "DELIVRD", "at": at})

    assert abs(heard.news[0].at - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_same_call_without_an_id_is_the_same_message(here, settings):
    set_up(settings, here.url, MESSAGE_ID="")

    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False):
        ids = [hear({"from": "0812", "text": text}).said[0].provider_id for text in ("Ya", "Ya", "Tidak")]

    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


@pytest.mark.parametrize(("more", "same"), [({}, False), ({"at": 1795489200}, True)])
def test_the_same_words_much_later_are_the_same_message_only_by_their_time(here, settings, more, same):
    set_up(settings, here.url, MESSAGE_ID="")

    ids = []
    for hour in (3, 4):
        with time_machine.travel(datetime(2026, 11, 24, hour, tzinfo=UTC), tick=False):
            ids.append(hear({"from": "0812", "text": "BERHENTI"} | more).said[0].provider_id)

    assert (ids[0] == ids[1]) is same


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "status", "from", "at"]), inner),
    max_leaves=12,
)
SHAPED = st.fixed_dictionaries({}, optional=dict.fromkeys(["id", "status", "from", "text", "message_id", "at"], JSON))
CALLS = (JSON | SHAPED | st.lists(SHAPED, max_size=3)).map(lambda value: json.dumps(value).encode()) | st.binary()


@pytest.fixture(scope="module")
def hook():
    return gateway_settings.read(environment("https://gateway.contoh.id")).hook


@given(call=CALLS)
def test_any_call_is_read_or_garbled(hook, call):
    body, proof = signed(call)
    try:
        heard = sms.calls.hear(hook, body, proof)
    except (Garbled, Forged):  # an empty call is signed by anybody
        return

    kept = [text for news in heard.news for text in (news.event, news.provider_id)]
    kept += [text for one in heard.said for text in (one.address, one.text, one.provider_id)]
    assert not any("\0" in text for text in kept)
    assert "".join(kept).encode()


def test_every_message_says_how_to_stop(here, settings):
    answered = sms.words.compose(Draft("Kabar", "…", link="https://contoh.id/r/1"), "")
    other = sms.words.compose(Draft("Kabar", "…", link="https://contoh.id/r/1"), "https://contoh.id/berhenti/1-ab/")

    assert answered == "Kabar https://contoh.id/r/1\nStop: balas BERHENTI"
    assert other == "Kabar https://contoh.id/r/1\nStop: https://contoh.id/berhenti/1-ab/"


def test_a_number_that_takes_no_answers_gives_the_link(here, settings):
    set_up(settings, here.url, FROM="", MESSAGE="")

    outcome(here)

    assert here.taken[0].json()["text"].endswith("\nStop: https://contoh.id/berhenti/1-ab/")


LONG = st.builds(lambda some, times: some * times, st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
                 st.integers(0, 900))  # fmt: skip
LEAVE = "https://informasi.kabupaten-yang-panjang.go.id/berhenti/12345678-0123456789abcdef0123/"


@given(brief=LONG, link=st.sampled_from(["", "https://contoh.id/r/1"]), leave=st.sampled_from(["", LEAVE]))
def test_a_message_keeps_within_six_parts_with_its_last_line(brief, link, leave):
    text = sms.words.compose(Draft("Kabar", "…", link=link, brief=brief), leave)

    assert measure(text).parts <= 6
    assert text.endswith(f"\nStop: {leave or 'balas BERHENTI'}")


def test_what_is_cut_goes_on_behind_the_link():
    text = sms.words.compose(Draft("Kabar", "…", link="https://contoh.id/r/1", brief="Awas 🌊 " * 200), "")

    assert text.endswith("Awas 🌊... https://contoh.id/r/1\nStop: balas BERHENTI")


def test_preview_is_what_goes_out(here):
    text, size = sms.preview(letter(brief="“Awas” banjir…").draft)

    outcome(here, letter(brief="“Awas” banjir…"))

    assert (text, size) == (here.taken[0].json()["text"], measure(text))
    assert (size.encoding, size.parts) == ("GSM-7", 1)
