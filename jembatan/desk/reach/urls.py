"""Addresses of the reach pages."""

urlpatterns: list = []
