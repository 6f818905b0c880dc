import pytest

from tests.demo.house import House, build


@pytest.fixture
def house(db: None) -> House:
    return build()
