"""Settings of Telegram and WhatsApp: what they mean, and the one sentence that a wrong value ends with."""

import pytest

from jembatan.chat_settings import telegram, templates, whatsapp

TOKEN = "123456:AAE-perintis_untuk-uji-coba-saja-0000"
HTTPS, HTTP = "https://jembatan.contoh.go.id", "http://127.0.0.1:8000"
BOT = {"JEMBATAN_TELEGRAM_TOKEN": TOKEN, "JEMBATAN_TELEGRAM_BOT": "@JembatanBot"}
WHATSAPP = {
    "JEMBATAN_WHATSAPP_TOKEN": "EAAG0",
    "JEMBATAN_WHATSAPP_NUMBER_ID": "106540352242922",
    "JEMBATAN_WHATSAPP_APP_SECRET": "a" * 32,
    "JEMBATAN_WHATSAPP_VERIFY_TOKEN": "kata-rahasia",
}


def test_nothing_set_is_no_channel():
    assert (telegram({}, HTTP).token, whatsapp({}).token) == ("", "")


@pytest.mark.parametrize(
    ("base", "more", "mode"),
    [(HTTPS, {}, "webhook"), (HTTP, {}, "polling"), (HTTPS, {"JEMBATAN_TELEGRAM_MODE": "polling"}, "polling")],
)
def test_telegram_calls_where_the_open_web_reaches_us(base, more, mode):
    said = telegram(BOT | more, base)

    assert (said.mode, said.bot, said.rate) == (mode, "JembatanBot", 30.0)


@pytest.mark.parametrize(
    ("more", "base", "sentence"),
    [
        ({"JEMBATAN_TELEGRAM_TOKEN": "rahasia"}, HTTPS, "JEMBATAN_TELEGRAM_TOKEN tidak benar"),
        ({"JEMBATAN_TELEGRAM_BOT": ""}, HTTPS, "tanpa JEMBATAN_TELEGRAM_BOT"),
        ({"JEMBATAN_TELEGRAM_MODE": "surat"}, HTTPS, "JEMBATAN_TELEGRAM_MODE tidak benar"),
        ({"JEMBATAN_TELEGRAM_MODE": "webhook"}, HTTP, "memerlukan JEMBATAN_BASE_URL dengan https://"),
        ({"JEMBATAN_TELEGRAM_RATE": "cepat"}, HTTPS, "bukan jumlah pesan per detik"),
        ({"JEMBATAN_TELEGRAM_URL": "telegram"}, HTTPS, "bukan alamat web"),
    ],
)
def test_a_wrong_value_for_telegram_ends_the_start(more, base, sentence):
    with pytest.raises(SystemExit, match=sentence) as ended:
        telegram(BOT | more, base)

    assert "rahasia" not in str(ended.value)


def test_whatsapp_by_default():
    said = whatsapp(WHATSAPP)

    assert (said.rate, said.patience, said.templates) == (80.0, 1800.0, {})


@pytest.mark.parametrize("name", WHATSAPP)
def test_whatsapp_wants_all_four(name):
    with pytest.raises(SystemExit, match=f"{name} belum diisi"):
        whatsapp(WHATSAPP | {name: ""})


@pytest.mark.parametrize("name", ["NUMBER_ID", "PATIENCE", "URL", "RATE", "TEMPLATE_RELEASE"])
def test_a_wrong_value_for_whatsapp_ends_the_start(name):
    with pytest.raises(SystemExit, match=f"JEMBATAN_WHATSAPP_{name}"):
        whatsapp(WHATSAPP | {f"JEMBATAN_WHATSAPP_{name}": "Bukan Ini"})


def test_templates_by_kind():
    set_up = {
        "JEMBATAN_WHATSAPP_TEMPLATE": "kabar",
        "JEMBATAN_WHATSAPP_TEMPLATE_RELEASE": "rilis_baru/id/2",
        "JEMBATAN_WHATSAPP_TEMPLATE_RELEASE_REMINDER": "pengingat/en_US",
        "JEMBATAN_WHATSAPP_TEMPLATE_EMPTY": "",
    }

    assert templates(set_up) == {
        "": ("kabar", "id", None),
        "release": ("rilis_baru", "id", 2),
        "release_reminder": ("pengingat", "en_US", None),
    }
