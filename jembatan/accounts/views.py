"""Signing in by a one-time link, and setting a password. The password form itself is allauth's."""

from typing import Any

from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from jembatan.accounts import letters
from jembatan.accounts.forms import LinkForm, PasswordForm
from jembatan.people import signin
from jembatan.people.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _safe(address: str) -> str:
    """An address within this site, or nothing."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the e-mail address. The answer is the same whether somebody has it or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        letters.send_link(form.cleaned_data["email"], next=_safe(request.POST.get("next", "")))
        return redirect("link_sent")
    return render(request, "accounts/sign_in.html", {"form": form, "next": _safe(request.GET.get("next", ""))})


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
    return redirect(link.next or _landing(link.person))


def _landing(person: Person) -> str:
    """Volunteers go to their tasks, everybody else to the workroom."""
    roles = set(person.grants.values_list("role", flat=True))
    return "/tugas/" if roles and roles <= {"chair", "volunteer"} else "/meja/"


@login_required
def password(request: Any) -> HttpResponse:
    form = PasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        request.user.set_password(form.cleaned_data["password"])
        request.user.save(update_fields=["password"])
        update_session_auth_hash(request, request.user)
        return redirect("desk:home")
    return render(request, "accounts/password.html", {"form": form})
