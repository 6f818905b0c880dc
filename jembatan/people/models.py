"""People, the groups and offices they act for, and the grants that say what each may do where."""

from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jembatan.areas.clock import today
from jembatan.areas.models import Area, under
from jembatan.people.roles import Role


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, *, name: str, email: str | None = None, password: str | None = None) -> "Person":
        person = Person(name=name, email=self.normalize_email(email).lower() if email else None)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who acts here. Volunteers need neither an e-mail address nor a password."""

    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True, null=True, blank=True)  # for signing in; contacts are in `messages`
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)  # belongs to the demo
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Lasting(models.Model):
    """Has a first and a last day, and is never deleted."""

    valid_from = models.DateField(default=today)
    valid_until = models.DateField(null=True, blank=True)  # the last day on which it holds

    class Meta:
        abstract = True


class LastingQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        return self.not_ended().filter(valid_from__lte=today())

    def not_ended(self) -> Self:
        """Current ones, and those that begin on a later day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=today()))


class Office(Lasting):
    """A government body (OPD). Renamed and split from time to time, so it has successors."""

    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40)
    area = models.ForeignKey(Area, models.PROTECT, related_name="offices")
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")
    inspects = models.BooleanField(default=False)  # the inspectorate: voices about officials go there, and nowhere else
    invented = models.BooleanField(default=False)

    objects = LastingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Group(Lasting):
    """A community information group (KIM), at home in one area; it may serve several villages."""

    name = models.CharField(max_length=120)
    home = models.ForeignKey(Area, models.PROTECT, related_name="groups_at_home")
    areas = models.ManyToManyField(Area, through="Service", related_name="groups")
    decree = models.CharField(max_length=120, blank=True)  # number of its SK
    invented = models.BooleanField(default=False)

    objects = LastingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "home"], name="group_name_once_per_home")]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A group serves a village. Its home village is among them."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="services")
    area = models.ForeignKey(Area, models.PROTECT, related_name="services")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "group"], name="service_once")]


class GrantQuerySet(LastingQuerySet):
    def under(self, prefix: str) -> Self:
        return self.filter(under(prefix, "area__code"))


class Grant(Lasting):
    """A person holds a role at an area, for an office or a group where the role asks for one.

    A volunteer without a group is the *penghubung desa* of a village that has no KIM.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=12, choices=Role)
    area = models.ForeignKey(Area, models.PROTECT, related_name="grants")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="grants")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="grants")
    # The ones who get a release first; the group's other members follow when they stay silent.
    on_duty = models.BooleanField(_("petugas penerusan"), default=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "area", "office", "group"],
                condition=Q(valid_until=None),
                nulls_distinct=False,
                name="grant_once",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.CHAIR) | Q(group__isnull=False), name="grant_chair_has_group"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.OFFICER) | Q(office__isnull=False), name="grant_officer_has_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.area_id}"


class SignInLink(models.Model):
    """A link that signs one person in once. Only the hash of its secret is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="sign_in_links")
    digest = models.BinaryField(unique=True)  # SHA-256 of the secret
    next = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
