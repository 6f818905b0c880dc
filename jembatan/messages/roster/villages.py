"""Which village a list means: by code, or by name with the district where names repeat."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from jembatan.areas.finding import plain
from jembatan.areas.models import Area

_DISTRICT = re.compile(r"^(kecamatan|kec\.?)\s+", re.IGNORECASE)


class NoVillage(ValueError):
    """The text means no village, or several; says so in a few words."""


class Villages:
    """The villages that some texts mean, found by one query for all of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = [_split(text) for text in set(texts)]
        names = {way for name, _district in parts for way in _ways(name)}
        wanted = Q(code__in={_code(name) for name, _district in parts}) | Q(lower__in=names)
        current = Area.objects.current().villages().annotate(lower=Lower("name"))
        self.found = list(current.filter(wanted).select_related("parent").order_by("code"))
        self._by_code = {village.code: village for village in self.found}
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        for village in self.found:
            self._by_name[village.name.casefold()].append(village)

    def find(self, text: str) -> Area:
        """Raises NoVillage."""
        name, district = _split(text)
        if village := self._by_code.get(_code(name)):
            return village
        called = {village.pk: village for way in _ways(name) for village in self._by_name.get(way, [])}
        found = [village for village in called.values() if _lies_in(village, district)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise NoVillage(
                _("desa “%(text)s” tidak ditemukan; tulis kodenya, atau “Nama desa, Kecamatan”") % {"text": text}
            )
        districts = ", ".join(village.parent.name for village in found if village.parent)
        words = {"name": found[0].name, "districts": districts}
        raise NoVillage(_("ada beberapa desa %(name)s (%(districts)s); tulis juga kecamatannya") % words)


def _split(text: str) -> tuple[str, str]:
    """Name and district in lower case."""
    name, _comma, district = text.partition(",")
    return " ".join(name.split()).casefold(), " ".join(district.split()).casefold()


def _ways(name: str) -> set[str]:
    """As it stands, and without the word for its kind: there is a Desa Kampung Baru."""
    return {name, plain(name).casefold()}


def _code(text: str) -> str:
    """`1606012001`, as a spreadsheet leaves it, is `16.06.01.2001`."""
    if re.fullmatch(r"\d{10}", text):
        return f"{text[:2]}.{text[2:4]}.{text[4:6]}.{text[6:]}"
    return text


def _lies_in(village: Area, district: str) -> bool:
    if not district:
        return True
    return village.parent is not None and village.parent.name.casefold() in {district, _DISTRICT.sub("", district)}
