"""A list of volunteers comes in: uploaded, each row's fate shown, then applied exactly so."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people import uploads
from jembatan.desk.people.import_forms import ConsentForm, ListForm
from jembatan.desk.people.loading import allow_everywhere, group_crumbs
from jembatan.messages.roster import planning
from jembatan.messages.roster.applying import apply
from jembatan.messages.roster.plan import Fate, Line, Plan
from jembatan.people import lists
from jembatan.people.errors import PeopleError
from jembatan.people.roles import Permission

PAGE = 100  # rows
TYPES = {
    "csv": ("text/csv; charset=utf-8", lists.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", lists.as_xlsx),
}


@staff(Permission.MANAGE_PEOPLE)
def upload(request: StaffRequest) -> HttpResponse:
    allow_everywhere(request, Permission.MANAGE_PEOPLE)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("desk:import_check", name=uploads.keep(form.cleaned_data["file"], request.user))
    crumbs = group_crumbs(here=_("Impor daftar relawan"))
    return render(request, "desk/people/import.html", {"form": form, "crumbs": crumbs, "columns": columns()})


def columns() -> list[dict[str, str]]:
    """What belongs into each column, for the page that explains them."""
    said = [
        ("nama", _("Nama lengkap. Wajib.")),
        ("telepon", _("Nomor HP, misalnya 0812-3456-7890.")),
        ("kanal", _("Untuk apa nomor itu, yang didahulukan lebih dulu: WhatsApp, SMS, atau telepon saja.")),
        ("email", _("Alamat e-mail, bila ada. Rilis dikirim ke sana.")),
        ("kim", _("Nama KIM-nya. Kosong berarti penghubung desa.")),
        ("desa", _("Kode desa, atau “Nama desa, Kecamatan”. Wajib.")),
        ("peran", _("ketua, sekretaris, bendahara, atau anggota. Sekretaris dan bendahara tercatat sebagai anggota.")),
        ("melayani", _("Desa lain yang juga dilayani KIM itu, dipisah titik koma.")),
        ("petugas", _("ya bila orang ini yang pertama menerima rilis; selain itu tidak.")),
    ]
    return [{"term": term, "value": value} for term, value in said]


@staff(Permission.MANAGE_PEOPLE)
def template(request: StaffRequest, kind: str) -> HttpResponse:
    """An empty list with three example rows, in villages of this installation."""
    allow_everywhere(request, Permission.MANAGE_PEOPLE)
    villages = list(Area.objects.current().villages().select_related("parent").order_by("code")[:3])
    texts = [village.code for village in villages[:2]]
    texts += [f"{village.name}, {village.parent}" for village in villages[2:]]
    content_type, write = TYPES[kind]
    response = HttpResponse(write(lists.examples(texts)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="daftar-relawan.{kind}"'
    return response


@staff(Permission.MANAGE_PEOPLE)
def check(request: StaffRequest, name: str) -> HttpResponse:
    """Show each row's fate; with the consent and the digest of what was shown, apply it."""
    allow_everywhere(request, Permission.MANAGE_PEOPLE)
    listing = uploads.fetch(name, request.user)
    if listing is None:
        messages.warning(request, _("Daftar ini sudah tidak disimpan. Unggah sekali lagi."))
        return redirect("desk:import")
    form = ConsentForm(request.POST or None, initial={"taken_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            return _applied(request, name, listing, form)
        except PeopleError as wrong:
            messages.error(request, str(wrong))
            return redirect("desk:import_check", name=name)
    plan = planning.make(listing.rows, by=request.user)
    form.fields["shown"].initial = plan.digest
    return render(request, "desk/people/import_check.html", _shown(request, listing, plan) | {"form": form})


def _applied(request: StaffRequest, name: str, listing: lists.Listing, form: ConsentForm) -> HttpResponse:
    shown = form.cleaned_data["shown"]
    plan = apply(rows=listing.rows, shown=shown, agreement=form.agreement(), by=request.user)
    uploads.drop(name)
    counts = plan.counts()
    words = {"new": counts[Fate.NEW], "updated": counts[Fate.UPDATED], "refused": counts[Fate.REFUSED]}
    messages.success(
        request,
        _("Daftar diterapkan: %(new)d orang baru, %(updated)d diperbarui, %(refused)d baris ditolak.") % words,
    )
    return redirect("desk:groups")


def _shown(request: StaffRequest, listing: lists.Listing, plan: Plan) -> dict[str, Any]:
    """One tab for each fate that occurs, those to be corrected first."""
    counts = plan.counts()
    order = [fate for fate in (Fate.REFUSED, Fate.NEW, Fate.UPDATED, Fate.SAME) if counts[fate]]
    asked = request.GET.get("nasib", order[0])
    fate = Fate(asked) if asked in order else order[0]
    lines, next_url = _page(request, [line for line in plan.lines if line.fate == fate], fate)
    return {
        "crumbs": group_crumbs((_("Impor daftar relawan"), reverse("desk:import")), here=_("Periksa hasilnya")),
        "plan": plan,
        "counts": [{"fate": each, "count": counts[each]} for each in Fate],
        "will": counts[Fate.NEW] + counts[Fate.UPDATED],
        "refused": counts[Fate.REFUSED],
        "fate": fate,
        "tabs": [{"label": e.label, "url": f"?nasib={e}", "active": e == fate, "count": counts[e]} for e in order],
        "lines": lines,
        "next_url": next_url,
        "ignored": _ignored(listing.ignored),
    }


def _page(request: StaffRequest, lines: list[Line], fate: Fate) -> tuple[list[Line], str]:
    after = request.GET.get("setelah", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 7 else 0
    rest = [line for line in lines if line.number > start]
    more = len(rest) > PAGE
    return rest[:PAGE], f"?nasib={fate}&setelah={rest[PAGE - 1].number}" if more else ""


def _ignored(headings: list[str]) -> str:
    if not headings:
        return ""
    words = ngettext(
        "Kolom ini tidak dikenal dan dilewati: %s.", "Kolom-kolom ini tidak dikenal dan dilewati: %s.", len(headings)
    )
    return words % ", ".join(f"“{heading}”" for heading in headings[:8])
