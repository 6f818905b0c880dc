"""Gammu's real daemon with its dummy phone: what we write it sends, what the phone gets reaches us."""

import asyncio
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from jembatan.messages import actions, fetching, inbound
from jembatan.messages.channels import gammu
from jembatan.messages.letters import Draft, Letter
from jembatan.messages.models import Inbound
from jembatan.people.models import Person
from tests.messages.channels.test_gammu import NUMBER, hexadecimal
from tests.messages.contract.gammu import provider
from tests.messages.processes import until
from tests.messages.sending import send

DAEMON = shutil.which("gammu-smsd", path="/usr/bin:/usr/local/bin:/usr/sbin")
pytestmark = pytest.mark.skipif(
    DAEMON is None, reason="gammu-smsd is missing: `make test` installs it as root on Debian"
)

CONFIGURATION = """
[gammu]
model = dummy
connection = none
port = {phone}
gammuloc = /dev/null

[smsd]
service = files
inboxpath = {spool}/inbox/
outboxpath = {spool}/outbox/
sentsmspath = {spool}/sent/
errorsmspath = {spool}/error/
inboxformat = {format}
transmitformat = auto
deliveryreport = sms
commtimeout = 1
receivefrequency = 1
statusfrequency = 0
debuglevel = 1
logfile = {log}
"""
MESSAGE = """[SMSBackup000]
SMSC = "+62811"
PDU = {pdu}
Sent = 20261124T0506{second:02d}Z
State = UnRead
Number = "{number}"
{udh}
{text}
Coding = {coding}
Folder = 1
Length = {length}
Class = -1
MessageReference = 77

"""


class Daemon:
    def __init__(self, spool, phone, log) -> None:
        self.spool, self.phone, self.log = spool, phone, log

    def gets(self, location: int, text: str, number: str = NUMBER, *, pdu="Deliver", second=7, udh="") -> None:
        """The phone gets a message. The daemon may look at any moment, so the file comes whole."""
        coding = "Unicode_No_Compression" if pdu == "Deliver" else "Default_No_Compression"
        words = MESSAGE.format(pdu=pdu, number=number, text=hexadecimal(text), length=len(text), coding=coding,
                               second=second, udh=f"UDH = {udh}" if udh else "")  # fmt: skip
        (self.phone / "new").write_text(words)
        (self.phone / "new").rename(self.phone / "sms" / "1" / str(location))

    def names(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.spool / folder).iterdir())


