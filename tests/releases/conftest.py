"""Who is there: an editor, two reviewers, in a small regency."""

from types import SimpleNamespace

import pytest

from jembatan.people.roles import Role
from tests import factories


@pytest.fixture
def office(db) -> SimpleNamespace:
    """Sari writes, Budi and Ratna review; Budi may write too."""
    root = factories.regency()
    return SimpleNamespace(
        root=root,
        sari=factories.person(Role.EDITOR, name="Sari"),
        budi=factories.person(Role.REVIEWER, name="Budi"),
        ratna=factories.person(Role.REVIEWER, name="Ratna"),
    )
