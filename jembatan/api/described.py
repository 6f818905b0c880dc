"""What the description says of the addresses that the framework does not make: Open311, feeds, tables, points."""

from typing import Any

OPEN311 = "/open311/v2/"
ERROR = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["code", "description"],
        "properties": {"code": {"type": "integer"}, "description": {"type": "string"}},
    },
}
_TEXT: dict[str, Any] = {"type": "string"}


def paths() -> dict[str, Any]:
    return {**_open311(), **_lists()}


def _query(name: str, text: str, **schema: Any) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": False, "description": text, "schema": _TEXT | schema}


def _part(name: str, **schema: Any) -> dict[str, Any]:
    return {"in": "path", "name": name, "required": True, "schema": _TEXT | schema}


FORMAT = _part("format", enum=["json", "xml"])
JURISDICTION = _query("jurisdiction_id", "Code of the area that is served here; may be left out")
FILTERS = [
    JURISDICTION,
    _query("service_request_id", "Comma delimited; overrides every other filter"),
    _query("service_code", "Comma delimited"),
    _query("start_date", "W3C date-time; with end_date at most 90 days", format="date-time"),
    _query("end_date", "W3C date-time; the last 90 days when neither is given", format="date-time"),
    _query("status", "open, closed, or both, comma delimited"),
]
FORM = {
    "api_key": _TEXT, "jurisdiction_id": _TEXT, "service_code": _TEXT, "lat": {"type": "number"},
    "long": {"type": "number"}, "address_string": _TEXT, "address_id": _TEXT, "description": _TEXT, "email": _TEXT,
    "phone": _TEXT, "first_name": _TEXT, "last_name": _TEXT, "media_url": _TEXT, "attribute[ABOUT_OFFICIAL]": _TEXT,
}  # fmt: skip


def _answers(schema: dict[str, Any], *errors: int, status: int = 200) -> dict[str, Any]:
    both = ("application/json", "text/xml")
    ok = {"description": "As GeoReport v2 has it", "content": {kind: {"schema": schema} for kind in both}}
    wrong = {"description": "What is wrong", "content": {kind: {"schema": ERROR} for kind in both}}
    return {str(status): ok, **{str(one): wrong for one in errors}}


def _get(summary: str, parameters: list[dict[str, Any]], answers: dict[str, Any], tag: str) -> dict[str, Any]:
    return {"get": {"summary": summary, "tags": [tag], "parameters": parameters, "responses": answers}}


def _open311() -> dict[str, Any]:
    rows: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
    code = _part("service_code")
    requests = _get("Public voices as service requests", [FORMAT, *FILTERS], _answers(rows, 400, 404), "open311")
    requests["post"] = {
        "summary": "Hand in a voice; takes a key",
        "tags": ["open311"],
        "parameters": [FORMAT],
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "required": ["api_key", "service_code"], "properties": FORM}
                }
            },
        },
        "responses": _answers(rows, 400, 403, 404, 429, status=201),
    }
    ours = {
        "services.{format}": _get("The services: topics", [FORMAT, JURISDICTION], _answers(rows, 404), "open311"),
        "services/{service_code}.{format}": _get(
            "A service definition", [code, FORMAT, JURISDICTION], _answers({"type": "object"}, 404), "open311"
        ),
        "requests.{format}": requests,
        "requests/{service_request_id}.{format}": _get(
            "One of them", [_part("service_request_id"), FORMAT, JURISDICTION], _answers(rows, 404), "open311"
        ),
        "tokens/{token}.{format}": _get(
            "The request of a token", [_part("token"), FORMAT, JURISDICTION], _answers(rows, 404, 429), "open311"
        ),
        "discovery.{format}": _get("Service discovery", [FORMAT], _answers({"type": "object"}), "open311"),
    }
    return {OPEN311 + path: what for path, what in ours.items()}


def _lists() -> dict[str, Any]:
    """The same filters as the page; the names are those of its address."""
    same = [
        _query("wilayah", "Code of an area, with its subtree"),
        _query("topik", "Code of a topic"),
        _query("kantor", "Number of an office"),
        _query("status", "State of a voice"),
        _query("jenis", "Kind of a voice"),
    ]
    on = _query("sebelum", "Cursor: what is older")
    kinds = {
        "/suara.atom": (
            "Public voices as Atom, the newest 20",
            "application/atom+xml",
            [*same, _query("cari", "Words")],
        ),
        "/suara.csv": ("Public voices as a table, the newest 10,000", "text/csv", [*same, on]),
        "/suara.geojson": ("Public voices as points, 1,000 each; Link leads on", "application/geo+json", [*same, on]),
        "/rilis.atom": ("Releases as Atom", "application/atom+xml", []),
        "/wilayah/{code}/rilis.atom": ("Releases of an area as Atom", "application/atom+xml", [_part("code")]),
    }
    return {
        path: _get(summary, parameters, _file(kind), "feeds") for path, (summary, kind, parameters) in kinds.items()
    }


def _file(kind: str) -> dict[str, Any]:
    return {
        "200": {"description": "The newest first", "content": {kind: {"schema": _TEXT}}},
        "404": {"description": "No such area, topic, office, state or kind"},
    }
