"""Telegram: the words, the answers, what comes in by either way, against a bot of our own here."""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jembatan.messages.channels import http, telegram
from jembatan.messages.channels.http import Answer
from jembatan.messages.channels.telegram import bot, fetching
from jembatan.messages.channels.telegram.answers import outcome
from jembatan.messages.channels.telegram.updates import said as read_said
from jembatan.messages.channels.words import compose, cut, utf16
from jembatan.messages.errors import Forged, Garbled
from jembatan.messages.letters import Draft, Letter
from tests.messages.contract import telegram as case
from tests.messages.http_provider import HANG, Reply
from tests.messages.sending import send

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def here(settings, tmp_path):
    with case.provider(settings, tmp_path) as here:
        yield here


def letter(**more) -> Letter:
    words = {"subject": "Posyandu", "text": "Ibu <Sari> & anak: besok.", "link": "https://contoh.id/r/1"} | more
    return Letter(delivery_id=1, key="1.0", address="71000001", draft=Draft(**words))


def test_the_words_as_they_are_with_link_and_how_to_stop(here):
    [said] = send(telegram, [letter()])

    [values] = here.sent()
    assert values["text"] == (
        "Posyandu\n\nIbu <Sari> & anak: besok.\n\nhttps://contoh.id/r/1\n\nBalas BERHENTI untuk berhenti."
    )
    assert (values["chat_id"], values["entities"]) == (71000001, [{"type": "bold", "offset": 0, "length": 8}])
    assert (values["link_preview_options"], "parse_mode" in values) == ({"is_disabled": True}, False)
    assert said.provider_id == "71000001:1"


def test_buttons_are_rows_and_a_payload_that_is_too_long_is_left_out(here):
    buttons = (("ok:1", "Sudah"), ("x" * 65, "Terlalu panjang"), ("é" * 33, "Juga"), ("é" * 32, "Pas 64 bita"))

    send(telegram, [letter(buttons=buttons)])

    assert here.sent()[0]["reply_markup"]["inline_keyboard"] == [
        [{"text": "Sudah", "callback_data": "ok:1"}],
        [{"text": "Pas 64 bita", "callback_data": "é" * 32}],
        [{"text": "Buka", "url": "https://contoh.id/r/1"}],
    ]


def test_a_link_that_telegram_would_refuse_is_no_button(here):
    send(telegram, [letter(link="http://127.0.0.1:8000/r/1")])

    assert "reply_markup" not in here.sent()[0]
    assert "http://127.0.0.1:8000/r/1" in here.sent()[0]["text"]


def test_a_long_text_ends_at_a_sentence_and_keeps_link_and_stop():
    text = compose(Draft(subject="😀 Kabar", text="Satu kalimat 😀 lagi. " * 400, link="https://contoh.id/r/1"), 4096)

    assert 4000 < utf16(text) <= 4096
    assert text.startswith("😀 Kabar\n\nSatu kalimat")
    assert text.endswith("lagi.\n\nhttps://contoh.id/r/1\n\nBalas BERHENTI untuk berhenti.")


