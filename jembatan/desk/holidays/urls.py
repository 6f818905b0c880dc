"""Addresses of the days off and of the days of each limit."""

from django.urls import path

from jembatan.desk.holidays import limit_pages, pages

urlpatterns = [
    path("hari-libur/", pages.listing, name="holidays"),
    path("hari-libur/tambah/", pages.new, name="holiday_new"),
    path("hari-libur/<int:pk>/", pages.edit, name="holiday"),
    path("hari-libur/<int:pk>/coret/", pages.strike, name="holiday_strike"),
    path("hari-libur/<int:pk>/kembalikan/", pages.restore, name="holiday_restore"),
    path("batas-waktu/", limit_pages.overview, name="limits"),
    path("batas-waktu/ubah/", limit_pages.new, name="limits_new"),
    path("batas-waktu/<str:first>/batal/", limit_pages.cancel, name="limits_cancel"),
]
