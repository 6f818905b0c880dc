"""What handlers do with a voice on its way to an answer."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.people.models import Office, Person
from jembatan.people.permissions import may
from jembatan.people.roles import Permission
from jembatan.voices import officers, suggesting, telling
from jembatan.voices.acting import Doer, Doing, act
from jembatan.voices.models import Kind, Pause, Topic, Voice
from jembatan.voices.workflow import Act, Refused, State


def _said(text: str, sentence: str) -> str:
    if not (text := text.strip()):
        raise Refused(sentence)
    return text


def admit(*, voice: Voice, by: Person, seen: int) -> None:
    """Let one in that waited because it looked like spam: its clock begins."""
    with act(voice, Act.ADMIT, by=Doer(by), seen=seen):
        pass


def verify(
    *,
    voice: Voice,
    kind: str,
    topic: Topic | None,
    area: Area,
    by: Person,
    seen: int,
    field_check: bool = False,
    about_office: Office | None = None,
) -> None:
    """It is understood: its kind, topic and place are right, so its deadline is."""
    with act(voice, Act.VERIFY, by=Doer(by), seen=seen) as doing:
        suggesting.note(doing.voice, kind=kind, topic=topic)
        _classify(doing, kind, topic, area)
        doing.voice.about_office = about_office
        doing.voice.field_check = field_check
        doing.voice.verified_on = today()


def classify(*, voice: Voice, kind: str, topic: Topic | None, area: Area, by: Person, seen: int) -> None:
    """Correct what was understood before."""
    with act(voice, Act.CLASSIFY, by=Doer(by), seen=seen) as doing:
        _classify(doing, kind, topic, area)


def _classify(doing: Doing, kind: str, topic: Topic | None, area: Area) -> None:
    voice = doing.voice
    voice.kind, voice.topic, voice.area, voice.area_code = Kind(kind), topic, area, area.code
    doing.facts |= {"kind": kind, "topic": topic.code if topic else "", "place": area.code}


@transaction.atomic
def forward(*, voice: Voice, office: Office, by: Person, seen: int, note: str = "") -> None:
    """Disposisi: this office has to answer. One about officials stays with an inspectorate."""
    with act(voice, Act.FORWARD, by=Doer(by), seen=seen) as doing:
        _hand_over(doing, office)
        doing.internal = note.strip()
    telling.tell(voice, Act.FORWARD)
    officers.call(voice)


@transaction.atomic
def raise_(*, voice: Voice, office: Office, by: Person, seen: int, note: str = "") -> None:
    """Up a tier: to an office of an area above."""
    with act(voice, Act.RAISE, by=Doer(by), seen=seen) as doing:
        before = doing.voice.office
        if before and office.area.level >= before.area.level:
            raise Refused(_("Pilih kantor yang satu tingkat lebih tinggi."))
        _hand_over(doing, office)
        doing.internal = note.strip()
    telling.tell(voice, Act.RAISE)
    officers.call(voice)


def _hand_over(doing: Doing, office: Office) -> None:
    voice = doing.voice
    if voice.about_official and not office.inspects:
        raise Refused(_("Laporan tentang petugas hanya dapat disampaikan ke inspektorat."))
    if voice.kind == Kind.RUMOUR and voice.about_office_id == office.pk:
        raise Refused(_("Kabar tentang sebuah kantor dijawab oleh kantor lain. Pilih kantor lain."))
    if not Office.objects.current().filter(pk=office.pk).exists():
        raise Refused(_("Kantor ini sudah tidak ada. Pilih penggantinya."))
    doing.facts |= {"from": voice.office_id, "to": office.pk}
    voice.office, voice.assigned = office, None
    voice.verified_on = voice.verified_on or today()


@transaction.atomic
def ask(*, voice: Voice, question: str, by: Person, seen: int) -> None:
    """Ask the reporter something; until they answer the clock stands still."""
    question = _said(question, _("Tuliskan pertanyaan untuk pelapor."))
    with act(voice, Act.ASK, by=Doer(by), seen=seen) as doing:
        _pause(doing, _("Menunggu jawaban pelapor."), None)
        doing.told = question
    telling.tell(voice, Act.ASK)


@transaction.atomic
def postpone(*, voice: Voice, reason: str, until: date, by: Person, seen: int) -> None:
    """For a reason that everyone can read, until a day; the clock stands still."""
    reason = _said(reason, _("Tuliskan alasan penundaan. Semua orang akan membacanya."))
    if until <= today():
        raise Refused(_("Pilih tanggal sesudah hari ini."))
    with act(voice, Act.POSTPONE, by=Doer(by), seen=seen) as doing:
        _pause(doing, reason, until)
        doing.public, doing.facts = reason, {"until": until.isoformat()}
    telling.tell(voice, Act.POSTPONE)


def _pause(doing: Doing, reason: str, until: date | None) -> None:
    voice = doing.voice
    voice.back_to = voice.state
    Pause.objects.create(voice=voice, begin=today(), until=until, reason=reason)
    doing.state = None


def resume(*, voice: Voice, by: Person | None, seen: int | None = None) -> None:
    """The clock goes on. `by=None`: the day came."""
    with act(voice, Act.RESUME, by=Doer(by), seen=seen) as doing:
        doing.state = resume_into(doing.voice)


def resume_into(voice: Voice) -> State:
    """End the pause; the state that it interrupted."""
    voice.pauses.filter(end=None).update(end=today())
    state, voice.back_to = State(voice.back_to or State.NEW), ""
    return state


@transaction.atomic
def pass_on(*, voice: Voice, to: str, lapor_number: str, explained: str, by: Person, seen: int) -> None:
    """Out of our authority: the office itself passes it on and follows it. Nobody hears "wrong door"."""
    to = _said(to, _("Tuliskan instansi yang menerima laporan ini."))
    with act(voice, Act.PASS_ON, by=Doer(by), seen=seen) as doing:
        doing.voice.passed_to, doing.voice.lapor_number = to[:160], lapor_number.strip()[:20]
        doing.voice.verified_on = doing.voice.verified_on or today()
        doing.public = explained.strip()
        doing.facts = {"lapor": doing.voice.lapor_number}
    telling.tell(voice, Act.PASS_ON)


@transaction.atomic
def follow(*, voice: Voice, news: str, by: Person, seen: int, lapor_number: str = "") -> None:
    """What the other body said until now; its number at SP4N-LAPOR where it is known only later."""
    news = _said(news, _("Tuliskan kabar dari instansi itu."))
    with act(voice, Act.FOLLOW, by=Doer(by), seen=seen) as doing:
        doing.voice.lapor_number = lapor_number.strip()[:20] or doing.voice.lapor_number
        doing.public = news
    telling.tell(voice, Act.FOLLOW)


@transaction.atomic
def assign(*, voice: Voice, person: Person, by: Person, seen: int) -> None:
    """Whose it is within the office."""
    with act(voice, Act.ASSIGN, by=Doer(by), seen=seen) as doing:
        if not any(may(person, one, on=doing.voice) for one in (Permission.ANSWER_VOICES, Permission.VERIFY_VOICES)):
            raise Refused(_("Orang ini tidak menangani laporan kantor itu."))
        doing.voice.assigned, doing.facts = person, {"assigned": person.pk}
    officers.call(voice)


def prioritise(*, voice: Voice, priority: int, by: Person, seen: int) -> None:
    with act(voice, Act.PRIORITISE, by=Doer(by), seen=seen) as doing:
        doing.voice.priority, doing.facts = priority, {"priority": priority}


def note(*, voice: Voice, text: str, by: Person, seen: int | None = None) -> None:
    """For the handlers only. Two may write at the same time."""
    text = _said(text, _("Tuliskan catatannya."))
    with act(voice, Act.NOTE, by=Doer(by), seen=seen) as doing:
        doing.internal = text


@transaction.atomic
def archive(*, voice: Voice, reason: str, by: Person, seen: int) -> None:
    """Spam, or nothing that anybody can do anything about; the reason is for the reporter."""
    reason = _said(reason, _("Tuliskan alasan pengarsipan. Pelapor akan membacanya."))
    with act(voice, Act.ARCHIVE, by=Doer(by), seen=seen) as doing:
        doing.voice.ended_on, doing.told = today(), reason
    telling.tell(voice, Act.ARCHIVE)


def restore(*, voice: Voice, by: Person, seen: int) -> None:
    with act(voice, Act.RESTORE, by=Doer(by), seen=seen) as doing:
        doing.voice.ended_on = None
