"""A release's body: Markdown in, clean HTML out."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "br", "table", "thead"}
_TAGS |= {"tbody", "tr", "th", "td", "code", "del"}
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def to_html(text: str) -> SafeString:
    """HTML that is safe to show: no scripts, no pictures from elsewhere, headings from h2 on."""
    html = _PARSER.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel="noopener nofollow", url_schemes={"http", "https", "mailto", "tel"})
    return mark_safe(clean)  # noqa: S308  (nh3 has cleaned it)


def to_text(text: str) -> str:
    """The same without marks, for reading aloud and for messages."""
    return nh3.clean(_PARSER.render(text), tags=set()).strip()
