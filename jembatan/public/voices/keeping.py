"""What somebody keeps of their voice: its code and secret, once, as words, as a picture to scan, and as a file."""

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jembatan.public.voices.quiet import quiet, silent
from jembatan.voices import codes, reporting
from jembatan.voices.intake import Received


def show(request: HttpRequest, received: Received) -> HttpResponse:
    """Only to the form that it came with; whoever has another form of the same voice reads no secret."""
    voice, secret = received.voice, received.secret
    if not secret or bytes(voice.secret) != codes.hide(secret):
        return quiet(request, "sent_before", {"voice": voice})
    url = codes.follow_url(voice.code, secret)
    context = {
        "voice": voice, "secret": secret, "spaced_code": codes.spaced(voice.code), "spaced": codes.spaced(secret),
        "url": url, "qr": _picture(url), "words": words(voice.code, secret),
    }  # fmt: skip
    return quiet(request, "sent", context)


def _picture(url: str) -> SafeString:
    """Dark on white in every colour scheme: that is what cameras read. Made here, no word of anybody in it.

    One mask, not the best of eight: every reader takes any of them, and trying all costs more than the voice.
    """
    code = segno.make(url, error="m", micro=False, mask=2)
    return mark_safe(code.svg_inline(scale=4, border=3, light="#fff"))  # noqa: S308


def words(code: str, secret: str) -> str:
    return "\n".join(
        [
            _("Laporan saya"),
            _("Kode lacak: %(code)s") % {"code": codes.spaced(code)},
            _("Kata rahasia: %(secret)s") % {"secret": codes.spaced(secret)},
            _("Ikuti di: %(url)s") % {"url": codes.follow_url(code, secret)},
        ]
    )


@csrf_exempt  # the secret is the permission
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """The same words as a file; no secret stands in its address or name."""
    code, secret = codes.tidy(request.POST.get("kode", "")), codes.tidy(request.POST.get("rahasia", ""))
    if reporting.find(code, secret) is None:
        raise Http404
    response = HttpResponse(words(code, secret) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="laporan-{code}.txt"'
    return silent(response)
