"""The territory: a tree of areas by their Kemendagri codes, and what an area decides for its subtree."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    NATION = "nation", _("Negara")
    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten")
    CITY = "city", _("Kota")
    DISTRICT = "district", _("Kecamatan")
    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")


class Level(models.IntegerChoices):
    """How deep a code goes: `16.06.01.2001` has four parts."""

    NATION = 0
    PROVINCE = 1
    REGENCY = 2
    DISTRICT = 3
    VILLAGE = 4


NATION = "0"


def level_of(code: str) -> int:
    return 0 if code == NATION else code.count(".") + 1


def covers(prefix: str, code: str) -> bool:
    """Whether `code` lies in the subtree of `prefix`: `16.06.01` holds `16.06.01.2001`, never `16.06.010`."""
    return prefix in (NATION, code) or code.startswith(f"{prefix}.")


def under(prefix: str, field: str = "code") -> Q:
    """The same question to the database, as a range that an index answers ("/" follows "." in the C collation)."""
    if prefix == NATION:
        return Q(**{f"{field}__isnull": False})
    return Q(**{field: prefix}) | Q(**{f"{field}__gt": f"{prefix}.", f"{field}__lt": f"{prefix}/"})


# The same in SQL, for any of the subtrees in an array: `LIES_IN.format(code="a.code", codes="%s")`.
LIES_IN = """EXISTS (SELECT FROM unnest({codes}::text[]) AS t(code)
    WHERE t.code = '0' OR {code} = t.code COLLATE "C"
       OR ({code} > (t.code || '.') COLLATE "C" AND {code} < (t.code || '/') COLLATE "C"))"""


class AreaQuerySet(models.QuerySet["Area"]):
    def current(self) -> Self:
        return self.filter(valid_until=None)

    def under(self, *prefixes: str) -> Self:
        """The areas in any of these subtrees, their roots included; none for no prefix."""
        wanted = Q(pk__in=[])
        for prefix in prefixes:
            wanted |= under(prefix)
        return self.filter(wanted)

    def villages(self) -> Self:
        return self.filter(level=Level.VILLAGE)

    def root(self) -> "Area":
        """The one root of this installation; raises Area.DoesNotExist before `jembatan init`."""
        return self.current().get(parent=None)


class Area(models.Model):
    """A node of the tree. A code can be given again after its area ended, so rows have keys of their own."""

    code = models.CharField(max_length=13, db_collation="C")
    level = models.PositiveSmallIntegerField(choices=Level)
    kind = models.CharField(max_length=10, choices=Kind)
    official_name = models.CharField(max_length=80)  # as the ministry writes it
    name = models.CharField(max_length=80)  # as people here say it; survives a re-load
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    postal_code = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_until=None), name="area_code_once"),
            models.UniqueConstraint(
                models.expressions.Value(1),
                condition=Q(parent=None, valid_until=None),
                name="area_one_root",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                name="area_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="area_level_code")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Kind and name, the kind never twice: Desa Lumpatan, Kabupaten Musi Banyuasin."""
        label = str(self.get_kind_display())
        return self.name if self.name.startswith(f"{label} ") or self.kind == Kind.NATION else f"{label} {self.name}"

    @property
    def district_code(self) -> str:
        return ".".join(self.code.split(".")[:3])


class Setting(models.Model):
    """What an area decides for itself and its subtree; the nearest one up the tree counts.

    Known names and their values: `areas/settings.py`.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="settings")
    name = models.CharField(max_length=40)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="setting_once_per_area")]


class Boundary(models.Model):
    """An indicative polygon of an area, as GeoJSON (WGS84, longitude first). Not every area has one."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    longitude = models.FloatField()  # a point inside, degrees
    latitude = models.FloatField()


class HolidayKind(models.TextChoices):
    NATIONAL = "national", _("Libur nasional")
    CUTI_BERSAMA = "cuti_bersama", _("Cuti bersama")


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def off(self) -> Self:
        return self.filter(struck=False)


class Holiday(models.Model):
    """A day off by the ministers' decree, or by a package until there is one. What a person decided stays."""

    date = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=HolidayKind)
    source = models.CharField(max_length=160)  # the decree's numbers, or package and version
    by_hand = models.BooleanField(default=False)  # a person added or changed it: seeding leaves it alone
    struck = models.BooleanField(default=False)  # a person says that it is no day off; the row keeps seeding away

    objects = HolidayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["date", "kind"], name="holiday_once"),
            models.CheckConstraint(condition=Q(struck=False) | Q(by_hand=True), name="holiday_struck_by_hand"),
        ]
