"""What citizens said and what was answered, as an Atom feed (RFC 4287) for programs that look by themselves."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area
from jembatan.public.listening.asking import Asked
from jembatan.public.listening.showing import last_answer
from jembatan.public.page import cacheable, prefix
from jembatan.voices.models import Voice
from jembatan.voices.public import place

SIZE = 20
TITLE = 90  # characters
TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    area = asked.area or Area.objects.root()
    feed = Atom1Feed(
        title=_("Suara Warga: %(name)s") % {"name": area.title},
        link=f"{settings.BASE_URL}{prefix()}/suara/",
        description="",
        language=get_language(),
        feed_url=f"{settings.BASE_URL}{request.get_full_path()}",
        author_name=_("Warga"),
    )
    for voice in asked.found(SIZE).voices:
        _add(feed, voice)
    return conditional(request, HttpResponse(feed.writeString("utf-8"), content_type=TYPE))


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Kept for a minute; a program that has it already hears only that nothing changed."""
    set_response_etag(cacheable(response))
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    assert isinstance(answer, HttpResponse)
    return answer


def _add(feed: Atom1Feed, voice: Voice) -> None:
    feed.add_item(
        title=Truncator(" ".join(voice.text.split())).chars(TITLE),
        link=f"{settings.BASE_URL}{prefix()}/suara/{voice.code}/",
        description=_content(voice),
        unique_id=f"{settings.BASE_URL}/suara/{voice.code}/",
        pubdate=voice.shown_at,
        updateddate=_changed(voice),
        categories=[str(one) for one in (voice.get_kind_display(), voice.topic, place(voice).title) if one],
    )


def _content(voice: Voice) -> str:
    if not (answer := last_answer(voice)):
        return voice.text
    answered = _("Tanggapan %(office)s: %(text)s") % {"office": answer.office, "text": answer.text}
    return f"{voice.text}\n\n{answered}"


def _changed(voice: Voice) -> datetime:
    answer = last_answer(voice)
    assert voice.shown_at is not None  # of every public one
    return max(voice.shown_at, answer.at) if answer else voice.shown_at
