"""Where uploaded files lie: on the disk before the row that names them is committed."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class SyncedStorage(FileSystemStorage):
    """After a power cut no row may name a file that is empty or not there."""

    def _save(self, name: str, content: Any) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # not in the stubs
        _sync(file := Path(self.path(saved)))
        for folder in file.parents:  # a folder may be new too, and stands in the one above it
            _sync(folder)
            if folder == Path(self.location):
                break
        return saved


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
