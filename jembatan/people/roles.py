"""The whole policy on one screen: what there is to permit, and which role permits it."""

from enum import StrEnum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    MANAGE_PEOPLE = auto()  # people, grants, volunteers' lists
    MANAGE_GROUPS = auto()
    MANAGE_SETTINGS = auto()
    READ_RELEASES = auto()  # also those not published
    WRITE_RELEASES = auto()
    REVIEW_RELEASES = auto()  # approve, publish, correct, withdraw
    READ_REACH = auto()  # which villages have it, without names of people
    CALL_VOLUNTEERS = auto()  # see names and numbers of those who serve a village
    LOOK_AFTER_RELAYS = auto()  # remind, take down what was said on the telephone, check
    ANSWER_QUESTIONS = auto()  # of volunteers about a release
    RELAY = auto()  # confirm relays
    READ_INSIGHTS = auto()
    VERIFY_VOICES = auto()  # look through what comes in: verify, forward, decide what the public sees
    ANSWER_VOICES = auto()  # those that an office has
    UNSEAL_VOICES = auto()  # agree, as the second person, that a reporter's identity is opened
    TAKE_DOWN_VOICES = auto()  # write down what somebody says who cannot
    SEE_DELIVERIES = auto()  # what was sent to whom, what did not arrive
    DECIDE_DELIVERIES = auto()  # send again, or take as sent


class Role(models.TextChoices):
    ADMIN = "admin", _("Admin")
    EDITOR = "editor", _("Penyunting")
    REVIEWER = "reviewer", _("Peninjau")
    COORDINATOR = "coordinator", _("Koordinator kecamatan")
    CHAIR = "chair", _("Ketua KIM")
    VOLUNTEER = "volunteer", _("Relawan")
    OFFICER = "officer", _("Petugas perangkat daerah")
    EXECUTIVE = "executive", _("Pimpinan")


P = Permission
_MANAGE = frozenset({P.MANAGE_PEOPLE, P.MANAGE_GROUPS, P.MANAGE_SETTINGS})
_REACH = frozenset({P.READ_REACH, P.CALL_VOLUNTEERS})
_CHASE = _REACH | {P.LOOK_AFTER_RELAYS, P.ANSWER_QUESTIONS}
_DELIVERIES = frozenset({P.SEE_DELIVERIES, P.DECIDE_DELIVERIES})

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ADMIN: _REACH | _MANAGE | _DELIVERIES | {P.READ_RELEASES, P.READ_INSIGHTS, P.UNSEAL_VOICES},
    Role.EDITOR: _CHASE | {P.READ_RELEASES, P.WRITE_RELEASES},
    Role.REVIEWER: _CHASE
    | _DELIVERIES
    | {P.READ_RELEASES, P.WRITE_RELEASES, P.REVIEW_RELEASES, P.VERIFY_VOICES, P.UNSEAL_VOICES},
    Role.COORDINATOR: _CHASE | {P.MANAGE_GROUPS, P.READ_INSIGHTS, P.VERIFY_VOICES},
    Role.CHAIR: frozenset({P.RELAY, P.TAKE_DOWN_VOICES}),
    Role.VOLUNTEER: frozenset({P.RELAY, P.TAKE_DOWN_VOICES}),
    Role.OFFICER: frozenset({P.ANSWER_VOICES}),
    Role.EXECUTIVE: frozenset({P.READ_REACH, P.READ_INSIGHTS}),
}


def roles_with(permission: Permission) -> list[str]:
    return [role for role, permissions in PERMISSIONS.items() if permission in permissions]
