"""How Django draws forms: `{{ form }}` and `{{ field.as_field_group }}` come out as our components."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
