"""E-mail through a provider, beyond the contract: what is asked of it, and what its calls mean."""

import json
import socket
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from django.core.mail import send_mail

from jembatan import mail_settings
from jembatan.messages import actions, inbound
from jembatan.messages.channels import email
from jembatan.messages.channels.email.calls import own_words
from jembatan.messages.errors import Forged, Garbled
from jembatan.messages.letters import Draft, Letter
from jembatan.people.models import Person
from tests.messages.contract import email_brevo, email_mailgun, email_postmark
from tests.messages.sending import send

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CASES = {"brevo": email_brevo, "mailgun": email_mailgun, "postmark": email_postmark}
LEAVE = "https://contoh.id/berhenti/7-abc/"


@pytest.fixture
def postmark(settings, tmp_path):
    with email_postmark.provider(settings, tmp_path) as server:
        yield server


def letter(key: str = "7.0") -> Letter:
    draft = Draft(subject="Kabar", text="Posyandu keliling.", link="https://contoh.id/r/1")
    return Letter(delivery_id=7, key=key, address="sari@contoh.id", draft=draft, leave=LEAVE)


def asked_headers(name: str, server) -> dict[str, str]:
    """Of the letter, as the provider was asked to write them."""
    asked = server.server.taken[-1]
    if name == "postmark":
        return {one["Name"]: one["Value"] for one in asked.json()["Headers"]}
    if name == "brevo":
        return asked.json()["headers"]
    fields = parse_qs(asked.body.decode())
    return {key[2:]: value[0] for key, value in fields.items() if key.startswith("h:")}


