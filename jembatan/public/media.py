"""Pictures and photos. What was ever published is everyone's; the rest is for those who may see where it belongs.

Names are random, but a name is no permission: it stands in a browser's history and in a mail that was passed on.
"""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from jembatan.people.permissions import Who, within
from jembatan.people.roles import Permission
from jembatan.relays.models import Hop
from jembatan.releases.models import Picture, Release
from jembatan.releases.public import published_pictures

A_YEAR = 365 * 24 * 60 * 60  # seconds; a file never changes under its name


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """The public ones ask for no session, so that any cache may keep them."""
    public = published_pictures().filter(file=path).exists()
    if not public and not _may_see(request.user, path):
        raise Http404
    try:
        response = FileResponse(default_storage.open(path), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    if public:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _may_see(person: Who, path: str) -> bool:
    """A draft's picture: who reads the draft, or put it here. A volunteer's photo: who may call them."""
    if not person.is_authenticated:
        return False
    picture = Picture.objects.filter(file=path)
    drafts = Release.objects.visible_to(person)
    photos = Hop.objects.filter(
        within(person, Permission.CALL_VOLUNTEERS, code="relay__code", office="relay__release__office_id")
    )
    return (
        picture.filter(created_by=person).exists()
        or picture.filter(versions__release__in=drafts).exists()
        or photos.filter(photo=path).exists()
    )
