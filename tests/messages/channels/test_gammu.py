"""The folder between us and Gammu's daemon: each file once, nothing lost between a look and its commit."""

import asyncio
import os
import shutil
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jembatan import modem_settings
from jembatan.messages.channels import gammu
from jembatan.messages.channels.gammu import arriving, formats, leaving
from jembatan.messages.letters import Draft, Letter
from tests.messages.contract.gammu import provider
from tests.messages.sending import send

NUMBER = "+6281234567890"
BACKUP = """; Saved 20261124T123145

[SMSBackup000]
; Delivered
PDU = {pdu}
Number = "{NUMBER}"
{text}
Coding = {coding}
MessageReference = 77

"""


def letter(number: int = 1, brief: str = "Awas banjir", key: str = "") -> Letter:
    return Letter(number, key or f"{number}.0", NUMBER, Draft("Kabar", "…", brief=brief), leave="https://contoh.id/b/1")


def hexadecimal(text: str) -> str:
    raw = text.encode("utf-16-be").hex().upper()
    lines = [raw[n : n + 200] for n in range(0, len(raw), 200)]
    return "\n".join(f"Text{n:02d} = {line}" for n, line in enumerate(lines))


def backup(*texts: str, pdu: str = "Deliver", coding: str = "Default_No_Compression") -> bytes:
    parts = [BACKUP.format(pdu=pdu, NUMBER=NUMBER, text=hexadecimal(text), coding=coding) for text in texts]
    return "".join(parts).encode()