@contextmanager
def daemon(spool, tmp_path, inbox_format: str):
    phone, log = tmp_path / "phone", tmp_path / "smsd.log"
    for number in range(1, 6):
        (phone / "sms" / str(number)).mkdir(parents=True)
    words = CONFIGURATION.format(phone=phone, spool=spool, log=log, format=inbox_format)
    (tmp_path / "smsdrc").write_text(words)
    command = [DAEMON, "-c", str(tmp_path / "smsdrc")]
    process = subprocess.Popen(command, env={"LC_ALL": "C"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: log.exists() and "Starting phone communication" in log.read_text(errors="replace"))
        yield Daemon(spool, phone, log)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(params=["detail", "unicode"])
def smsd(request, settings, tmp_path):
    with (
        provider(settings, tmp_path, REPORTS="1") as folder,
        daemon(folder.path, tmp_path, request.param) as running,
    ):
        running.format = request.param
        yield running


def letter(number: int, brief: str) -> Letter:
    return Letter(number, f"{number}.0", NUMBER, Draft("Kabar", "…", brief=brief), leave="")


def everything(expected: int):
    """All that is said until so much was, as the worker asks."""
    said, news, cursor = [], [], ""

    async def ask() -> None:
        nonlocal cursor
        heard, cursor = await gammu.fetch(cursor)
        said.extend(heard.said)
        news.extend(heard.news)

    until(lambda: asyncio.run(ask()) or len(said) + len(news) >= expected, seconds=30)
    asyncio.run(ask())
    return said, news


def test_letters_leave_the_outbox_in_the_right_parts(smsd, monkeypatch):
    monkeypatch.setattr(gammu, "WAIT", 0.0)
    texts = ["“Awas” banjir…", "Awas banjir مرحبا", "Panjang [kurung] €5 " * 10]

    said = send(gammu, [letter(n, text) for n, text in enumerate(texts)])

    until(lambda: len(smsd.names("sent")) == 3, seconds=30)
    log = smsd.log.read_text(errors="replace")
    assert ([one.result for one in said], smsd.names("outbox")) == (["accepted"] * 3, [])
    assert [log.count(f"_{one.provider_id}.txt{flag} (total: {parts}) to {NUMBER}")
            for one, flag, parts in zip(said, ["d", "d", ""], [1, 1, 2], strict=True)] == [1, 1, 1]  # fmt: skip
    # The first fits the GSM alphabet (coding 3) since we wrote it so; the second cannot (coding 1: UCS-2).
    assert log.count('with text ""Awas" banjir...') == 1
    assert [line.rpartition(" cod ")[2][:1] for line in log.splitlines() if " cod " in line] == ["3", "1", "3"]


def test_a_repeated_letter_is_sent_once(smsd):
    send(gammu, [letter(1, "Awas")])
    until(lambda: len(smsd.names("sent")) == 1, seconds=30)

    again = send(gammu, [letter(1, "Awas")])

    assert (again[0].result, smsd.names("outbox"), len(smsd.names("sent"))) == ("accepted", [], 1)


def test_what_the_phone_gets_is_heard(smsd, monkeypatch):
    monkeypatch.setattr(gammu, "WAIT", 0.0)
    smsd.gets(1, "Jalan “kami” rusak — é مرحبا")
    smsd.gets(2, "Bagian satu, ", "+6281200000001", udh="050003420201", second=10)
    smsd.gets(3, "bagian dua", "+6281200000001", udh="050003420202", second=11)

    said, news = everything(2)

    assert sorted((one.address, one.text) for one in said) == [
        ("+6281200000001", "Bagian satu, bagian dua"), (NUMBER, "Jalan “kami” rusak — é مرحبا")
    ]  # fmt: skip
    assert (news, smsd.names("inbox")) == ([], [])


def test_a_report_of_the_network_is_a_receipt(smsd, monkeypatch):
    if smsd.format != "detail":
        pytest.skip("only InboxFormat = detail tells a report from a message")
    monkeypatch.setattr(gammu, "WAIT", 0.0)
    [sent] = send(gammu, [letter(1, "Awas")])
    until(lambda: len(smsd.names("sent")) == 1, seconds=30)
    smsd.gets(1, "Delivered", pdu="Status_Report")

    said, news = everything(1)

    assert ([(one.provider_id, str(one.kind)) for one in news], said) == ([(sent.provider_id, "delivered")], [])


@pytest.mark.django_db(transaction=True)
def test_an_answer_ends_the_contact(smsd):
    person = Person.objects.create_person(name="Sari")
    contact = actions.agree(person=person, channel="gammu", address="0812-3456-7890", source="test", by=None)
    smsd.gets(1, "Berhenti")

    asyncio.run(fetching.fetching("gammu", _soon(Inbound.objects.exists)))
    while inbound.look():
        pass

    contact.refresh_from_db()
    assert (contact.ended_because, Inbound.objects.get().channel) == ("stopped", "gammu")


def _soon(true):
    """Whether to stop, as the worker asks it: from another thread, since it looks into the database."""
    over, deadline = threading.Event(), time.monotonic() + 30

    def watch() -> None:
        while not over.is_set() and time.monotonic() < deadline:
            if true():
                over.set()
            time.sleep(0.1)
        over.set()
        connection.close()

    threading.Thread(target=watch, daemon=True).start()
    return over.is_set
