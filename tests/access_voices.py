"""The voices of the world that tests/test_access.py walks: one answered, one that waits for its office."""

from io import BytesIO
from typing import Any, cast

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.people.models import Office, Person
from jembatan.voices import answering, attaching, handling, intake, links
from jembatan.voices.intake import Down, Said, Taken
from jembatan.voices.models import Rule, Topic, Voice
from jembatan.voices.reporter import Reporter


def picture() -> "ContentFile[bytes]":
    data = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, "JPEG")
    return ContentFile(data.getvalue(), name="foto.jpg")


def things(people: dict[str, Person | None], village: Area, office: Office) -> dict[str, Any]:
    """Both lie in the district of `coordinator`, and the office of `officer` has them."""
    reviewer, officer, chair = (cast(Person, people[name]) for name in ("reviewer", "officer", "chair"))
    answered, waits = (_forwarded(village, office, by=reviewer, taken_by=chair) for _ in range(2))
    pdf = SimpleUploadedFile("surat.pdf", b"%PDF-1.7\n")
    files = attaching.prepare([pdf])
    answer = answering.answer(voice=answered, text="Jalan ditambal.", by=officer, seen=3, files=files)
    topic = Topic.objects.create(code="jalan", name="Jalan")
    return {
        "topic": topic,
        "topic code": topic.code,
        "rule": Rule.objects.create(topic=topic, office=office, position=0),
        "answered voice": answered.code,
        "answer file": answer.files.get(),
        "waiting voice": waits.code,
        "voice photo": waits.photos.get(),
        "step of a voice": "catatan",
        "phone": links.token(waits.pk, officer.pk),
    }


def _forwarded(village: Area, office: Office, *, by: Person, taken_by: Person) -> Voice:
    said = Said(
        text="Jalan SD Negeri rusak berat, kata Pak Burhan.",
        area=village,
        channel="paper",
        photos=(Taken(picture(), 60, 40),),
        paper=Down(by=taken_by, group=None, said_on=today()),
        reporter=Reporter(name="Sari"),
    )
    voice = intake.receive(said).voice
    handling.verify(voice=voice, kind="complaint", topic=None, area=village, by=by, seen=1)
    handling.forward(voice=voice, office=office, by=by, seen=2)
    return voice