@pytest.mark.parametrize("name", CASES)
def test_every_try_has_the_same_id_and_one_tap_to_leave(name, settings, tmp_path):
    with CASES[name].provider(settings, tmp_path) as server:
        send(email, [letter()])
        first = asked_headers(name, server)
        send(email, [letter()])
        second = asked_headers(name, server)

    names = {key.lower(): value for key, value in first.items()}
    assert names["message-id"].startswith("<7.0.")
    assert names["list-unsubscribe"] == f"<{LEAVE}>"
    assert names["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert first == second


def test_nobody_is_followed(postmark):
    send(email, [letter()])

    asked = postmark.server.taken[0].json()
    assert (asked["TrackOpens"], asked["TrackLinks"]) == (False, "None")
    assert asked["ReplyTo"] == "balas@contoh.go.id"


def test_the_id_is_the_providers(postmark):
    [said] = send(email, [letter()])

    assert (said.result, said.provider_id) == ("accepted", "id-1")


@pytest.mark.parametrize("name", CASES)
def test_nobody_listens_so_nothing_was_sent(name, settings, tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/api"
        with CASES[name].provider(settings, tmp_path, API_URL=url):
            [said] = send(email, [letter()])

    assert (said.result, said.fault) == ("not_sent", "unreachable")


def test_an_account_that_may_not_send_is_no_fault_of_the_letter(postmark):
    words = {"ErrorCode": 405, "Message": "Your account has run out of credits."}
    postmark.server.next = [email_postmark.Reply(words, 422)]

    [said] = send(email, [letter()])

    assert (said.result, said.fault, said.detail) == ("not_sent", "unreachable", "HTTP 422")


def test_sign_in_letters_go_the_same_way(postmark):
    send_mail("Masuk", "Tautan masuk", None, ["sari@contoh.id"])

    assert list(postmark.arrived()) == ["Tautan masuk"]


@pytest.mark.parametrize(("secret", "reply_to"), [(True, True), (True, False), (False, False)])
def test_what_it_can_do_depends_on_how_it_is_set_up(settings, tmp_path, secret, reply_to):
    more = ({} if secret else {"SECRET": ""}) | ({} if reply_to else {"REPLY_TO": ""}) | {"PATIENCE": "600"}
    with email_postmark.provider(settings, tmp_path, **more):
        can = email.can()

    assert (can.receipts, can.inbound, can.patience) == (secret, reply_to, 600 if secret else None)


def test_without_a_provider_there_are_no_receipts(settings):
    can = email.can()

    assert (can.receipts, can.inbound, can.patience) == (False, False, None)
    with pytest.raises(Forged):
        email.hear(b"{}", {})


def test_a_provider_without_a_secret_is_believed_nothing(settings, tmp_path):
    with email_postmark.provider(settings, tmp_path, SECRET="", REPLY_TO=""), pytest.raises(Forged):
        email.hear(*email_postmark.receipt("x", "delivered", AT))


OPENED = [
    (email_postmark, email_postmark.event("Open", Recipient="sari@contoh.id", ReceivedAt=AT.isoformat())),
    (email_mailgun, email_mailgun.event("opened", email_mailgun.PROVIDER_ID, AT)),
    (email_brevo, email_brevo.event("unique_opened", email_brevo.PROVIDER_ID, AT)),
]


@pytest.mark.parametrize(("case", "call"), OPENED)
def test_an_opened_picture_proves_no_reader(settings, tmp_path, case, call):
    with case.provider(settings, tmp_path):
        [news] = email.hear(*call).news

    assert (news.kind, news.detail, news.provider_id) == ("delivered", "opened", case.PROVIDER_ID)


BOUNCED = [(case, case.receipt(case.PROVIDER_ID, "failed", AT)) for case in CASES.values()]


@pytest.mark.parametrize(("case", "call"), BOUNCED)
def test_a_failure_tells_its_kind_and_no_address(settings, tmp_path, case, call):
    with case.provider(settings, tmp_path):
        [news] = email.hear(*call).news

    assert (news.kind, news.detail, news.at) == ("failed", "bounced bounced", AT)


NO_MORE = [
    (email_postmark, email_postmark.event("SpamComplaint", Type="SpamComplaint", Email="Sari@contoh.id", ID=1)),
    (
        email_postmark,
        email_postmark.event(
            "SubscriptionChange",
            SuppressSending=True,
            SuppressionReason="ManualSuppression",
            Recipient="sari@contoh.id",
        ),
    ),
    (email_mailgun, email_mailgun.event("complained", email_mailgun.PROVIDER_ID, AT)),
    (email_mailgun, email_mailgun.event("unsubscribed", email_mailgun.PROVIDER_ID, AT)),
    (email_brevo, email_brevo.event("spam", email_brevo.PROVIDER_ID, AT)),
    (email_brevo, email_brevo.event("unsubscribe", email_brevo.PROVIDER_ID, AT)),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("case", "call"), NO_MORE)
def test_who_complains_or_unsubscribes_gets_no_more(settings, tmp_path, case, call):
    sari = Person.objects.create_person(name="Sari")
    contact = actions.agree(person=sari, channel="email", address="sari@contoh.id", source="test", by=None)
    with case.provider(settings, tmp_path):
        for _twice in range(2):
            inbound.take("email", email.hear(*call))
            inbound.look()

    contact.refresh_from_db()
    assert contact.ended_because == "stopped"


def test_a_temporary_refusal_ends_nothing(postmark):
    heard = email.hear(*email_postmark.receipt("x", "unknown", AT))

    assert ([news.kind for news in heard.news], heard.said) == (["unknown"], [])


@pytest.mark.parametrize(
    "headers", [{"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X-Autoreply": "yes"}], ids=str
)
def test_a_machine_gets_no_answer(postmark, headers):
    assert email.hear(*email_postmark.said("sari@contoh.id", "Sedang cuti", "m-1", AT, None, **headers)).said == []


def test_a_letter_that_a_person_wrote(postmark):
    [said] = email.hear(*email_postmark.said("sari@contoh.id", "Sudah", "m-1", AT, "<7.0.abc@contoh.id>")).said

    assert (said.address, said.text, said.provider_id) == ("sari@contoh.id", "Sudah", "<m-1@contoh.id>")
    assert (said.in_reply_to, said.at) == ("<7.0.abc@contoh.id>", AT)


def test_an_answer_to_postmark_names_the_id_that_its_api_told(postmark):
    quoted = f"<{email_postmark.PROVIDER_ID.upper()}@mtasv.net>"

    [said] = email.hear(*email_postmark.said("sari@contoh.id", "Sudah", "m-1", AT, quoted)).said

    assert said.in_reply_to == email_postmark.PROVIDER_ID


def test_a_letter_without_a_sender_cannot_be_read(postmark):
    body = json.loads(email_postmark.said("sari@contoh.id", "x", "m-1", AT, None)[0]) | {"FromFull": None}

    with pytest.raises(Garbled):
        email.hear(*email_postmark.signed(json.dumps(body).encode()))


@pytest.mark.parametrize(
    "text",
    [
        "Sudah\n\n> Kabar",
        "Sudah\n\nOn Tue, 24 Nov 2026 at 10:00, Jembatan wrote:\n> Kabar",
        "Sudah\n\nPada Sel, 24 Nov 2026 Jembatan menulis:\n\nKabar",
        "Sudah\n-----Original Message-----\nKabar",
    ],
)
def test_what_is_quoted_is_not_said(text):
    assert own_words(text).strip() == "Sudah"


GOOD = {"PROVIDER": "postmark", "KEY": "kunci", "SECRET": "jembatan:panjang-dan-rahasia"}
WRONG = [
    ({"PROVIDER": "merpati"}, "merpati tidak dikenal"),
    ({"KEY": ""}, "KEY kosong"),
    ({"SECRET": "pendek:1"}, "SECRET tidak benar"),
    ({"SECRET": "panjang-tanpa-nama-pengguna"}, "SECRET tidak benar"),
    ({"REPLY_TO": "balas"}, "REPLY_TO harus alamat"),
    ({"REPLY_TO": "balas@contoh.id", "SECRET": ""}, "memerlukan JEMBATAN_EMAIL_SECRET"),
    ({"PATIENCE": "nanti"}, "PATIENCE=nanti"),
    ({"API_URL": "api"}, "API_URL bukan"),
    ({"URL": "smtp://localhost"}, "Kosongkan salah satu"),
    ({"PROVIDER": ""}, "KEY terisi tanpa"),
]


def environ(more: dict[str, str]) -> dict[str, str]:
    return {f"JEMBATAN_EMAIL_{name}": value for name, value in (GOOD | more).items()}


@pytest.mark.parametrize(("more", "sentence"), WRONG)
def test_a_wrong_setting_stops_the_start_and_tells_no_secret(more, sentence):
    with pytest.raises(SystemExit, match=sentence) as stopped:
        mail_settings.read(environ(more))

    assert "pendek:1" not in str(stopped.value)


def test_smtp_stays_without_a_provider():
    assert (mail_settings.read({}), mail_settings.anymail(None)) == (None, {})
