"""Addresses of the releases pages."""

urlpatterns: list = []
