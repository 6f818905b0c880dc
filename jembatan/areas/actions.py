"""Writes on single areas."""

from django.db import models, transaction
from django.utils.translation import gettext as _

from jembatan.areas.errors import AreaError
from jembatan.areas.models import Area
from jembatan.audit.actions import record


@transaction.atomic
def rename(*, area: Area, name: str, by: models.Model | None) -> Area:
    """Call the area as people there do; later loads leave that name alone. The official one calls that off.

    AreaError for a name that is empty or too long.
    """
    name, longest = " ".join(name.split()), Area._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        raise AreaError(_("Nama wilayah harus 1 sampai %(longest)d huruf.") % {"longest": longest})
    area = Area.objects.select_for_update().get(pk=area.pk)
    before, area.name = area.name, name
    area.save(update_fields=["name"])
    record("area.renamed", area, by=by, area=area.code, before=before, after=name)
    return area
