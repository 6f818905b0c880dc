"""Collects the texts to translate and renews jembatan/locale/*/LC_MESSAGES/django.po, without gettext's programs.

Babel reads Python; templates go through Django's own translation into something that looks like Python.
"""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "jembatan"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("en",)  # the texts in the code are Indonesian
# What stands in code → which of its arguments are message, plural and (with "c") context.
PLURAL, CONTEXT, BOTH = (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
KEYWORDS |= {"ngettext": PLURAL, "ngettext_lazy": PLURAL, "pgettext": CONTEXT, "pgettext_lazy": CONTEXT}
KEYWORDS |= {"npgettext": BOTH, "npgettext_lazy": BOTH}


def from_template(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    looks_like_python = templatize(file.read().decode(), origin=getattr(file, "name", ""))
    return extract_python(io.BytesIO(looks_like_python.encode()), keywords, comments, options)


def collect() -> Catalog:
    catalog = Catalog(project="jembatan", domain="django", charset="utf-8")
    methods = [("**.py", "python"), ("**/templates/**.*", f"{__name__}:from_template")]
    found = extract_from_dir(PACKAGE, methods, keywords=KEYWORDS, comment_tags=("Translators:",))
    for name, _, message, comments, context in found:
        catalog.add(message, None, [(f"jembatan/{name}", None)], auto_comments=comments, context=context)
    return catalog


def renew(language: str, template: Path) -> None:
    target = LOCALE / language / "LC_MESSAGES/django.po"
    verb = ["update", "--no-fuzzy-matching"] if target.exists() else ["init"]
    command = [sys.executable, "-m", "babel.messages.frontend", *verb, "-l", language, "-i", template]
    subprocess.run([*command, "-D", "django", "-d", LOCALE], check=True)


def main() -> None:
    template = LOCALE / "django.pot"
    LOCALE.mkdir(exist_ok=True)
    with template.open("wb") as out:
        write_po(out, collect(), sort_output=True)
    for language in LANGUAGES:
        renew(language, template)
    template.unlink()


if __name__ == "__main__":
    main()
