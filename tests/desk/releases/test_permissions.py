"""Who reaches which page: the office's people, another office's editor, and everybody else."""

import pytest

from jembatan.releases.models import Release
from tests import factories

READERS = {"sari", "budi", "ratna", "admin"}
WRITERS = {"sari", "budi", "ratna"}
REVIEWERS = {"budi", "ratna"}
EVERYBODY = READERS | {"dewi", "joko", "camat", "stranger"}

# Address, who reaches it for a release of the root, who for a release of Dewi's office.
PAGES = [
    ("", READERS, READERS | {"dewi"}),
    ("ubah/", WRITERS, WRITERS | {"dewi"}),
    ("versi/", READERS, READERS | {"dewi"}),
    ("tinjau/", REVIEWERS, REVIEWERS),
    ("kembalikan/", REVIEWERS, REVIEWERS),
    ("terbitkan/", REVIEWERS, REVIEWERS),
    ("terbitkan-sendiri/", REVIEWERS, REVIEWERS),
    ("koreksi/", REVIEWERS, REVIEWERS),
    ("tarik/", REVIEWERS, REVIEWERS),
]
POSTS = [
    ("kirim/", WRITERS, WRITERS | {"dewi"}),
    ("setujui/", REVIEWERS, REVIEWERS),
    ("periksa/", REVIEWERS, REVIEWERS),
]


def reached_by(town, as_, method, url):
    """The names of those for whom the page is there at all."""
    answers = {name: getattr(as_(getattr(town, name)), method)(url).status_code for name in EVERYBODY}
    assert set(answers.values()) <= {200, 302, 404}
    return {name for name, status in answers.items() if status != 404}


@pytest.mark.parametrize(("page", "root", "office"), PAGES)
def test_page_is_there_for_those_who_may(town, as_, page, root, office):
    ours = factories.release(town.sari)
    theirs = factories.release(town.dewi)
    Release.objects.filter(pk=theirs.pk).update(office=town.health)

    assert reached_by(town, as_, "get", f"/meja/rilis/{ours.pk}/{page}") == root
    assert reached_by(town, as_, "get", f"/meja/rilis/{theirs.pk}/{page}") == office


@pytest.mark.parametrize(("page", "root", "office"), POSTS)
def test_deed_is_there_for_those_who_may(town, as_, page, root, office):
    ours = factories.release(town.sari)
    theirs = factories.release(town.dewi)
    Release.objects.filter(pk=theirs.pk).update(office=town.health)

    assert reached_by(town, as_, "post", f"/meja/rilis/{ours.pk}/{page}") == root
    assert reached_by(town, as_, "post", f"/meja/rilis/{theirs.pk}/{page}") == office


@pytest.mark.parametrize("page", ["kirim/", "setujui/", "periksa/"])
def test_deed_is_not_done_by_looking(town, as_, in_review, page):
    assert as_(town.budi).get(f"/meja/rilis/{in_review.pk}/{page}").status_code == 405


@pytest.mark.parametrize(
    ("url", "people"),
    [
        ("/meja/rilis/", READERS | {"dewi", "joko"}),
        ("/meja/rilis/baru/", WRITERS | {"dewi", "joko"}),
        ("/meja/rilis/wilayah/?di=16.06", WRITERS | {"dewi", "joko"}),
    ],
)
def test_page_about_no_single_release(town, as_, url, people):
    assert reached_by(town, as_, "get", url) == people


def test_who_is_not_signed_in_signs_in_first(town, client):
    answer = client.get("/meja/rilis/")

    assert (answer.status_code, answer.url) == (302, "/akun/masuk/?next=/meja/rilis/")


def test_release_that_is_none_is_not_there(town, as_):
    assert as_(town.budi).get("/meja/rilis/999/").status_code == 404
