"""What a rule may say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jembatan.areas.models import Area, Level
from jembatan.people.models import Office
from jembatan.voices.models import Kind, Topic


class AreaChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class RuleForm(forms.Form):
    """An empty field fits everything."""

    area = AreaChoice(Area.objects.none(), label=_("Wilayah"), required=False, empty_label=_("Semua wilayah"))
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topik"), required=False, empty_label=_("Semua topik"))
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Disampaikan ke"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "area": Area.objects.current().filter(level__lte=Level.DISTRICT).order_by("code"),
            "topic": Topic.objects.filter(ended=False).order_by("name"),
            "office": Office.objects.current().order_by("name"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Semua jenis")), *Kind.choices]  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    name = forms.CharField(label=_("Nama topik"), max_length=80)


class InspectorateForm(forms.Form):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Inspektorat"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.current().order_by("name")  # type: ignore[attr-defined]
