"""Topics suggested from what was published."""

from jembatan.releases.topics import known_topics
from tests import factories


def test_known_topics_are_those_of_published_releases_most_used_first(office):
    factories.published(office.sari, topics=["banjir", "kesehatan"])
    factories.published(office.sari, topics=["kesehatan"])
    factories.release(office.sari, topics=["rahasia"])

    assert known_topics() == ["kesehatan", "banjir"]
    assert known_topics(1) == ["kesehatan"]
