"""Signing in by a one-time link, and setting a password. The password form itself is allauth's."""

from typing import Any, cast

from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jembatan.accounts import letters
from jembatan.accounts.forms import LinkForm, PasswordForm
from jembatan.accounts.guessing import asks_too_often, locked
from jembatan.accounts.landing import landing, safe
from jembatan.people import signin
from jembatan.people.actions import set_password
from jembatan.people.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the e-mail address. The answer is the same whether somebody has it or not."""
    wanted = safe(request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(wanted or landing(request.user))
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request):
            return locked(request)
        letters.send_link(form.cleaned_data["email"], next=wanted)
        return redirect("link_sent")
    return render(request, "accounts/sign_in.html", {"form": form, "next": wanted})


def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_sent.html")


@never_cache
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking shows one button; pressing it signs in. So a preview of the link does not use it up."""
    link = signin.redeem(secret) if request.method == "POST" else signin.find(secret)
    if link is None:
        return render(request, "accounts/link_dead.html", status=410)
    if request.method != "POST":
        return render(request, "accounts/use_link.html", {"who": link.person})
    login(request, link.person, backend=BACKEND)
    return redirect(safe(link.next) or landing(link.person))


class PasswordSignIn(LoginView):  # type: ignore[misc]
    """allauth's, without its `site`: that word means our installation in every template."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**context)
        found.pop("site", None)
        return found


@never_cache
@sensitive_post_parameters("password")
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Whoever is in may set one, as they may always come in by link; other devices are signed out."""
    person = cast(Person, request.user)
    form = PasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        set_password(person=person, password=form.cleaned_data["password"])
        update_session_auth_hash(request, person)
        messages.success(request, _("Kata sandi tersimpan. Perangkat lain harus masuk lagi."))
        return redirect(landing(person))
    return render(request, "accounts/password.html", {"form": form})