@given(st.text(), st.text(max_size=300), st.integers(400, 600))
def test_no_text_is_longer_than_the_limit(body, subject, limit):
    assert utf16(compose(Draft(subject=subject, text=body * 30, link="https://contoh.id/r/1"), limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [("Satu. Dua.", 10, "Satu. Dua."), ("Satu. Dua.", 9, "Satu."), ("Satu dua", 6, "Satu…"), ("Satudua", 5, "Satu…")],
)
def test_cutting(text, limit, left):
    assert cut(text, limit) == left


ANSWERS = [
    (case.error(403, "Forbidden: bot was blocked by the user"), "refused", None, None),
    (case.error(403, "Forbidden: user is deactivated"), "refused", None, None),
    (case.error(400, "Bad Request: chat not found"), "refused", None, None),
    (case.error(429, "Too Many Requests: retry after 41", retry_after=41), "not_sent", "throttled", 41.0),
    (Reply("slow", 429, {"Retry-After": "3"}), "not_sent", "throttled", 3.0),
    (Reply("slow", 429), "not_sent", "throttled", 1.0),
    (case.error(401, "Unauthorized"), "not_sent", "unreachable", None),
    (case.error(404, "Not Found"), "not_sent", "unreachable", None),
    (Reply("<html>sign in to this wifi", 302, {"Location": "http://127.0.0.1:9/"}), "not_sent", "unreachable", None),
    (Reply("<html>sign in to this wifi", 200), "unknown", "unreachable", None),
    (Reply("Bad Gateway", 502), "unknown", "unreachable", None),
    (Reply("", 503), "not_sent", "unreachable", None),
]


@pytest.mark.parametrize(("reply", "result", "fault", "after"), ANSWERS)
def test_what_telegram_answers(here, reply, result, fault, after):
    here.server.next = [reply]

    [said] = send(telegram, [letter()])

    assert (said.result, said.fault, said.after) == (result, fault, after)


def test_details_say_no_address_and_no_link(here):
    words = "Bad Request: inline keyboard button URL 'https://contoh.id/r/RAHASIA' of 71000001 is invalid"
    here.server.next = [case.error(400, words)]

    [said] = send(telegram, [letter()])

    assert said.detail == "Telegram 400: inline keyboard button url"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["ok", "result", "parameters", "retry_after", "message_id", "description"]), x)),
    st.sampled_from([200, 400, 429, 500]))  # fmt: skip
def test_any_answer_is_an_outcome(body, status):
    outcome(letter(), Answer(status, json.dumps(body).encode(), {}))


def hear(call):
    return telegram.hear(*call).said


def test_a_reply_names_the_message_that_it_quotes():
    [one] = hear(case.said("71000001", "sudah", "71000001:8", AT, "71000001:5"))

    assert (one.address, one.text, one.provider_id, one.in_reply_to, one.at) == (
        "71000001", "sudah", "71000001:8", "71000001:5", AT
    )  # fmt: skip


def test_a_button_names_its_message_and_is_acknowledged_in_the_answer_of_the_call():
    heard = telegram.hear(*case.pressed("71000001", "ok:1", "77", AT, "71000001:5"))

    [one] = heard.said
    assert (one.text, one.button, one.provider_id, one.in_reply_to) == ("", "ok:1", "callback:77", "71000001:5")
    assert json.loads(heard.answer) == {"method": "answerCallbackQuery", "callback_query_id": "77"}


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ({"photo": [{"file_id": "A"}], "caption": "Banjir"}, "Banjir"),
        ({"photo": [{"file_id": "A"}]}, ""),
        ({"location": {"latitude": -2.9, "longitude": 103.8}}, ""),
        ({"text": "rusak \ud83d\x00"}, "rusak ?"),
    ],
)
def test_what_has_no_text_stays_visible(what, text):
    [one] = hear(case.update(message=case.message("71000001", "m", AT, **what)))

    assert (one.text, next(iter(what)) in one.raw) == (text, True)


def test_who_blocks_the_bot_wants_it_to_stop():
    member = {"chat": case.chat("71000001"), "date": int(AT.timestamp()), "new_chat_member": {"status": "kicked"}}

    [one] = hear(case.update(my_chat_member=member))

    assert (one.address, one.button, one.at) == ("71000001", "stop", AT)


@pytest.mark.parametrize("status", ["member", "administrator"])
def test_other_changes_of_membership_are_nothing(status):
    member = {"chat": case.chat("71000001"), "date": 1, "new_chat_member": {"status": status}}

    assert hear(case.update(my_chat_member=member)) == []


def test_groups_are_not_listened_to():
    group = {"chat": {"id": -100123, "type": "supergroup", "title": "Warga"}}

    assert hear(case.update(message=case.message("71000001", "m", AT, text="STOP", **group))) == []


def test_without_the_secret_nothing_is_read(here):
    with pytest.raises(Forged):
        telegram.hear(b"{", {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["update_id", "message", "callback_query", "my_chat_member", "chat", "id", "type", "date", "text", "data",
         "from", "message_id", "reply_to_message", "new_chat_member", "status"]),
        inner | st.just("private"), max_size=6),
    max_leaves=25,
)  # fmt: skip


@given(JSON)
def test_garbage_is_garbled_and_nothing_else(anything):
    try:
        heard = telegram.hear(*case.signed(json.dumps(anything).encode()))
    except Garbled:
        return
    assert all(one.address.isdecimal() for one in heard.said)


