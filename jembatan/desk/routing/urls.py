"""Addresses of the rules of routing."""

from django.urls import path

from jembatan.desk.routing import pages

urlpatterns = [
    path("aturan/", pages.overview, name="routing"),
    path("aturan/coba/", pages.trial, name="routing_trial"),
    path("aturan/berlakukan/", pages.go_live, name="routing_live"),
    path("aturan/<int:pk>/", pages.change, name="routing_change"),
    path("aturan/topik/<int:pk>/", pages.end_topic, name="routing_end_topic"),
]
