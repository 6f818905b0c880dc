"""The first page of the workroom, and the page that shows every component."""

from django.http import HttpResponse
from django.shortcuts import render

from jembatan.desk.access import StaffRequest, staff
from jembatan.people.roles import Permission


@staff(*Permission)
def home(request: StaffRequest) -> HttpResponse:
    return render(request, "desk/home.html")


@staff(*Permission)
def components(request: StaffRequest) -> HttpResponse:
    return render(request, "desk/components_page.html")
