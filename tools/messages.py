"""Collects the texts to translate and renews jembatan/locale/*/LC_MESSAGES/django.po, without gettext's programs.

Babel reads Python; templates go through Django's own translation into something that looks like Python.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "jembatan"
LOCALE = PACKAGE / "locale"
HEADER = "# Translations of Jembatan. The texts in the code are Indonesian."
DAY = datetime(2026, 1, 1, tzinfo=UTC)  # one day for all time: a new date at each run would only be noise
NAMES: dict[str, Any] = {"project": "jembatan", "version": "1", "creation_date": DAY, "revision_date": DAY}
NAMES |= {"last_translator": "Jembatan", "language_team": "Jembatan", "msgid_bugs_address": "Jembatan"}
LANGUAGES = ("en",)  # the texts in the code are Indonesian
# What stands in code → which of its arguments are message, plural and (with "c") context.
PLURAL, CONTEXT, BOTH = (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
KEYWORDS |= {"ngettext": PLURAL, "ngettext_lazy": PLURAL, "pgettext": CONTEXT, "pgettext_lazy": CONTEXT}
KEYWORDS |= {"npgettext": BOTH, "npgettext_lazy": BOTH}


def from_template(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    looks_like_python = templatize(file.read().decode(), origin=getattr(file, "name", ""))
    return extract_python(io.BytesIO(looks_like_python.encode()), keywords, comments, options)


def found() -> Iterator[Any]:
    """Each text where it stands: (file, line, message, comments, context); a message with a plural is a tuple."""
    methods = [("**.py", "python"), ("**/templates/**.*", f"{__name__}:from_template")]
    yield from extract_from_dir(PACKAGE, methods, keywords=KEYWORDS, comment_tags=("Translators:",))


def collect() -> Catalog:
    catalog = Catalog(project="jembatan", domain="django", charset="utf-8")
    for name, _, message, comments, context in found():
        catalog.add(message, None, [(f"jembatan/{name}", None)], auto_comments=comments, context=context)
    return catalog


def renew(language: str, texts: Catalog) -> None:
    """Write the language's file: today's texts with what is translated already. The same texts give the same file."""
    target = LOCALE / language / "LC_MESSAGES/django.po"
    known = {(message.id, message.context): message.string for message in _translated(target)}
    fresh = Catalog(locale=language, domain="django", header_comment=HEADER, fuzzy=False, **NAMES)
    for message in texts:
        if message.id:
            string = known.get((message.id, message.context), "")
            fresh.add(
                message.id, string, message.locations, auto_comments=message.auto_comments, context=message.context
            )
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        write_po(out, fresh, sort_output=True)


def _translated(target: Path) -> Catalog:
    if not target.exists():
        return Catalog()
    with target.open("rb") as file:
        return read_po(file)


def main() -> None:
    texts = collect()
    for language in LANGUAGES:
        renew(language, texts)


if __name__ == "__main__":
    main()
