"""WhatsApp: free words or a template, the answers, what comes in and who may say so, against a provider of our own."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jembatan.messages.channels import whatsapp
from jembatan.messages.channels.http import Answer
from jembatan.messages.channels.whatsapp.answers import outcome
from jembatan.messages.channels.whatsapp.pieces import news as read_news
from jembatan.messages.channels.whatsapp.pieces import said as read_said
from jembatan.messages.errors import Forged, Garbled
from jembatan.messages.letters import Draft, Letter
from tests.messages.contract import whatsapp as case
from tests.messages.http_provider import Reply
from tests.messages.sending import send

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
STOP = "Balas BERHENTI untuk berhenti."


@pytest.fixture(autouse=True)
def here(settings, tmp_path):
    with case.provider(settings, tmp_path) as here:
        yield here


def letter(heard: timedelta | None = timedelta(hours=1), **more) -> Letter:
    words = {"subject": "Posyandu", "text": "Besok di balai desa.", "link": "https://contoh.id/r/1"} | more
    at = timezone.now() - heard if heard is not None else None
    return Letter(delivery_id=1, key="1.0", address=case.GOOD[1], draft=Draft(**words), heard_at=at)


def test_free_words_within_a_day_of_theirs(here):
    [said] = send(whatsapp, [letter()])

    assert here.sent() == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "+6281234567890",
            "type": "text",
            "text": {
                "body": f"Posyandu\n\nBesok di balai desa.\n\nhttps://contoh.id/r/1\n\n{STOP}",
                "preview_url": False,
            },
        }
    ]
    assert (said.provider_id, here.server.taken[0].headers["authorization"]) == ("wamid.1", "Bearer EAAG0")


def test_three_buttons_with_short_titles(here):
    buttons = tuple((f"ok:{n}", "Diteruskan ke kelompok tani") for n in range(4))

    send(whatsapp, [letter(buttons=buttons, text="Satu kalimat lagi. " * 200)])

    interactive = here.sent()[0]["interactive"]
    replies = [one["reply"] for one in interactive["action"]["buttons"]]
    assert [reply["id"] for reply in replies] == ["ok:0", "ok:1", "ok:2"]
    assert {reply["title"] for reply in replies} == {"Diteruskan ke…"}
    assert (interactive["type"], len(interactive["body"]["text"]) <= 1024) == ("button", True)
    assert interactive["body"]["text"].endswith(f"lagi.\n\nhttps://contoh.id/r/1\n\n{STOP}")


@pytest.mark.parametrize("heard", [None, timedelta(hours=24), timedelta(hours=23, minutes=56)])
def test_later_the_general_template(here, heard):
    send(whatsapp, [letter(heard, text="Besok\n\tdi   balai desa.", buttons=(("ok:1", "Sudah"),))])

    assert here.sent()[0]["template"] == {
        "name": "kabar_umum",
        "language": {"code": "id"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "Posyandu Besok di balai desa."},
                    {"type": "text", "text": "https://contoh.id/r/1"},
                ],
            }
        ],
    }


def test_the_template_of_its_kind_with_gaps_and_buttons(here, settings):
    settings.WHATSAPP = replace(settings.WHATSAPP, templates={"release": ("rilis_baru", "en_US", 1)})
    buttons = (("ok:1", "Sudah"), ("no:1", "Belum"))

    send(whatsapp, [letter(None, template="RELEASE", gaps=("Posyandu\nBesok", "", "x" * 900), buttons=buttons)])

    template = here.sent()[0]["template"]
    assert (template["name"], template["language"]) == ("rilis_baru", {"code": "en_US"})
    assert template["components"] == [
        {
            "type": "body",
            "parameters": [
                {"type": "text", "text": "Posyandu Besok"},
                {"type": "text", "text": "-"},
                {"type": "text", "text": "x" * 599 + "…"},
            ],
        },
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": "0",
            "parameters": [{"type": "payload", "payload": "ok:1"}],
        },
    ]


def test_a_template_that_the_draft_names_itself(here):
    send(whatsapp, [letter(None, template="pengingat", gaps=("a",), buttons=(("ok:1", "Sudah"),))])

    template = here.sent()[0]["template"]
    assert (template["name"], len(template["components"])) == ("pengingat", 2)


def test_without_a_template_nothing_goes_out(here, settings):
    settings.WHATSAPP = replace(settings.WHATSAPP, templates={})

    [said] = send(whatsapp, [letter(None)])

    assert (said.result, said.detail, here.server.asked) == (
        "refused", "more than a day since they wrote, and no template is set up", []
    )  # fmt: skip


ANSWERS = [
    (case.error(130429), "not_sent", "throttled", 6.0, "WhatsApp 130429"),
    (case.error(80007), "not_sent", "throttled", 6.0, "WhatsApp 80007"),
    (case.error(131048), "not_sent", "throttled", 6.0, "WhatsApp 131048"),
    (case.error(131056), "not_sent", "recipient", 6.0, "WhatsApp 131056"),
    (case.error(131026), "refused", None, None, "WhatsApp 131026: not on WhatsApp, or an old version of it"),
    (case.error(131030), "refused", None, None, "WhatsApp 131030: not among the test numbers"),
    (case.error(131047), "refused", None, None, "WhatsApp 131047: more than 24 hours since they wrote"),
    (case.error(131021), "refused", None, None, "WhatsApp 131021: our own number"),
    (case.error(132001, 404), "refused", None, None, "WhatsApp 132001: no such template in this language"),
    (case.error(190, 401), "not_sent", "unreachable", None, "WhatsApp 190"),
    (case.error(131042), "not_sent", "unreachable", None, "WhatsApp 131042"),
    (case.error(131016, 500), "not_sent", "unreachable", None, "WhatsApp 131016"),
    (case.error(131000, 500), "unknown", "unreachable", None, "WhatsApp 131000"),
    (case.error(1), "unknown", "unreachable", None, "WhatsApp 1"),
    (case.error(999999), "refused", None, None, "WhatsApp 999999"),
    (case.error(999999, 500), "unknown", "unreachable", None, "WhatsApp 999999"),
    (Reply("slow", 429, {"Retry-After": "9"}), "not_sent", "throttled", 9.0, "HTTP 429"),
    (Reply("", 404), "not_sent", "unreachable", None, "HTTP 404"),
    (Reply("Bad Gateway", 502), "unknown", "unreachable", None, "HTTP 502"),
    (Reply("", 503), "not_sent", "unreachable", None, "HTTP 503"),
    (Reply("sign in to this wifi", 302), "not_sent", "unreachable", None, "HTTP 302"),
    (Reply("sign in to this wifi", 200), "unknown", "unreachable", None, "HTTP 200"),
    (Reply({"messages": []}, 200), "unknown", "unreachable", None, "HTTP 200"),
]


@pytest.mark.parametrize(("reply", "expected"), [(reply, expected) for reply, *expected in ANSWERS])
def test_what_meta_answers(here, reply, expected):
    here.server.next = [reply]

    [said] = send(whatsapp, [letter()])

    assert [said.result, said.fault, said.after, said.detail] == expected


KEYS = ["error", "code", "messages", "id", "error_data", "entry", "changes", "value", "field", "metadata", "statuses",
        "status", "timestamp", "errors", "from", "type", "text", "body", "button", "payload", "interactive",
        "button_reply", "context", "phone_number_id", "image", "caption"]  # fmt: skip
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["text", "image", "messages"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)


@given(JSON, st.sampled_from([200, 400, 429, 500]))
def test_any_answer_is_an_outcome(body, status):
    outcome(Answer(status, json.dumps(body).encode(), {}))


@given(JSON)
def test_garbage_is_garbled_and_nothing_else(anything):
    with suppress(Garbled):
        whatsapp.hear(*case.signed(json.dumps(anything).encode()))


@given(st.dictionaries(st.sampled_from([*KEYS, "group_id"]), JSON, max_size=4))
def test_a_broken_piece_is_garbled_and_nothing_else(broken):
    whole = case.message(case.GOOD[1], "wamid.1", AT, type="text", text={"body": "Halo"})
    with suppress(Garbled):
        read_said(whole | broken)
    with suppress(Garbled):
        read_news(case.status("wamid.1", "read", AT) | broken)


def hear(call):
    return whatsapp.hear(*call)


def test_a_reply_names_the_message_that_it_quotes():
    [one] = hear(case.said(case.GOOD[1], "sudah", "wamid.2", AT, "wamid.1")).said

    assert (one.address, one.text, one.provider_id, one.at, one.button, one.in_reply_to) == (
        "6281234567890", "sudah", "wamid.2", AT, "", "wamid.1"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("what", "text", "button"),
    [
        ({"type": "button", "button": {"payload": "ok:1", "text": "Sudah"}}, "Sudah", "ok:1"),
        (
            {
                "type": "interactive",
                "interactive": {"type": "button_reply", "button_reply": {"id": "ok:1", "title": "S"}},
            },
            "S",
            "ok:1",
        ),
        ({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {}}}, "", ""),
        ({"type": "image", "image": {"id": "9", "caption": "Banjir"}}, "Banjir", ""),
        ({"type": "location", "location": {"latitude": -2.9, "longitude": 103.8}}, "", ""),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, "", ""),
        ({"type": "text", "text": {"body": "rusak \ud83d\x00"}}, "rusak ?", ""),
    ],
)
def test_what_people_send(what, text, button):
    [one] = hear(case.call(case.value(messages=[case.message(case.GOOD[1], "wamid.2", AT, "wamid.1", **what)]))).said

    assert (one.text, one.button, one.in_reply_to) == (text, button, "wamid.1")
    assert json.loads(one.raw)["type"] == what["type"]


@pytest.mark.parametrize("what", [{"type": "system"}, {"type": "reaction"}, {"group_id": "1"}])
def test_what_is_not_said_to_us(what):
    message = case.message(case.GOOD[1], "wamid.2", AT, **({"type": "text", "text": {"body": "STOP"}} | what))

    assert hear(case.call(case.value(messages=[message]))).said == []


def test_somebody_without_a_number_stays_visible():
    message = case.message(case.GOOD[1], "wamid.2", AT, type="text", text={"body": "Halo"})
    del message["from"]

    [one] = hear(case.call(case.value(messages=[message | {"from_user_id": "ID.13491208655302741918"}]))).said

    assert one.address == "ID.13491208655302741918"


def test_one_call_speaks_of_many_and_one_that_is_broken_does_not_hold_up_the_others():
    one = case.message(case.GOOD[1], "wamid.1", AT, type="text", text={"body": "Satu"})
    two = case.message("+6281299990000", "wamid.2", AT, type="text", text={"body": "Dua"})
    read = case.status("wamid.9", "read", AT)

    heard = hear(case.call(case.value(messages=[one, {"id": "?"}]), case.value(messages=[two], statuses=[read])))

    assert [said.text for said in heard.said] == ["Satu", "Dua"]
    assert [(piece.provider_id, piece.kind, piece.at) for piece in heard.news] == [("wamid.9", "seen", AT)]
    assert ("Dua" in heard.said[0].raw, "Satu" in heard.news[0].raw, heard.raw) == (False, False, "")


def test_words_to_another_number_of_the_account_are_not_ours():
    message = case.message(case.GOOD[1], "wamid.1", AT, type="text", text={"body": "Halo"})
    elsewhere = case.value(messages=[message]) | {"metadata": {"phone_number_id": "1"}}

    assert hear(case.call(elsewhere)).said == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [("delivered", "delivered"), ("read", "seen"), ("played", "seen"), ("failed", "failed"), ("deleted", "unknown")],
)
def test_receipts(word, kind):
    errors = [{"code": 131026, "title": "Message undeliverable", "message": f"to {case.GOOD[1]}"}]

    [piece] = hear(case.call(case.value(statuses=[case.status("wamid.1", word, AT, errors=errors)]))).news

    assert (piece.kind, piece.event, piece.at) == (kind, f"wamid.1:{word}", AT)
    assert piece.detail == "WhatsApp 131026: not on WhatsApp, or an old version of it"


def test_sent_is_no_news():
    assert hear(case.call(case.value(statuses=[case.status("wamid.1", "sent", AT)]))).news == []


@pytest.mark.parametrize("shown", ["", "sha256=", "sha1=abc", "é", "0" * 64])
def test_without_the_right_signature_nothing_is_read(shown):
    with pytest.raises(Forged):
        whatsapp.hear(b"{", {"x-hub-signature-256": shown})


def test_without_a_secret_nobody_is_believed(settings):
    settings.WHATSAPP = replace(settings.WHATSAPP, app_secret="")

    with pytest.raises(Forged):
        whatsapp.hear(*case.signed(b"{}"))


GREETING = f"hub.mode=subscribe&hub.verify_token={case.WORD}&hub.challenge=1158201444"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "status", "body"),
    [
        (GREETING, 200, b"1158201444"),
        (GREETING.replace(case.WORD, "tebakan"), 401, b""),
        (GREETING.replace("subscribe", "unsubscribe"), 401, b""),
        ("", 401, b""),
    ],
)
def test_meta_makes_sure_that_the_address_is_ours(client, query, status, body):
    answer = client.get(f"{reverse('hook', args=['whatsapp'])}?{query}")

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (status, body, "text/plain")


def test_a_challenge_without_a_word_agreed_on(settings):
    settings.WHATSAPP = replace(settings.WHATSAPP, verify_token="")

    with pytest.raises(Forged):
        whatsapp.hear(b"", {"method": "GET", "query": GREETING.replace(case.WORD, "")})


def change(**what):
    return {"field": "messages", "value": {"metadata": {"phone_number_id": case.NUMBER}, **what}}


@pytest.mark.parametrize(
    "broken",
    [
        change(messages=[{"id": "wamid.1", "type": "text"}]),
        change(messages={}),
        change(statuses=[None]),
        {"field": "messages", "value": {}},
        None,
    ],
    ids=str,
)
@pytest.mark.parametrize("first", [True, False])
def test_one_change_that_cannot_be_read_does_not_cost_the_call(here, broken, first):
    whole = change(messages=[case.message(case.GOOD[1], "wamid.2", AT, type="text", text={"body": "OK 12"})])
    changes = [broken, whole] if first else [whole, broken]

    alone, beside = [
        json.dumps({"entry": entry}).encode()
        for entry in ([{"changes": changes}], [{"changes": [one]} for one in changes])
    ]

    assert [[one.text for one in whatsapp.hear(*case.signed(body)).said] for body in (alone, beside)] == [["OK 12"]] * 2


def test_a_call_of_which_nothing_can_be_read_is_refused(here):
    body = json.dumps({"entry": [{"changes": [change(messages=[{"type": "text"}]), None]}]}).encode()

    with pytest.raises(Garbled):
        whatsapp.hear(*case.signed(body))
