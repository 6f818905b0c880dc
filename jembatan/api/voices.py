"""What citizens said, as far as everyone may see it, what was answered, and every public step between."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import P, PathEx, QueryEx, Router
from ninja.errors import ValidationError

from jembatan.api import schemas
from jembatan.api import voice_schemas as shapes
from jembatan.areas.finding import CODE_PATTERN
from jembatan.people.models import Office
from jembatan.voices import public
from jembatan.voices.models import Answer, Photo, Topic, Voice
from jembatan.voices.public import BadCursor, Clock, Wanted
from jembatan.voices.searching import LONGEST, Found, search

router = Router(tags=["voices"])
CODE = PathEx[str, P(pattern=r"^[0-9A-Z]{8}$", description="The code of a public voice")]
WRONG = {404: schemas.Problem, 422: schemas.Problem}


def _office(office: Office | None) -> dict[str, Any] | None:
    return {"id": office.pk, "name": office.name} if office else None


def _answer(answer: Answer) -> dict[str, Any]:
    return {"office": _office(answer.office), "text": answer.text, "on": public.day(answer.at)}


def _summary(voice: Voice, clock: Clock) -> dict[str, Any]:
    same = ("code", "text", "language", "kind", "state", "topic", "answer_due_on", "answered_on", "supporters")
    answers = list(voice.answers.all())
    return {name: getattr(voice, name) for name in same} | {
        "url": f"{settings.BASE_URL}/suara/{voice.code}/",
        "place": public.place(voice),
        "office": _office(voice.office),
        "received_on": public.day(voice.received_at),
        "due_on": clock.due_on,
        "days_left": clock.left,
        "answer": _answer(answers[-1]) if answers else None,
    }


def _photo(voice: Voice, photo: Photo) -> dict[str, Any]:
    name = str(photo.file.name).rpartition("/")[2]
    url = f"{settings.BASE_URL}/suara/{voice.code}/foto/{name}"
    return {"url": url, "alt": photo.alt, "width": photo.width, "height": photo.height}


@router.get("", response={200: shapes.VoicePage, 422: schemas.Problem}, summary="Public voices, the newest first")
def voices(  # noqa: PLR0917  (the framework reads each as a parameter of the address)
    request: HttpRequest,  # noqa: ARG001
    cursor: QueryEx[str, P(description="`next` of the page before")] = "",
    limit: QueryEx[int, P(ge=1, le=100)] = 20,
    area: QueryEx[str, P(pattern=rf"^(?:{CODE_PATTERN})?$", description="Kemendagri code, with its subtree")] = "",
    topic: QueryEx[str, P(pattern=r"^[a-zA-Z0-9_-]{0,40}$", description="Code of a topic")] = "",
    office: QueryEx[int | None, P(ge=1, le=2**63 - 1, description="Number of an office")] = None,
    state: QueryEx[shapes.State | None, P(description="Where it stands")] = None,
    kind: QueryEx[shapes.Kind | None, P(description="What sort of thing was said")] = None,
    q: QueryEx[str, P(max_length=LONGEST, description='Words: "…" for a phrase, - for what may not occur')] = "",
) -> dict[str, Any]:
    """A search looks at a bounded number of matches; `partial` says when there were more."""
    wanted = Wanted(area=area, topic=_topic(topic), office=office, state=state or "", kind=kind or "")
    try:
        found = _found(q, wanted, cursor, limit)
    except BadCursor:
        raise ValidationError([{"loc": ("query", "cursor"), "msg": "not a cursor of this API"}]) from None
    clocks = public.clocks(found.voices)
    items = [_summary(voice, clocks[voice.pk]) for voice in found.voices]
    return {"items": items, "next": found.next or None, "partial": found.partial}


def _found(words: str, wanted: Wanted, cursor: str, size: int) -> Found:
    if words:
        return search(words, wanted, cursor=cursor, size=size)
    rows, following = public.newest(wanted, cursor=cursor, size=size)
    return Found(rows, following)


def _topic(code: str) -> int | None:
    """-1, of no voice, for one that there is not."""
    return Topic.objects.filter(code=code).values_list("pk", flat=True).first() or -1 if code else None


@router.get("/{code}", response={200: shapes.Voice, **WRONG}, summary="One public voice with its answers")
def voice(request: HttpRequest, code: CODE) -> dict[str, Any]:  # noqa: ARG001
    found = get_object_or_404(public.seen(), code=code)
    answers, photos = [_answer(one) for one in found.answers.all()], [_photo(found, one) for one in found.photos.all()]
    more = {"answers": answers, "photos": photos, "passed_to": found.passed_to}
    return _summary(found, public.clocks([found])[found.pk]) | more


@router.get("/{code}/history", response={200: shapes.History, **WRONG}, summary="What happened to a public voice")
def history(request: HttpRequest, code: CODE) -> dict[str, Any]:  # noqa: ARG001
    found = get_object_or_404(public.seen(), code=code)
    steps = [
        {
            "number": step.number, "act": step.act, "label": step.get_act_display(), "state": step.state,
            "on": public.day(step.at), "office": _office(step.office), "text": step.public, "due_on": step.due_on,
        }
        for step in public.history(found)
    ]  # fmt: skip
    return {"code": found.code, "steps": steps}
