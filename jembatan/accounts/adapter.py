"""allauth's rules here: nobody registers alone, people come by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from jembatan.accounts.landing import landing
from jembatan.audit.actions import record
from jembatan.releases.readings import network


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail dan kata sandi tidak cocok. Coba lagi, atau minta tautan lewat e-mail."),
        "too_many_login_attempts": _("Terlalu sering mencoba. Coba 15 menit lagi, atau minta tautan lewat e-mail."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Who is switched off is told what a stranger is told."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(request.user)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        record("person.signed_in", user, by=user, way="password")
        response: HttpResponse = super().post_login(request, user, **how)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        return network(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is said about signing in and out: the page that follows shows it."""
