"""Compiles each translation that is newer than what was compiled from it (.mo files are not in git)."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "jembatan/locale"


def main() -> int:
    return 1 if any(not compiled(source) for source in LOCALE.rglob("*.po")) else 0


def compiled(source: Path) -> bool:
    """Whether its .mo is there now; a fuzzy translation is left out, as gettext does."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return True
    with source.open("rb") as text, target.open("wb") as out:
        write_mo(out, read_po(text))
    return target.exists()


if __name__ == "__main__":
    sys.exit(main())
