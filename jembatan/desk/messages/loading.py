"""Which dispatches this person may look into, and decide about."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from jembatan.desk.access import StaffRequest
from jembatan.messages.models import Dispatch, DispatchQuerySet


def may_look(request: StaffRequest) -> bool:
    """Whether there can be a dispatch that this person may see."""
    return not Dispatch.objects.visible_to(request.user).query.is_empty()


def dispatches(request: StaffRequest) -> DispatchQuerySet:
    """All that the person may see; 404 for who holds the permission only where no dispatch belongs to."""
    mine = Dispatch.objects.visible_to(request.user)
    if mine.query.is_empty():
        raise Http404
    return mine


def one_dispatch(request: StaffRequest, pk: int) -> Dispatch:
    return get_object_or_404(dispatches(request), pk=pk)


def to_decide(request: StaffRequest, pk: int) -> Dispatch:
    return get_object_or_404(Dispatch.objects.decided_by(request.user), pk=pk)
