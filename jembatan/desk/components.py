"""The page that shows every component of the design system with real sentences."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from jembatan.desk.access import StaffRequest, staff
from jembatan.people.roles import Permission

STATES = {"confirmed": 58, "relayed": 96, "seen": 31, "delivered": 22, "waiting": 20, "none": 15}
PUBLISHED = datetime(2023, 6, 14, 2, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of every sort; its answers go nowhere."""

    title = forms.CharField(label="Judul", help_text="Satu kalimat yang langsung menyebut isinya.")
    short = forms.CharField(
        label="Teks pendek", max_length=160, widget=forms.Textarea, help_text="Inilah yang dikirim sebagai pesan."
    )
    kind = forms.ChoiceField(label="Jenis", choices=[("policy", "Kebijakan"), ("alert", "Peringatan")])
    deadline = forms.DateField(label="Batas penerusan", required=False)
    places = forms.MultipleChoiceField(
        label="Diteruskan lewat apa?",
        choices=[("whatsapp", "Grup WhatsApp"), ("board", "Papan informasi"), ("loudspeaker", "Pengeras suara masjid")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Boleh lebih dari satu.",
    )
    people = forms.ChoiceField(
        label="Kira-kira berapa orang?",
        choices=[("20", "Sampai 20"), ("100", "20 sampai 100"), ("more", "Lebih dari 100")],
        widget=forms.RadioSelect,
        required=False,
    )
    photo = forms.FileField(label="Foto", required=False)
    agreed = forms.BooleanField(label="Isi rilis ini sudah dicek ke sumbernya")


@staff(*Permission)
def components(request: StaffRequest) -> HttpResponse:
    return render(request, "desk/components_page.html", samples())


def samples() -> dict[str, Any]:
    """What the page's templates are given; invented."""
    return {
        "crumbs": [{"label": "Ruang Kerja", "url": "#"}, {"label": "Rilis", "url": "#"}, {"label": "Komponen"}],
        "tabs": [
            {"label": "Isi", "url": "#tab", "active": False},
            {"label": "Jangkauan", "url": "#tab", "active": True, "count": 242},
            {"label": "Versi", "url": "#tab", "active": False, "count": 3},
        ],
        "form": SampleForm({"title": "Pasar murah di Sekayu", "short": "Pasar murah Sabtu pagi."}),
        "fresh": SampleForm(),
        "states": STATES,
        "reached": STATES["relayed"] + STATES["confirmed"],
        "target": sum(STATES.values()),
        "rows": [
            ("Bailangu", "Sekayu", "confirmed", "14 menit"),
            ("Toman", "Babat Toman", "relayed", "52 menit"),
            ("Muara Teladan", "Sekayu", "waiting", ""),
            ("Jud II", "Sanga Desa", "none", ""),
        ],
        "facts": [
            {"term": "Sumber", "value": "Dinas Komunikasi dan Informatika"},
            {"term": "Wilayah tujuan", "value": "Kabupaten Musi Banyuasin, 242 desa dan kelurahan"},
            {"term": "Batas penerusan", "value": "16 Juni 2023 pukul 17.00 WIB"},
        ],
        "published": PUBLISHED,
        "body": mark_safe(
            "<p>Warga yang lahannya masuk peremajaan sawit tahun ini bisa mendaftar sampai akhir bulan.</p>"
            "<p>Bawa fotokopi surat tanah dan kartu keluarga ke kantor desa. Tidak ada biaya apa pun.</p>"
        ),
        "history": [
            {
                "title": "Terbukti sampai",
                "state": "confirmed",
                "at": PUBLISHED.replace(hour=4),
                "text": "Tautan desa ini dibuka warga.",
            },
            {
                "title": "Diteruskan",
                "state": "relayed",
                "at": PUBLISHED.replace(hour=3),
                "heard_at": PUBLISHED.replace(hour=6),
                "by": "Ketua KIM Serasan",
                "text": "Pengeras suara masjid dan papan informasi.",
            },
            {"title": "Dibuka", "state": "seen", "at": PUBLISHED.replace(minute=21)},
            {"title": "Terkirim", "state": "delivered", "at": PUBLISHED.replace(minute=1)},
            {"title": "Diminta meneruskan", "at": PUBLISHED},
        ],
        "areas": [
            {
                "code": "16.06.01",
                "name": "Sekayu",
                "checked": True,
                "open": True,
                "children": [
                    {"code": "16.06.01.2001", "name": "Bailangu"},
                    {"code": "16.06.01.2002", "name": "Muara Teladan"},
                ],
            },
            {"code": "16.06.02", "name": "Lais", "children": [{"code": "16.06.02.2001", "name": "Teluk Kijing"}]},
        ],
    }
