"""The page on which a text is written: form, pictures, tree and preview, shared by new, edit and correct."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from jembatan.desk.access import StaffRequest
from jembatan.desk.releases import picking
from jembatan.desk.releases.contents import Both, side_by_side
from jembatan.desk.releases.fields import BODY_LENGTH
from jembatan.desk.releases.forms import TextForm
from jembatan.desk.releases.picture_forms import PicturesForm, available
from jembatan.people.models import Person
from jembatan.releases.actions import Content
from jembatan.releases.markdown import to_html
from jembatan.releases.models import Kind, Release, Version
from jembatan.releases.topics import known_topics
from jembatan.releases.workflow import EditConflict, Refused

SHOWN = ("title", "short", "body", "kind", "source")  # in the preview


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved in between: who, which version, and every field that either of the two changed."""

    number: int
    by: Person | None
    fields: list[Both]


class Sheet:
    """What was sent, bound to a form; `wants` is the button: save, preview, or find (an area)."""

    def __init__(
        self, request: StaffRequest, kind: type[TextForm], *, release: Release | None = None, **how: Any
    ) -> None:
        self.request, self.release = request, release
        self.posted = request.method == "POST"
        self.wants = request.POST.get("do", "save")
        self.search = request.POST.get("find", "")
        self.conflict: Conflict | None = None
        content = Content.of(release.current) if release and release.current else None
        sent = kind(request.POST, content=content, **how)
        self.form = sent if self.saves else kind(content=content, initial=self._initial(sent), **how)
        rows = available(request.user, release)
        files = (request.POST, request.FILES) if self.posted else (None, None)
        self.pictures = PicturesForm(*files, rows=rows)
        if self.posted:
            self.pictures_good = self.pictures.store(request.user)
        else:
            self.pictures.chosen = content.pictures if content else []

    @property
    def saves(self) -> bool:
        return self.posted and self.wants == "save"

    def _initial(self, sent: forms.Form) -> dict[str, Any]:
        """What stands in the form: as it was sent where it was, unchecked; else the number of the version edited."""
        if self.posted:
            return {name: sent[name].data for name in sent.fields}
        number = self.release.current.number if self.release and self.release.current else None
        return {"base": number}

    def complete(self) -> bool:
        """Whether it was sent to be saved and nothing is wrong with it."""
        return self.saves and self.form.is_valid() and self.pictures_good

    def save(self, act: Callable[[int, Content], object], content: Content) -> bool:
        """Do it with the base and the content; what the rules refuse is said on the form."""
        base = self.form.cleaned_data["base"] or 0
        try:
            act(base, content)
        except EditConflict as conflict:
            self._explain(base, conflict, content)
        except Refused as refused:
            self.form.add_error(None, str(refused))
        else:
            return True
        return False

    def _explain(self, base: int, conflict: EditConflict, mine: Content) -> None:
        """Show what the other saved beside what stands here; saving once more is then a choice of who has read it."""
        rows = Version.objects.filter(release=self.release, number__in=[base, conflict.current])
        numbered = {version.number: version for version in rows.select_related("created_by")}
        theirs = numbered[conflict.current]
        start = numbered.get(base, theirs)
        fields = side_by_side(Content.of(start), Content.of(theirs), mine)
        self.conflict = Conflict(theirs.number, theirs.created_by, fields)
        self.form.data = self._sent_with(base=theirs.number)

    def _sent_with(self, **changed: Any) -> QueryDict:
        sent = self.request.POST.copy()
        for name, value in changed.items():
            sent[name] = value
        return sent

    def context(self) -> dict[str, Any]:
        targets = self.form["targets"].value() or [] if "targets" in self.form.fields else []
        chosen = {picture.pk for picture in self.pictures.chosen}
        offered = list(self.pictures.rows) if self.posted else self.pictures.chosen
        return {
            "form": self.form,
            "pictures": self.pictures,
            "offered": [(picture, picture.pk in chosen) for picture in offered],
            "picker": picking.picker(self.form.area, targets, self.search) if "targets" in self.form.fields else None,
            "search": self.search,
            "conflict": self.conflict,
            "topics": known_topics(),
            "preview": previewed(
                {name: self.form[name].value() for name in ("title", "short", "body", "kind", "source")}
            ),
            "previewing": self.posted and self.wants == "preview",
        }


def previewed(sent: Any) -> dict[str, Any]:
    """How a telephone will show what stands in the form."""
    kind = sent.get("kind")
    return {
        "title": sent.get("title") or "",
        "short": " ".join((sent.get("short") or "").split()),
        "body": to_html((sent.get("body") or "")[:BODY_LENGTH]),
        "kind": kind if kind in Kind.values else Kind.ANNOUNCEMENT,
        "source": sent.get("source") or "",
        "date": timezone.now(),
    }
