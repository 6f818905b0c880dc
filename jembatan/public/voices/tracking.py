"""From a code and a secret, typed from paper, to the page of one's own voice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jembatan.public.page import page
from jembatan.public.voices.access import Guessing, busy, find
from jembatan.public.voices.forms import TrackForm
from jembatan.public.voices.quiet import quiet, silent


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request, "public/voices/track.html", {"form": TrackForm()})
    form = TrackForm(request.POST)
    if not form.is_valid():
        return quiet(request, "track", {"form": form}, status=422)
    code, secret = form.cleaned_data["code"], form.cleaned_data["secret"]
    try:
        voice = find(request, code, secret)
    except Guessing:
        return busy(request)
    if voice is None:
        form.add_error(None, _("Kode dan kata rahasia ini tidak cocok. Periksa lagi hurufnya satu per satu."))
        return quiet(request, "track", {"form": form}, status=422)
    return silent(redirect("public:voice_own", code, secret))