@pytest.fixture
def spool(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(arriving, "SETTLED", -1.0)
    monkeypatch.setattr(gammu, "WAIT", 0.0)
    with provider(settings, tmp_path, REPORTS="1") as folder:
        yield folder.path


def put(folder, name: str, raw: bytes | str, age: float = 0) -> None:
    (folder / name).write_bytes(raw if isinstance(raw, bytes) else b"\xfe\xff" + raw.encode("utf-16-be"))
    os.utime(folder / name, (time.time() - age,) * 2)


def fetch(cursor: str = ""):
    return asyncio.run(gammu.fetch(cursor))


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def result(one: Letter):
    return send(gammu, [one])[0]


def test_a_letter_is_a_whole_file_that_the_daemon_may_read(spool):
    said = result(letter(12, "“Awas” banjir — é مرحبا"))

    [name] = names(spool / "outbox")
    path = spool / "outbox" / name
    assert name == f"OUTC000000000012_0_00_{NUMBER}_{said.provider_id}.txtd"
    assert path.read_bytes().decode("utf-16") == "“Awas” banjir — é مرحبا\nStop: balas BERHENTI"
    assert (path.stat().st_mode & 0o777, len(name) < 100) == (0o644, True)  # the daemon has room for 99


def test_letters_go_in_their_order(spool):
    for number in (9, 10, 1):
        result(letter(number))

    assert [int(name[4:16]) for name in names(spool / "outbox")] == [1, 9, 10]


@pytest.mark.parametrize("where", ["outbox", "sent", "error", "done"])
def test_a_repeated_letter_is_the_same_file_wherever_it_is_by_now(spool, where):
    first = result(letter(1))
    [name] = names(spool / "outbox")
    target = leaving.done() if where == "done" else spool / where
    if where != "outbox":
        (spool / "outbox" / name).rename(target / name)

    again = result(letter(1, "Awas banjir"))
    other = result(letter(1, key="1.1"))

    assert (first.result, again, other.provider_id != first.provider_id) == ("accepted", first, True)
    assert len(names(spool / "outbox")) == (2 if where == "outbox" else 1)


def test_a_full_outbox_waits_in_the_ledger(spool):
    for number in range(leaving.FULL):
        result(letter(number))

    said = result(letter(99))

    assert (said.result, said.fault, said.after) == ("not_sent", "throttled", 10.0)
    assert len(names(spool / "outbox")) == leaving.FULL
    assert result(letter(0)).result == "accepted"  # it lies there already


def test_a_daemon_that_sends_nothing_is_found(spool):
    put(spool / "outbox", "OUTC1.txt", "lama", age=leaving.STUCK + 1)

    said = result(letter(1))

    assert (said.result, said.fault, said.detail) == (
        "not_sent", "unreachable", "the daemon does not empty its outbox"
    )  # fmt: skip


def test_without_the_folder_nothing_was_sent(spool):
    shutil.rmtree(spool / "outbox")

    said = result(letter(1))

    assert (said.result, said.fault, said.detail) == ("not_sent", "unreachable", "FileNotFoundError")


def test_a_report_is_asked_for_where_it_can_be_told_of_the_whole(spool, settings):
    result(letter(1, "Pendek"))
    result(letter(2, "Panjang " * 30))
    settings.GAMMU = modem_settings.read({"JEMBATAN_GAMMU_FOLDER": str(spool)})
    result(letter(3, "Pendek"))

    assert [name.rpartition(".")[2] for name in names(spool / "outbox")] == ["txtd", "txt", "txt"]


def test_messages_in_each_format(spool):
    put(spool / "inbox", f"IN20261124_050607_00_{NUMBER}_00.txt", "Jalan “kami” rusak — é مرحبا 😀")
    put(spool / "inbox", "IN20261124_050608_00_TELKOMSEL_00.txt", "Promo é".encode())
    put(spool / "inbox", f"IN20261124_050609_00_{NUMBER}_00.smsbackup", backup("a" * 150, " “dua”"))
    put(spool / "inbox", f"IN20261124_050610_00_{NUMBER}_00.bin", b"\x00\x01")
    put(spool / "inbox", "catatan.txt", "bukan pesan")

    heard, cursor = fetch()

    assert [(said.address, said.text) for said in heard.said] == [
        (NUMBER, "Jalan “kami” rusak — é مرحبا 😀"), ("TELKOMSEL", "Promo é"), (NUMBER, "a" * 150 + " “dua”")
    ]  # fmt: skip
    fetch(cursor)
    assert names(spool / "inbox") == ["catatan.txt"]


def test_debians_daemon_writes_backups_into_txt_too(spool):
    put(spool / "inbox", f"IN20261124_050609_00_{NUMBER}_00.txt", backup("Ya"))

    assert [said.text for said in fetch()[0].said] == ["Ya"]


def test_parts_are_joined_though_their_seconds_differ(spool):
    for second, part, text in [
        (5, 0, "Ya"),
        (10, 0, "Satu "),
        (11, 1, "dua "),
        (12, 2, "tiga"),
        (40, 0, "Lain "),
        (39, 1, "lagi"),
    ]:
        put(spool / "inbox", f"IN20261124_0506{second:02d}_00_{NUMBER}_{part:02d}.txt", text)
    put(spool / "inbox", "IN20261124_050611_00_+6281200000001_00.txt", "Tetangga")

    heard, cursor = fetch()

    assert sorted(said.text for said in heard.said) == ["Lain lagi", "Satu dua tiga", "Tetangga", "Ya"]
    fetch(cursor)
    assert names(spool / "inbox") == []


def test_files_stay_until_their_news_are_kept(spool):
    put(spool / "inbox", f"IN20261124_050607_00_{NUMBER}_00.txt", "Ya")

    first, cursor = fetch()
    again, same = fetch()
    put(spool / "inbox", f"IN20261124_050608_00_{NUMBER}_00.txt", "Tidak")
    after, _next = fetch(cursor)

    assert (again, same) == (first, cursor)
    assert [said.text for said in after.said] == ["Tidak"]
    assert names(leaving.done()) == [f"IN20261124_050607_00_{NUMBER}_00.txt"]


def test_a_name_that_comes_again_is_another_message(spool):
    name = f"IN20261124_050607_00_{NUMBER}_00.txt"
    put(spool / "inbox", name, "Ya")
    first, cursor = fetch()
    fetch(cursor)
    put(spool / "inbox", name, "Tidak")

    second, _cursor = fetch()

    assert first.said[0].provider_id != second.said[0].provider_id


def test_no_number_is_left_where_it_is_not_sealed(spool):
    for n in range(20):
        put(spool / "inbox", f"IN20261124_0506{n:02d}_00_{NUMBER}_00.txt", "Ya")
    result(letter(1))
    [sent] = (spool / "outbox").iterdir()
    shutil.move(sent, spool / "error")

    heard, cursor = fetch()

    open_words = [cursor, *(said.provider_id for said in heard.said), *(news.event for news in heard.news)]
    assert not any("81234567890" in word for word in open_words)
    assert (len(cursor) <= 200, len(heard.said) + len(heard.news)) == (True, 15)


def test_a_file_that_is_being_written_is_left_alone(spool, monkeypatch):
    monkeypatch.setattr(arriving, "SETTLED", 2.0)
    put(spool / "inbox", f"IN20261124_050607_00_{NUMBER}_00.txt", "Baru")
    put(spool / "inbox", f"IN20261124_050608_00_{NUMBER}_00.txt", "Lama", age=5)

    assert [said.text for said in fetch()[0].said] == ["Lama"]


def test_what_the_modem_could_not_send_has_failed(spool):
    said = result(letter(1))
    [path] = (spool / "outbox").iterdir()
    path.rename(spool / "error" / path.name)
    put(spool / "error", "OUT0812.txt", "milik orang lain")

    heard, cursor = fetch()
    fetch(cursor)

    assert [(news.provider_id, str(news.kind)) for news in heard.news] == [(said.provider_id, "failed")]
    assert names(spool / "error") == ["OUT0812.txt"]


def reported(spool, text: str, sender: str = NUMBER):
    put(spool / "inbox", f"IN20261124_050607_01_{sender}_00.txt", backup(text, pdu="Status_Report"))
    heard, cursor = fetch()
    fetch(cursor)
    return heard


def on_its_way(spool, number: int) -> str:
    said = result(letter(number))
    [path] = (spool / "outbox").iterdir()
    path.rename(spool / "sent" / path.name)
    return said.provider_id


@pytest.mark.parametrize(("text", "told"), [("Delivered", "delivered"), ("Failed", "failed"), ("Pending", "unknown")])
@pytest.mark.parametrize("sender", [NUMBER, "081234567890"])
def test_a_report_about_the_only_letter_that_waits(spool, text, told, sender):
    sent = on_its_way(spool, 1)

    heard = reported(spool, text, sender)

    assert ([(news.provider_id, str(news.kind)) for news in heard.news], heard.said) == ([(sent, told)], [])
    assert len(names(spool / "sent")) == (1 if told == "unknown" else 0)


def test_a_report_that_may_be_about_two_letters_says_nothing(spool):
    on_its_way(spool, 1)
    on_its_way(spool, 2)

    heard = reported(spool, "Delivered")

    assert (heard.news, heard.said, names(spool / "inbox")) == ([], [], [])


def test_files_go_after_a_week(spool):
    ours = f"OUTC000000000001_0_00_{NUMBER}_1-0-ab.txtd"
    for folder, name in [(spool / "sent", ours), (spool / "sent", "OUT0812.txt"), (leaving.done(), "IN1.txt")]:
        put(folder, name, "x", age=arriving.WEEK + 60)
    put(spool / "outbox", f".{ours}", "x", age=arriving.WEEK + 60)
    put(leaving.done(), "IN2.txt", "x", age=arriving.WEEK - 60)

    fetch()

    assert (names(spool / "sent"), names(leaving.done()), names(spool / "outbox")) == (["OUT0812.txt"], ["IN2.txt"], [])


def test_a_file_that_we_may_not_take_is_an_error_and_no_endless_loop(spool, monkeypatch):
    put(spool / "inbox", f"IN20261124_050607_00_{NUMBER}_00.txt", "Ya")
    _heard, cursor = fetch()

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(arriving.shutil, "move", refused)

    with pytest.raises(PermissionError):
        fetch(cursor)


@given(raw=st.binary(max_size=300) | st.binary(max_size=300).map(lambda b: b"[SMSBackup000]\nPDU = x\nText00 = " + b))
def test_any_file_is_read(raw):
    assert "\0" not in formats.read(raw).text
    assert formats.read(raw).text.encode() is not None


@given(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 2), st.integers(0, 3)), unique=True, max_size=20))
def test_no_part_is_lost_or_told_twice(files):
    every = [formats.named(f"IN20261124_0506{second:02d}_{serial:02d}_{NUMBER}_{part:02d}.txt")
             for second, serial, part in files]  # fmt: skip

    told = [one for message in formats.joined(every) for one in message]

    assert sorted(one.name for one in told) == sorted(one.name for one in every)


