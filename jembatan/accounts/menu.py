"""The workroom's menu: what this person may do somewhere."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jembatan.people.permissions import anywhere
from jembatan.people.roles import Permission as P

ENTRIES: list[tuple[str, Any, set[P]]] = [
    ("/meja/", _("Ringkasan"), set(P)),
    ("/meja/pimpinan/", _("Layar pimpinan"), {P.READ_INSIGHTS}),
    ("/meja/suara/", _("Suara Warga"), {P.VERIFY_VOICES, P.ANSWER_VOICES}),
    ("/meja/suara/identitas/", _("Buka identitas"), {P.UNSEAL_VOICES}),
    ("/meja/rilis/", _("Rilis"), {P.READ_RELEASES}),
    ("/meja/desa/", _("Desa saya"), {P.LOOK_AFTER_RELAYS}),
    ("/meja/pertanyaan/", _("Pertanyaan relawan"), {P.ANSWER_QUESTIONS}),
    ("/meja/senyap/", _("Desa yang lama senyap"), {P.READ_REACH}),
    ("/meja/pesan/", _("Pesan yang gagal"), {P.SEE_DELIVERIES}),
    ("/meja/kim/", _("KIM dan relawan"), {P.MANAGE_GROUPS, P.MANAGE_PEOPLE}),
    ("/meja/orang/", _("Orang dan peran"), {P.MANAGE_PEOPLE}),
    ("/meja/pengaturan/", _("Pengaturan"), {P.MANAGE_SETTINGS}),
    ("/tugas/", _("Tugas saya"), {P.RELAY}),
]


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Entries as `{url, label, active}`; the longest address that the page's own begins with is active."""
    permitted = anywhere(request.user)
    shown = [(url, label) for url, label, needs in ENTRIES if needs & permitted]
    path = request.path.removeprefix("/en")
    prefix = "/en" if path != request.path else ""
    active = max((url for url, _label in shown if path.startswith(url)), key=len, default="")
    return [{"url": prefix + url, "label": label, "active": url == active} for url, label in shown]
