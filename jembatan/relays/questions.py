"""What a volunteer asks about a release, and the answer, which comes back on the volunteer's own link."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.audit.actions import record
from jembatan.people.models import Person
from jembatan.relays.models import Question, Relay
from jembatan.releases.workflow import Refused

LONGEST = 500
MOST = 5  # unanswered, of one person about one village's release


@transaction.atomic
def ask_question(*, relay: Relay, by: Person, text: str) -> Question:
    """Ask about a release. The same words again, while unanswered, are the same question; five may wait."""
    text = " ".join(text.split())
    if not text:
        raise Refused(_("Tulis dulu pertanyaannya, lalu kirim."))
    if len(text) > LONGEST:
        raise Refused(_("Pertanyaan ini terlalu panjang. Persingkat sampai 500 huruf, lalu kirim lagi."))
    relay = Relay.objects.select_for_update().get(pk=relay.pk)
    waiting = Question.objects.filter(relay=relay, by=by, answered_at=None)
    if (same := waiting.filter(text=text).first()) is not None:
        return same
    if waiting.count() >= MOST:
        raise Refused(_("Lima pertanyaan Anda belum dijawab. Tunggu jawabannya dulu, lalu tanya lagi."))
    question = Question.objects.create(relay=relay, by=by, text=text)
    record("question.asked", question, by=by, area=relay.code, relay=relay.pk)
    return question


@transaction.atomic
def answer_question(*, question: Question, answer: str, by: Person) -> Question:
    """Answer once; raises Refused when somebody else was first, so that nobody's answer is overwritten."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("relay")
    question = rows.get(pk=question.pk)
    if question.answered_at:
        raise Refused(_("Pertanyaan ini baru saja dijawab orang lain. Jawabannya tampil di bawah."))
    if not answer.strip():
        raise Refused(_("Tulis dulu jawabannya, lalu kirim."))
    question.answer, question.answered_by, question.answered_at = answer.strip(), by, timezone.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    record("question.answered", question, by=by, area=question.relay.code, relay=question.relay_id)
    return question