@given(st.dictionaries(st.sampled_from(["chat", "message_id", "date", "text", "reply_to_message", "caption"]), JSON))
def test_a_broken_message_is_garbled_and_nothing_else(broken):
    whole = case.message("71000001", "m", AT, text="Halo")
    with suppress(Garbled):
        read_said({"update_id": 1, "message": whole | broken})


def fetch(cursor=""):
    return asyncio.run(telegram.fetch(cursor))


def test_polling_asks_from_the_cursor_and_acknowledges_buttons(here, settings):
    settings.TELEGRAM = replace(settings.TELEGRAM, mode="polling")
    calls = [case.said("71000001", "Halo", "m", AT, None), case.pressed("71000001", "ok:1", "77", AT, "71000001:5")]
    here.updates = [json.loads(call[0]) | {"update_id": 41 + n} for n, call in enumerate(calls)]
    here.updates.insert(1, {"update_id": 41, "message": {"chat": "?"}})

    heard, cursor = fetch()
    again, after = fetch(cursor)

    assert ([one.text for one in heard.said], cursor) == (["Halo", ""], "43")
    assert (again.said, after) == ([], "43")
    asked = [(one.path.rpartition("/")[2], one.json()) for one in here.server.taken]
    assert [name for name, _values in asked] == ["getUpdates", "answerCallbackQuery", "getUpdates"]
    assert ("offset" in asked[0][1], asked[2][1]["offset"]) == (False, 43)


@pytest.mark.parametrize(
    ("instead", "error"),
    [
        (case.error(409, "Conflict: can't use getUpdates method while webhook is active"), fetching.WebhookStillSet),
        (case.error(409, "Conflict: terminated by other getUpdates request"), fetching.NotAsked),
        (Reply("Bad Gateway", 502), fetching.NotAsked),
        (HANG, fetching.NotAsked),
    ],
)
def test_without_a_good_word_the_cursor_stays(here, settings, monkeypatch, instead, error):
    settings.TELEGRAM = replace(settings.TELEGRAM, mode="polling")
    monkeypatch.setattr(fetching, "PATIENT", http.aiohttp.ClientTimeout(total=0.3))
    here.server.next = [instead]

    with pytest.raises(error):
        fetch("7")


def test_with_a_webhook_nothing_is_asked(here, monkeypatch):
    monkeypatch.setattr(fetching, "WAIT", 0)

    assert (fetch("7")[1], here.server.asked) == ("7", [])


def test_registering_the_webhook(here, settings):
    settings.BASE_URL = "https://jembatan.contoh.go.id"

    told = bot.register()

    values = here.server.taken[1].json()
    assert values["url"] == "https://jembatan.contoh.go.id/api/v1/hooks/telegram/"
    assert (values["secret_token"], values["allowed_updates"]) == (bot.secret(), bot.UPDATES)
    assert values["url"] in told


def test_registering_for_polling_ends_the_webhook(here, settings):
    settings.TELEGRAM = replace(settings.TELEGRAM, mode="polling")

    bot.register()

    assert [asked.path.rpartition("/")[2] for asked in here.server.taken] == ["getMe", "deleteWebhook"]


def test_a_token_of_another_bot_is_told(here, settings):
    settings.TELEGRAM = replace(settings.TELEGRAM, bot="BotLain")

    with pytest.raises(bot.Refused, match="JEMBATAN_TELEGRAM_BOT=JembatanBot"):
        bot.register()


def test_the_link_that_joins(here):
    assert telegram.join_url("7-1-ab") == "https://t.me/JembatanBot?start=7-1-ab"


@pytest.mark.parametrize(
    "what",
    [
        {"callback_query": [1]},
        {"callback_query": {"id": 7, "from": {"id": 71000001}}},
        {"message": []},
        {"message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 2**62}},
        {"message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 1, "text": 5}},
        {"message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 1, "reply_to_message": "x"}},
        {"message": {"chat": {"id": True, "type": "private"}, "message_id": 1, "date": 1}},
        {"my_chat_member": {"new_chat_member": "kicked"}},
    ],
)
def test_each_wrong_shape_is_garbled(what):
    with pytest.raises(Garbled):
        telegram.hear(*case.update(**what))
