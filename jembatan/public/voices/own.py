"""The reporter's own page: every step, and what they can do now."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from jembatan.public.voices import history
from jembatan.public.voices.access import own
from jembatan.public.voices.photos import taken
from jembatan.public.voices.quiet import quiet
from jembatan.voices import codes, reporting
from jembatan.voices.acting import REPORTING
from jembatan.voices.intake import MOST_PHOTOS
from jembatan.voices.models import Answer, AnswerFile, Follower, Photo, Voice
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.workflow import MOVES, Act, Refused, State


@require_http_methods(["GET", "HEAD", "POST"])
@own
def mine(request: HttpRequest, voice: Voice, secret: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, voice, secret)
    try:
        ACTS[request.POST.get("langkah", "")](voice, request)
    except KeyError:
        raise Http404 from None
    except Refused as refused:
        voice.refresh_from_db()
        return _show(request, voice, secret, refused=str(refused), typed=request.POST.get("isi", ""))
    return redirect("public:voice_own", voice.code, codes.tidy(secret))


def _show(request: HttpRequest, voice: Voice, secret: str, **more: Any) -> HttpResponse:
    may = {act.value: voice.state in MOVES[act].before for act in MOVES if REPORTING.may(act, voice)}
    rows = history.rows(voice)
    context = {
        "voice": voice, "secret": codes.tidy(secret), "spaced": codes.spaced(voice.code), "may": may, "rows": rows,
        "question": _question(voice, rows), "answer": _answer(voice), "left": history.days_left(voice),
        "owed": history.OWED.get(voice.due_for, ""), "looks": history.looks(voice), "told": _told(voice),
        "seen": voice.shown in PUBLIC, "other_seen": bool(voice.merged_into and voice.merged_into.shown in PUBLIC),
        "most": MOST_PHOTOS, **more,
    }  # fmt: skip
    return quiet(request, "mine", context, status=422 if more else 200)


def _question(voice: Voice, rows: list[history.Row]) -> str:
    """What the office waits for."""
    asked = [row.step.told for row in rows if row.step.act == Act.ASK]
    return asked[-1] if asked and voice.state == State.ASKED else ""


def _answer(voice: Voice) -> Answer | None:
    """The last one, of the voice that this one was merged into as well."""
    both = [voice.pk, *([voice.merged_into_id] if voice.merged_into_id else [])]
    return Answer.objects.filter(voice__in=both).select_related("office", "release").order_by("-pk").first()


def _told(voice: Voice) -> str:
    """Whether news of it go anywhere: "" for nowhere, `asked` until the address is confirmed, `yes`."""
    found = voice.followers.filter(why=Follower.Why.REPORTER, recipient__contacts__ended_at=None)
    verified = list(found.values_list("recipient__contacts__verified_at", flat=True))
    return "yes" if any(verified) else "asked" if verified else ""


def _tell(voice: Voice, request: HttpRequest) -> None:
    photos, wrong = taken(request.FILES.getlist("foto"))
    if wrong:
        raise Refused(wrong)
    reporting.tell(voice=voice, text=request.POST.get("isi", ""), photos=photos)


ACTS: dict[str, Callable[[Voice, HttpRequest], None]] = {
    "tambah": _tell,
    "terbantu": lambda voice, _request: reporting.close(voice=voice, helped=True),
    "buka": lambda voice, request: reporting.reopen(voice=voice, why=request.POST.get("isi", "")),
    "pisah": lambda voice, request: reporting.split(voice=voice, why=request.POST.get("isi", "")),
    "tutup": lambda voice, _request: reporting.decline(voice=voice),
}


@require_safe
@own
def photo(request: HttpRequest, voice: Voice, secret: str, pk: int) -> HttpResponse:  # noqa: ARG001
    return _file(get_object_or_404(Photo, voice=voice, pk=pk).file, "foto.jpg")


@require_safe
@own
def attachment(request: HttpRequest, voice: Voice, secret: str, pk: int) -> HttpResponse:  # noqa: ARG001
    found = get_object_or_404(AnswerFile, answer__voice__in=[voice.pk, voice.merged_into_id or voice.pk], pk=pk)
    return _file(found.file, found.name)


def _file(field: Any, name: str) -> HttpResponse:
    """Never shown inside a page of ours: what somebody else made is not run here."""
    try:
        response = FileResponse(field.open("rb"), as_attachment=not name.endswith(".jpg"), filename=name)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response  # type: ignore[return-value]  # the pages' headers fit it as well
