"""What every template knows."""

import pytest
from django.utils import translation

from jembatan.accounts.context import _site
from jembatan.areas.models import Setting
from tests import factories

pytestmark = pytest.mark.django_db


def test_before_any_area_the_site_is_called_after_the_product():
    assert _site() == {"name": "Jembatan", "code": "", "demo": False, "product": "Jembatan"}


def test_the_site_is_named_after_its_root():
    root = factories.regency()
    Setting.objects.create(area=root, name="demo", value=True)

    assert _site() == {"name": "Kabupaten Contoh", "code": "16.06", "demo": True, "product": "Jembatan"}


def test_the_name_is_remembered_but_not_its_language(django_assert_num_queries, monkeypatch):
    factories.regency()
    monkeypatch.setattr("jembatan.areas.models.Area.title", property(lambda self: translation.get_language()))

    names = []
    with django_assert_num_queries(2):
        for language in ("id", "en"):
            with translation.override(language):
                names.append(_site()["name"])

    assert names == ["id", "en"]
