"""JSON and XML as the specification has them: bare arrays, every field there, and the same fields as elements."""

import json
import re
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse

JSON, XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"
TYPES = {"json": JSON, "xml": XML}
# What an element of a list is called.
ITEMS = {
    "services": "service", "service_requests": "request", "errors": "error", "attributes": "attribute",
    "values": "value", "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def answer(kind: str, name: str, content: Any, status: int = 200) -> HttpResponse:
    """`name`: of the root element; JSON has none."""
    body = json.dumps(content, ensure_ascii=False) if kind == "json" else _document(name, content)
    return HttpResponse(body, content_type=TYPES[kind], status=status)


def _document(name: str, content: Any) -> str:
    text = ElementTree.tostring(_element(name, content), encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'


def _element(name: str, value: Any) -> ElementTree.Element:
    made = ElementTree.Element(name)
    if isinstance(value, dict):
        made.extend(_element(key, one) for key, one in value.items())
    elif isinstance(value, list):
        made.extend(_element(ITEMS[name], one) for one in value)
    elif value is not None:
        made.text = _NOT_XML.sub(" ", str(value).lower() if isinstance(value, bool) else str(value))
    return made
