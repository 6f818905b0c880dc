"""The shapes that the API answers with. No names of people in any of them."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema


class Problem(Schema):
    """RFC 9457. `type` is always about:blank: the status says which problem it is."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[str] = []  # of 422: which parameter is wrong, and how


class Picture(Schema):
    url: str
    alt: str
    width: int
    height: int


class Correction(Schema):
    at: datetime
    note: str


class ReleaseSummary(Schema):
    id: int
    url: str
    title: str
    short: str
    kind: Literal["policy", "announcement", "alert", "clarification", "story"]
    urgency: Literal["normal", "urgent"]
    topics: list[str]
    source: str
    language: str
    targets: list[str]  # area codes, each with its whole subtree
    published_at: datetime
    original_date: date | None  # of a text that is older than its publishing here
    expires_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    invented: bool  # belongs to a demo


class Release(ReleaseSummary):
    body: str  # Markdown
    pictures: list[Picture]
    corrections: list[Correction]  # the newest first
    readers: int


class ReleasePage(Schema):
    items: list[ReleaseSummary]
    next: str | None  # cursor of the next page


class UnreachedVillage(Schema):
    code: str
    name: str
    district: str


class States(Schema):
    """Villages by how far the release came; they sum to `villages`."""

    none: int
    waiting: int
    delivered: int
    seen: int
    relayed: int
    confirmed: int


class Minutes(Schema):
    """From publishing until half, nine tenths and all of the villages were reached; null until so many are."""

    p50: float | None
    p90: float | None
    last: float | None


class Reach(Schema):
    release: int
    villages: int
    without_group: int
    states: States
    unreached: list[UnreachedVillage]  # by code
    unreached_next: str | None  # code to ask for with `after`; null where these are all or the last
    minutes: Minutes


class AreaName(Schema):
    code: str
    name: str
    kind: Literal["nation", "province", "regency", "city", "district", "desa", "kelurahan"]


class Children(Schema):
    items: list[AreaName]
    next: str | None  # code to ask for with `after`


class Area(AreaName):
    parent: AreaName | None
    children: Children
    groups: int  # KIM at home in it or below
    has_boundary: bool
