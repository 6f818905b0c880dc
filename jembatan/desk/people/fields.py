"""Form fields that name an area, in words or by its code."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from jembatan.areas.finding import plain
from jembatan.areas.models import Area, AreaQuerySet

SHOWN = 5  # areas named where several are meant
_KIND = re.compile(r"^(kecamatan|kec\.?|kabupaten|kab\.?|provinsi)\s+(?=\S)", re.IGNORECASE)


def _called(text: str, field: str = "name") -> Q:
    """By that name, or by it without the word for its kind: there is a Desa Kampung Baru."""
    whole = " ".join(text.split())
    return Q(**{f"{field}__iexact": whole}) | Q(**{f"{field}__iexact": _KIND.sub("", plain(whole))})


class AreaField(forms.CharField):
    """One current area: `16.06.01`, `Sekayu`, or `Lumpatan, Sekayu` where names repeat. `villages`: only those."""

    def __init__(self, *, villages: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)
        self.villages = villages

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Area) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        return self._found(text) if text else None

    def _rows(self) -> AreaQuerySet:
        rows = Area.objects.current().select_related("parent")
        return rows.villages() if self.villages else rows

    def _found(self, text: str) -> Area:
        if area := self._rows().filter(code=text.strip()).first():
            return area
        name, _comma, above = text.partition(",")
        rows = self._rows().filter(_called(name))
        if above:
            rows = rows.filter(_called(above, "parent__name"))
        found = list(rows.order_by("level", "code")[: SHOWN + 1])
        if not found:
            raise ValidationError(
                _("Wilayah “%(text)s” tidak ditemukan. Tulis namanya, atau kodenya.") % {"text": text}
            )
        if len(found) > 1:
            raise ValidationError(_several(found))
        return found[0]


class AreasField(forms.CharField):
    """Several villages, one a line or separated by semicolons."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)
        self._one = AreaField(villages=True)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{area.name}, {area.parent.name}" if area.parent else area.name for area in value)

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
        return list(dict.fromkeys(self._one.clean(part) for part in parts))


def _several(found: list[Area]) -> str:
    named = "; ".join(f"{area.title} ({area.code})" for area in found[:SHOWN])
    return _("Ada beberapa wilayah dengan nama itu: %(areas)s. Tulis kodenya.") % {"areas": named}
