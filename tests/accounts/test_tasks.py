"""What is over is forgotten."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from jembatan.accounts.tasks import forget_sign_ins
from jembatan.people import signin
from jembatan.people.models import SignInLink
from tests import factories

pytestmark = pytest.mark.django_db


def test_sessions_and_links_that_are_over_go_and_the_others_stay() -> None:
    here, gone = factories.person(), factories.person()
    for person in (here, gone):
        Client().force_login(person)
        signin.issue(person)
    past = timezone.now() - timedelta(seconds=1)
    old = next(each for each in Session.objects.all() if each.get_decoded()["_auth_user_id"] == str(gone.pk))
    Session.objects.filter(pk=old.pk).update(expire_date=past)
    SignInLink.objects.filter(person=gone).update(expires_at=past)

    forget_sign_ins(0)
    forget_sign_ins(0)

    assert [each.get_decoded()["_auth_user_id"] for each in Session.objects.all()] == [str(here.pk)]
    assert list(SignInLink.objects.values_list("person", flat=True)) == [here.pk]
