"""Fields of the release's form that Django does not have."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

TOPICS = 8  # of one release
TOPIC_LENGTH = 40
BODY_LENGTH = 20_000


def one_line(text: str) -> str:
    return " ".join(text.split())


class LineField(forms.CharField):
    """A text whose line breaks and double spaces do not count."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class BodyField(forms.CharField):
    """Markdown. Browsers send CRLF; kept as LF, so that saving again changes nothing."""

    widget = forms.Textarea(attrs={"rows": 16})
    default_validators = [MaxLengthValidator(BODY_LENGTH)]  # no max_length: nobody counts down from so many

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class TopicsField(forms.CharField):
    """Words separated by commas; the list of them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        words = [one_line(word).lower() for word in (super().to_python(value) or "").split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def validate(self, value: Any) -> None:
        if len(value) > TOPICS:
            raise ValidationError(_("Paling banyak %(most)d topik."), params={"most": TOPICS})
        if long := next((word for word in value if len(word) > TOPIC_LENGTH), None):
            raise ValidationError(
                _("Topik “%(word)s” terlalu panjang. Pisahkan topik dengan koma."), params={"word": long}
            )

    def run_validators(self, value: Any) -> None:
        """CharField's validators look at a text; this is a list."""
        for word in value:
            super().run_validators(word)


class Codes(forms.Widget):
    """Area codes from checkboxes; the page draws them itself."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, []))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


class CodesField(forms.Field):
    widget = Codes

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(value or []))
