"""Forms of signing in."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from jembatan.people.models import Person


class LinkForm(forms.Form):
    email = forms.EmailField(label=_("Alamat e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class PasswordSignInForm(LoginForm):  # type: ignore[misc]
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, password.label, password.help_text = _("Alamat e-mail"), _("Kata sandi"), ""
        for field in (email, password):
            field.widget.attrs.pop("placeholder", None)


class PasswordForm(forms.Form):
    """A new password; at least 12 characters, no other composition (OWASP ASVS 2.1)."""

    password = forms.CharField(
        label=_("Kata sandi baru"),
        help_text=_("Paling sedikit 12 huruf. Kalimat pendek yang mudah Anda ingat sudah baik."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