@pytest.mark.parametrize("name", ["", "IN.txt", "IN20261124_050607_00_x_00.exe", "OUT1.txt", "IN20261399_1_00__00"])
def test_other_names_are_nobody(name):
    assert formats.named(name) is None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"FOLDER": ""}, "JEMBATAN_GAMMU_FOLDER kosong"),
        ({"FOLDER": "spool"}, "JEMBATAN_GAMMU_FOLDER=spool tidak berisi inbox, outbox, sent, error"),
        ({"RATE": "x"}, "JEMBATAN_GAMMU_RATE=x"),
        ({"REPORTS": "ya"}, "JEMBATAN_GAMMU_REPORTS=ya"),
        ({"PORT": "/dev/ttyUSB0"}, "JEMBATAN_GAMMU_PORT tidak dikenal"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_a_sentence(spool, more, sentence):
    said = {"FOLDER": str(spool), "REPORTS": "1"} | more

    with pytest.raises(SystemExit) as end:
        modem_settings.read({f"JEMBATAN_GAMMU_{name}": value for name, value in said.items()})

    assert str(end.value).startswith(f"Pengaturan salah: {sentence}")


def test_without_settings_it_is_passed_over(settings):
    settings.GAMMU = modem_settings.read({"PATH": "/bin"})

    assert (gammu.configured(), gammu.can().batch) == (False, 1)
