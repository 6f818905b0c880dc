"""The API says what its description says, nothing of drafts and people, and every error as a problem."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jembatan.api import schemas
from jembatan.areas.models import Boundary
from jembatan.relays import publishing, queries
from jembatan.relays.models import Relay, State
from tests import factories

pytestmark = pytest.mark.django_db
START = "/api/v1/"


@pytest.fixture(autouse=True)
def _regency(db):
    factories.regency()


@pytest.fixture
def get() -> Callable[..., Any]:
    """The body of an answer; its status must be `status`."""

    def ask(address: str, status: int = 200, **headers: str) -> Any:
        response = Client().get(START + address, headers=headers)
        assert response.status_code == status, response.content
        kind = "application/json; charset=utf-8" if status == 200 else "application/problem+json"
        assert response.headers["Content-Type"] == kind
        return response.json()

    return ask


def is_exactly(answer: Any, schema: type) -> bool:
    """Whether the answer has every field of the schema, in its type, and no other."""
    return schema.model_validate(answer, strict=False).model_dump(mode="json").keys() == answer.keys()


def test_releases_are_the_newest_first_and_in_pages(get):
    made = [factories.published(title=f"Rilis {n}") for n in range(5)]

    first = get("releases?limit=2")
    second = get(f"releases?limit=3&cursor={first['next']}")

    assert [item["id"] for item in first["items"] + second["items"]] == [r.pk for r in reversed(made)]
    assert second["next"] is None
    assert is_exactly(first, schemas.ReleasePage)
    assert [is_exactly(item, schemas.ReleaseSummary) for item in first["items"]] == [True, True]


def test_release_says_everything_that_its_page_says(get):
    reviewer = factories.person(name="Nama Peninjau")
    release = factories.published(topics=["kesehatan"], source="Dinas Kesehatan")
    what = factories.content(topics=["kesehatan"], source="Dinas Kesehatan", body="Hari Selasa.", note="Harinya.")
    publishing.correct(release=release, base=1, content=what, by=reviewer, ask_again=False)

    answer = get(f"releases/{release.pk}")

    assert is_exactly(answer, schemas.Release)
    assert (answer["body"], answer["source"], answer["readers"]) == ("Hari Selasa.", "Dinas Kesehatan", 0)
    assert [correction["note"] for correction in answer["corrections"]] == ["Harinya."]
    assert answer["url"].endswith(release.get_absolute_url())
    assert "Nama Peninjau" not in str(answer)


def test_withdrawn_release_stays_and_says_why(get):
    release = factories.published()
    publishing.withdraw(release=release, reason="Jadwalnya keliru.", by=factories.person())

    one = get(f"releases/{release.pk}")
    (listed,) = get("releases")["items"]

    assert (one["withdrawn_because"], listed["withdrawn_because"]) == ("Jadwalnya keliru.", "Jadwalnya keliru.")
    assert None not in (one["withdrawn_at"], listed["withdrawn_at"])


def test_draft_never_leaks(get):
    draft = factories.release(title="Rahasia belum terbit")
    corrected = factories.published(title="Sudah terbit")

    answers = [
        get("releases"),
        get(f"releases/{draft.pk}", 404),
        get(f"releases/{draft.pk}/reach", 404),
        get(f"releases/{corrected.pk}"),
        get("areas/16.06"),
    ]

    assert ["Rahasia" in str(answer) for answer in answers] == [False] * 5
    assert answers[1] == get("releases/999999", 404)


def test_reach_is_what_the_command_line_says(get):
    factories.volunteer(factories.group("16.06.01.2001"), name="Nama Relawan")
    release = factories.published()
    Relay.objects.filter(code="16.06.01.2002").update(state=State.RELAYED, reached_at=timezone.now())

    answer = get(f"releases/{release.pk}/reach")

    assert answer == queries.as_json(release) | {"unreached_next": None}
    assert is_exactly(answer, schemas.Reach)
    assert (answer["villages"], answer["without_group"], answer["states"]["relayed"]) == (6, 5, 1)
    assert len(answer["unreached"]) == 5
    assert "Nama Relawan" not in str(answer)


def test_large_target_comes_in_pages(get, monkeypatch):
    monkeypatch.setattr("jembatan.api.releases.UNREACHED", 4)
    release = factories.published()

    first = get(f"releases/{release.pk}/reach")
    second = get(f"releases/{release.pk}/reach?after={first['unreached_next']}")

    codes = [[village["code"][6:] for village in answer["unreached"]] for answer in (first, second)]
    assert codes == [["01.2001", "01.2002", "01.2003", "02.2001"], ["02.2002", "02.2003"]]
    assert (first["unreached_next"], second["unreached_next"]) == ("16.06.02.2001", None)
    assert first["states"] == second["states"]


def test_area_says_what_is_above_and_below(get):
    factories.group("16.06.01.2001")
    factories.group("16.06.01.2002")

    answer = get("areas/16.06.01")

    assert is_exactly(answer, schemas.Area)
    assert answer == {
        "code": "16.06.01",
        "name": "Kecamatan 01",
        "kind": "district",
        "parent": {"code": "16.06", "name": "Kabupaten Contoh", "kind": "regency"},
        "children": {
            "items": [{"code": f"16.06.01.200{n}", "name": f"Desa 01-200{n}", "kind": "desa"} for n in (1, 2, 3)],
            "next": None,
        },
        "groups": 2,
        "has_boundary": False,
    }


def test_area_without_a_boundary_is_there_like_any_other(get):
    village = factories.get_area("16.06.01.2001")
    Boundary.objects.create(area=village, geometry={"type": "Point"}, longitude=103.8, latitude=-2.9)

    assert [get(f"areas/16.06.01.200{n}")["has_boundary"] for n in (1, 2)] == [True, False]


def test_children_of_an_area_are_in_pages(get):
    first = get("areas/16.06.01?limit=2")["children"]
    second = get(f"areas/16.06.01?limit=2&after={first['next']}")["children"]

    codes = [child["code"] for child in first["items"] + second["items"]]
    assert (codes, second["next"]) == ([f"16.06.01.200{n}" for n in (1, 2, 3)], None)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("releases/999999", 404),
        ("releases/99999999999999999999999", 404),
        ("releases/999999/reach", 404),
        ("areas/99", 404),
        ("", 404),
        ("nothing/here", 404),
        ("docs", 404),
        ("releases/abc", 422),
        ("releases?limit=0", 422),
        ("releases?limit=101", 422),
        ("releases?limit=x", 422),
        ("releases?cursor=x", 422),
        ("releases?cursor=%00", 422),
        ("releases?cursor=9999999999999999-99", 200),
        ("areas/16.060", 422),
        ("areas/%00", 422),
        ("areas/16.06?after=%27", 422),
        ("releases/1/reach?after=x", 422),
    ],
)
def test_errors_are_problems(get, address, status):
    answer = get(address, status)

    if status != 200:
        assert is_exactly(answer, schemas.Problem)
        assert (answer["type"], answer["status"]) == ("about:blank", status)


@pytest.mark.parametrize("address", ["releases", "releases/1", "areas/16.06", "openapi.json", "nothing"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused_as_a_problem(address, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(START + address)

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert response.json()["status"] == 405


def test_head_answers_like_get_without_a_body():
    response = Client().head(f"{START}releases")

    assert (response.status_code, response.content) == (200, b"")


def test_failure_is_a_problem_that_tells_nothing_of_the_inside(get, monkeypatch, caplog):
    def broken(**_what: object) -> None:
        raise RuntimeError("kata sandi di sini")

    monkeypatch.setattr("jembatan.api.releases.public.newest", broken)

    answer = get("releases", 500)

    assert (answer["status"], "kata sandi" in str(answer)) == (500, False)
    assert [record.exc_info[1].args for record in caplog.records if record.name == "jembatan.api.problems"] == [
        ("kata sandi di sini",)
    ]


@pytest.mark.parametrize(("wanted", "given"), [("", "id"), ("id", "id"), ("en-GB,en;q=0.9", "en"), ("fr", "id")])
def test_problem_speaks_the_language_asked_for(wanted, given):
    response = Client().get(f"{START}releases/999999", headers={"accept-language": wanted})

    assert response.headers["Content-Language"] == given
    assert "Accept-Language" in response.headers["Vary"]


def test_answers_may_be_kept_and_problems_not():
    kept, problem = (Client().get(START + address) for address in ("releases", "releases/999999"))

    assert kept.headers["Cache-Control"] == "public, max-age=60"
    assert "Cache-Control" not in problem.headers
    assert ("Cookie" in kept.headers.get("Vary", ""), len(kept.cookies)) == (False, 0)


def test_description_names_every_address_with_its_problems(get):
    response = Client().get(f"{START}openapi.json")
    described = response.json()

    kinds = {
        path: sorted(kind for answer in what["get"]["responses"].values() for kind in answer["content"])
        for path, what in described["paths"].items()
        if path.startswith(START)  # the others: test_voices.py
    }
    assert list(kinds) == [
        f"{START}releases",
        f"{START}releases/{{release_id}}",
        f"{START}releases/{{release_id}}/reach",
        f"{START}areas/{{code}}",
        f"{START}voices",
        f"{START}voices/{{code}}",
        f"{START}voices/{{code}}/history",
    ]
    assert {kind for found in kinds.values() for kind in found} == {"application/json", "application/problem+json"}


def test_answers_take_as_many_queries_whatever_the_rows():
    def count(address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(START + address).status_code == 200
        return len(captured)

    release = factories.published(targets=["16.06.01.2001"])
    addresses = ["releases", f"releases/{release.pk}", f"releases/{release.pk}/reach", "areas/16.06"]
    few = [count(address) for address in addresses]
    large = factories.published()
    factories.published()
    factories.group("16.06.01.2001")
    many = [
        count(address)
        for address in ["releases", f"releases/{large.pk}", f"releases/{large.pk}/reach", "areas/16.06.01"]
    ]

    assert many == few
