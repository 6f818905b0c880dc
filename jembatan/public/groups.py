"""The directory of KIM: names of groups and the villages they serve, no names of people."""

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area, under
from jembatan.people.models import Group
from jembatan.public.addresses import following
from jembatan.public.forms import DirectoryForm
from jembatan.public.page import page

SIZE = 60


def _page(code: str, after: tuple[str, int] | None) -> tuple[list[Group], str]:
    """Groups in the order of their home's code, with the villages they serve; and where the next page begins."""
    served = Prefetch("areas", queryset=Area.objects.select_related("parent").order_by("code"))
    rows = Group.objects.current().select_related("home__parent").prefetch_related(served).order_by("home__code", "pk")
    if code:
        rows = rows.filter(under(code, "home__code"))
    if after:
        rows = rows.filter(Q(home__code__gt=after[0]) | Q(home__code=after[0], pk__gt=after[1]))
    found = list(rows[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return found[:SIZE], f"{last.home.code}-{last.pk}" if last else ""


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    form = DirectoryForm(request.GET)
    if not form.is_valid():
        raise Http404
    code = form.cleaned_data["wilayah"]
    groups, last = _page(code, form.cleaned_data["sesudah"])
    area = Area.objects.current().filter(code=code).first() if code else None
    context = {
        "groups": groups,
        "area": area,
        "after": request.GET.get("sesudah"),
        "more": following(sesudah=last, wilayah=code),
    }
    return page(request, "public/groups.html", context)
