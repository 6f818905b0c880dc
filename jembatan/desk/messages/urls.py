"""Addresses of the pages about what was sent and did not arrive."""

from django.urls import path

from jembatan.desk.messages import deciding, dispatch, listing

urlpatterns = [
    path("pesan/", listing.dead_letters, name="messages"),
    path("pesan/<int:pk>/", dispatch.dispatch, name="dispatch"),
    path("pesan/<int:pk>/putuskan/", deciding.pile, name="dispatch_decide"),
    path("pesan/<int:pk>/putuskan/<int:letter>/", deciding.letter, name="letter_decide"),
]
