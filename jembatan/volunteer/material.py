"""What helps to pass a release on where no message arrives: a poster, a text to read aloud, small pictures."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from PIL import Image

from jembatan.areas.models import Area
from jembatan.relays.links import token
from jembatan.relays.models import Asking, Relay
from jembatan.releases.workflow import State
from jembatan.volunteer import poster as printing
from jembatan.volunteer.access import personal
from jembatan.volunteer.reading import sentences

EDGE = 480  # pixels: as wide as a telephone needs


def _only_published(relay: Relay) -> None:
    """Nothing of a withdrawn release is printed or read aloud."""
    if relay.release.state != State.PUBLISHED:
        raise Http404


@require_safe
@personal
def aloud(request: HttpRequest, asking: Asking) -> HttpResponse:
    relay = asking.relay
    _only_published(relay)
    text = relay.release.text
    context = {
        "relay": relay,
        "text": text,
        "sentences": sentences(text.body, text.language),
        "title": sentences(text.title, text.language),
        "opening": sentences(text.short, text.language),
        "token": token(relay.pk, asking.person_id),
        "root": Area.objects.root(),
    }
    return render(request, "volunteer/aloud.html", context)


@require_safe
@personal
def poster(_request: HttpRequest, asking: Asking) -> HttpResponse:
    _only_published(asking.relay)
    data = printing.draw(asking.relay, Area.objects.root())
    name = f"poster-{asking.relay.release_id}-{asking.relay.code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@require_safe
@personal
def picture(_request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """A picture of the release made small: some tens of kilobytes instead of hundreds."""
    _only_published(asking.relay)
    found = asking.relay.release.text.pictures.filter(pk=pk).first()
    if found is None:
        raise Http404
    data = BytesIO()
    with found.file.open() as file, Image.open(file) as image:
        image.thumbnail((EDGE, EDGE))
        image.save(data, "JPEG", quality=65, optimize=True)
    response = HttpResponse(data.getvalue(), content_type="image/jpeg")
    patch_cache_control(response, max_age=86400)
    return response
