"""Signing in and out: a one-time link by e-mail, or a password (allauth)."""

from allauth.account import views as allauth
from django.urls import path
from django.views.generic import RedirectView

from jembatan.accounts import views

urlpatterns = [
    path("masuk/", views.sign_in, name="account_login"),
    path("masuk/sandi/", views.PasswordSignIn.as_view(), name="account_login_password"),
    path("masuk/terkirim/", views.link_sent, name="link_sent"),
    path("tautan/<str:secret>/", views.use_link, name="use_link"),
    path("keluar/", allauth.logout, name="account_logout"),
    path("sandi/", views.password, name="account_set_password"),
    # allauth asks for these names; nobody registers alone, and a forgotten password is a one-time link.
    path("daftar/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("sandi/lupa/", RedirectView.as_view(pattern_name="account_login"), name="account_reset_password"),
]
