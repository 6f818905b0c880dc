"""The first part of every address, and the app that answers it."""

urlpatterns: list = []
