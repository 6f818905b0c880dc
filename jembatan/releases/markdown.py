"""A release's body: Markdown in, clean HTML out."""

import html

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "br", "table", "thead"}
_TAGS |= {"tbody", "tr", "th", "td", "code", "pre", "s"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}  # the page's own title is its h1
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _render(text: str) -> str:
    """HTML with everything that the writer wrote; not yet safe to show."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    rendered: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return rendered


def to_html(text: str) -> SafeString:
    """HTML that is safe to show: no scripts, no pictures from elsewhere, headings from h2 on."""
    clean = nh3.clean(
        _render(text), tags=_TAGS, attributes=_ATTRIBUTES, link_rel="noopener nofollow", url_schemes=_SCHEMES
    )
    return mark_safe(clean)  # noqa: S308  (nh3 has cleaned it)


def to_text(text: str) -> str:
    """The same without marks, for reading aloud and for messages. Plain text: escape it where it becomes HTML."""
    return html.unescape(nh3.clean(_render(text), tags=set())).strip()
