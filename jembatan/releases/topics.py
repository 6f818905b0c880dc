"""The topics that releases are about: free words, suggested from what was published before."""

from django.db import connection

_KNOWN = """
    SELECT t.topic FROM releases_release r JOIN releases_version v ON v.id = r.published_id
    CROSS JOIN LATERAL unnest(v.topics) AS t(topic)
    WHERE r.id IN (SELECT id FROM releases_release WHERE published_at IS NOT NULL
                   ORDER BY published_at DESC, id DESC LIMIT 200)
    GROUP BY t.topic ORDER BY count(*) DESC, t.topic LIMIT %s
"""


def known_topics(size: int = 12) -> list[str]:
    """The topics used most in the last 200 published releases."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [size])
        return [topic for (topic,) in cursor.fetchall()]
