"""The states of a voice and every step between them, as one table. The clock, the permissions and the pages read it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from jembatan.people.roles import Permission


class State(models.TextChoices):
    HELD = "held", _("Diperiksa dulu")  # perhaps spam: nothing is promised before somebody let it in
    NEW = "new", _("Diterima")
    VERIFIED = "verified", _("Diverifikasi")
    ASKED = "asked", _("Menunggu jawaban pelapor")
    POSTPONED = "postponed", _("Ditunda")
    FORWARDED = "forwarded", _("Sedang ditangani")
    PASSED_ON = "passed_on", _("Diteruskan ke instansi lain")  # out of our authority: we follow it there
    ANSWERED = "answered", _("Dijawab")
    CLOSED = "closed", _("Selesai")
    ARCHIVED = "archived", _("Diarsipkan")
    MERGED = "merged", _("Digabungkan")


S = State
WITH_US = (S.NEW, S.VERIFIED, S.FORWARDED)  # somebody of ours has to do something
PAUSED = (S.ASKED, S.POSTPONED)  # the clock stands still
OPEN = (*WITH_US, *PAUSED, S.PASSED_ON)  # not answered yet
ENDED = (S.CLOSED, S.ARCHIVED, S.MERGED)


class Act(models.TextChoices):
    """What somebody does to a voice; each is one row of its history."""

    RECEIVE = "receive", _("Diterima")
    ADMIT = "admit", _("Diterima untuk ditangani")
    VERIFY = "verify", _("Diverifikasi")
    FORWARD = "forward", _("Disampaikan ke kantor yang berwenang")
    RAISE = "raise", _("Dinaikkan ke atasan")
    ASK = "ask", _("Petugas bertanya")
    TELL = "tell", _("Pelapor menambahkan keterangan")
    DECLINE = "decline", _("Pelapor tidak ingin ditampilkan")
    POSTPONE = "postpone", _("Ditunda")
    RESUME = "resume", _("Dilanjutkan")
    PASS_ON = "pass_on", _("Diteruskan ke instansi lain")
    FOLLOW = "follow", _("Kabar dari instansi lain")
    REPLY = "reply", _("Tanggapan awal")
    ANSWER = "answer", _("Dijawab")
    CLOSE = "close", _("Ditutup")
    REOPEN = "reopen", _("Dibuka lagi")
    ARCHIVE = "archive", _("Diarsipkan")
    RESTORE = "restore", _("Dikembalikan dari arsip")
    MERGE = "merge", _("Digabungkan")
    SPLIT = "split", _("Dipisahkan lagi")
    ASSIGN = "assign", _("Petugas ditunjuk")
    PRIORITISE = "prioritise", _("Prioritas diubah")
    NOTE = "note", _("Catatan internal")
    CLASSIFY = "classify", _("Jenis atau topik diperbaiki")
    MODERATE = "moderate", _("Tampilan publik diputuskan")
    OVERDUE = "overdue", _("Lewat batas waktu")


P = Permission
REPORTER = "reporter"  # whoever holds the secret of the voice
SYSTEM = "system"  # the clock


@dataclass(frozen=True, slots=True)
class Move:
    """Who may do it, from which states, and where it leads; `None`: the state stays."""

    by: tuple[str, ...]  # permissions, REPORTER or SYSTEM
    before: tuple[State, ...]
    after: State | None = None


DESK = (P.VERIFY_VOICES,)
HANDLERS = (P.VERIFY_VOICES, P.ANSWER_VOICES)
ANYWHERE = tuple(State)

MOVES: dict[Act, Move] = {
    Act.ADMIT: Move(DESK, (S.HELD,), S.NEW),
    Act.VERIFY: Move(DESK, (S.NEW,), S.VERIFIED),
    Act.FORWARD: Move(HANDLERS, WITH_US, S.FORWARDED),
    Act.RAISE: Move(HANDLERS, WITH_US, S.FORWARDED),
    Act.ASK: Move(HANDLERS, WITH_US, S.ASKED),
    Act.TELL: Move((REPORTER,), (*OPEN, S.ANSWERED)),  # from ASKED back to where it was
    Act.DECLINE: Move((REPORTER,), ANYWHERE),  # what was published by consent ends with it, whatever the state
    Act.POSTPONE: Move(HANDLERS, WITH_US, S.POSTPONED),
    Act.RESUME: Move((*HANDLERS, SYSTEM), PAUSED),  # back to where it was
    Act.PASS_ON: Move(HANDLERS, WITH_US, S.PASSED_ON),
    Act.FOLLOW: Move(HANDLERS, (S.PASSED_ON,)),
    Act.REPLY: Move((P.ANSWER_VOICES,), (S.FORWARDED, S.PASSED_ON)),
    Act.ANSWER: Move((P.ANSWER_VOICES,), (S.FORWARDED, S.PASSED_ON), S.ANSWERED),
    Act.CLOSE: Move((REPORTER, SYSTEM, P.ANSWER_VOICES), (S.ANSWERED,), S.CLOSED),
    Act.REOPEN: Move((REPORTER, *HANDLERS), (S.ANSWERED, S.CLOSED), S.FORWARDED),
    Act.ARCHIVE: Move(DESK, (S.HELD, S.NEW, S.VERIFIED), S.ARCHIVED),
    Act.RESTORE: Move(DESK, (S.ARCHIVED,), S.NEW),
    Act.MERGE: Move(HANDLERS, (*WITH_US, *PAUSED), S.MERGED),
    Act.SPLIT: Move((REPORTER, *HANDLERS), (S.MERGED,), S.VERIFIED),
    Act.ASSIGN: Move(HANDLERS, OPEN),
    Act.PRIORITISE: Move(HANDLERS, OPEN),
    Act.NOTE: Move(HANDLERS, ANYWHERE),
    Act.CLASSIFY: Move(DESK, (*OPEN, S.ANSWERED)),
    Act.MODERATE: Move(DESK, (*OPEN, S.ANSWERED, *ENDED)),
    Act.OVERDUE: Move((SYSTEM,), (*WITH_US, S.PASSED_ON)),
}


class Refused(Exception):
    """What somebody wanted is not possible; the text says what to do."""


class Stale(Refused):
    """Somebody else was first; the text says what they did."""
