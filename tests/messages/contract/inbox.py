from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

GOOD, BAD = ("", ""), None
OUTCOMES: dict[str, tuple[str, str | None]] = {}


class Everything:
    def will(self, what: str) -> None: ...

    def arrived(self) -> Counter[str]:
        return Counter()


@contextmanager
def provider(settings: Any, tmp_path: Path) -> Iterator[Everything]:
    yield Everything()
