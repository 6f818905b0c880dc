"""Where voices go by themselves: rules in their order, tried on past voices before they count; topics; inspectorate."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.loading import allow_everywhere
from jembatan.desk.routing.forms import InspectorateForm, RuleForm, TopicForm
from jembatan.people.models import Office
from jembatan.people.roles import Permission
from jembatan.voices import routing, rules, suggesting
from jembatan.voices.models import Kind, Rule, Topic, Voice
from jembatan.voices.workflow import Refused

MANAGE = Permission.MANAGE_SETTINGS
FORMS = {"rule": RuleForm, "topic": TopicForm, "inspectorate": InspectorateForm}


@staff(MANAGE)
def overview(request: StaffRequest) -> HttpResponse:
    """A list of some dozens; one page with three small forms."""
    allow_everywhere(request, MANAGE)
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    forms = {name: form(request.POST if name == sent else None, prefix=name) for name, form in FORMS.items()}
    if sent in forms and forms[sent].is_valid():
        try:
            _save(sent, forms[sent].cleaned_data, request)
        except Refused as refused:
            forms[sent].add_error(None, str(refused))
        else:
            return redirect("desk:routing")
    return render(request, "desk/routing/overview.html", _context() | forms)


def _context() -> dict[str, Any]:
    found = list(Rule.objects.select_related("area", "topic", "office"))
    kinds = dict(Kind.choices)
    for rule in found:
        rule.said = kinds.get(rule.kind)  # type: ignore[attr-defined]
    return {
        "rules": found,
        "drafts": any(not rule.live for rule in found),
        "topics": Topic.objects.filter(ended=False).order_by("name"),
        "inspects": Office.objects.current().filter(inspects=True).first(),
        "records": suggesting.record(),
    }


def _save(name: str, said: dict[str, Any], request: StaffRequest) -> None:
    if name == "rule":
        rules.add(**said, by=request.user)
    elif name == "topic":
        rules.add_topic(**said, by=request.user)
    else:
        moved = rules.choose_inspectorate(**said, by=request.user)
        if moved:
            messages.success(request, _("Laporan yang menunggu kini di sana: %(n)s.") % {"n": moved})


@staff(MANAGE)
@require_safe
def trial(request: StaffRequest) -> HttpResponse:
    """What the rules, drafts included, would have done with the newest voices of this person's sight."""
    allow_everywhere(request, MANAGE)
    past = Voice.objects.filter(about_official=False, confidential=False)
    tried = routing.try_on(past, routing.rules(live=False))
    return render(request, "desk/routing/trial.html", {"trial": tried, "differs": tried.differs[:50]})


@staff(MANAGE)
@require_POST
def go_live(request: StaffRequest) -> HttpResponse:
    allow_everywhere(request, MANAGE)
    rules.go_live(by=request.user)
    messages.success(request, _("Aturan berlaku mulai sekarang."))
    return redirect("desk:routing")


@staff(MANAGE)
@require_POST
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Up, down, or away."""
    allow_everywhere(request, MANAGE)
    rule = get_object_or_404(Rule, pk=pk)
    if "hapus" in request.POST:
        rules.remove(rule=rule, by=request.user)
    else:
        rules.move(rule=rule, up="naik" in request.POST, by=request.user)
    return redirect("desk:routing")


@staff(MANAGE)
@require_POST
def end_topic(request: StaffRequest, pk: int) -> HttpResponse:
    allow_everywhere(request, MANAGE)
    rules.end_topic(topic=get_object_or_404(Topic, pk=pk), by=request.user)
    return redirect("desk:routing")
