"""GET services and GET a service definition, in the shapes of the specification's examples."""

import pytest

from jembatan.voices.models import Topic
from tests.api.open311.conftest import as_lists

pytestmark = pytest.mark.django_db
FIELDS = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]


def test_services_are_a_bare_array_of_all_fields(home, get):
    Topic.objects.create(code="lama", name="Lama", ended=True)

    services = get("services.json", jurisdiction_id="16.06")

    assert [list(one) for one in services] == [FIELDS, FIELDS]
    assert [one["service_code"] for one in services] == ["jalan", "umum"]
    assert (services[0]["service_name"], services[0]["metadata"], services[0]["type"]) == ("Jalan", True, "realtime")


def test_services_in_xml_have_the_same_fields(home, get):
    root = get("services.xml")

    (first, _last) = as_lists(root)

    assert (root.tag, first[0], [name for name, _text in first[1]]) == ("services", "service", FIELDS)
    assert dict(first[1])["metadata"] == "true"


def test_a_definition_names_the_one_question(home, get):
    answer = get("services/jalan.json")

    assert list(answer) == ["service_code", "attributes"]
    (attribute,) = answer["attributes"]
    assert attribute == {
        "variable": True,
        "code": "ABOUT_OFFICIAL",
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": 1,
        "description": "Ini tentang petugas atau perangkat desa?",
        "values": [{"key": "no", "name": "Tidak"}, {"key": "yes", "name": "Ya"}],
    }


def test_a_definition_in_xml_is_nested_as_in_the_example(home, get):
    root = get("services/umum.xml")

    assert root.tag == "service_definition"
    assert as_lists(root) == [
        ("service_code", "umum"),
        (
            "attributes",
            [
                (
                    "attribute",
                    [
                        ("variable", "true"),
                        ("code", "ABOUT_OFFICIAL"),
                        ("datatype", "singlevaluelist"),
                        ("required", "false"),
                        ("datatype_description", None),
                        ("order", "1"),
                        ("description", "Ini tentang petugas atau perangkat desa?"),
                        (
                            "values",
                            [
                                ("value", [("key", "no"), ("name", "Tidak")]),
                                ("value", [("key", "yes"), ("name", "Ya")]),
                            ],
                        ),
                    ],
                )
            ],
        ),
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("services/tidak-ada", {}),
        ("services", {"jurisdiction_id": "16.07"}),
        ("services/jalan", {"jurisdiction_id": "city.gov"}),
        ("requests", {"jurisdiction_id": "city.gov"}),
        ("tokens/12345", {"jurisdiction_id": "city.gov"}),
        ("requests/AAAABBBB", {}),
        ("requests", {"service_code": "jalan,tidak-ada"}),
        ("tokens/12345", {}),
        ("nothing", {}),
    ],
)
def test_what_is_not_there_is_an_error_body_in_the_same_format(home, get, address, said):
    (error,) = get(f"{address}.json", 404, **said)
    root = get(f"{address}.xml", 404, **said)

    assert (list(error), error["code"]) == (["code", "description"], 404)
    assert error["description"]
    assert (root.tag, as_lists(root)) == (
        "errors", [("error", [("code", "404"), ("description", error["description"])])]
    )  # fmt: skip


def test_an_address_without_a_format_says_so(home, get):
    (error,) = as_lists(get("services", 404))

    assert ".json" in dict(error[1])["description"]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "post"])
def test_other_methods_are_refused_in_the_same_format(home, client, method):
    response = getattr(client, method)("/open311/v2/services.json")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
    assert response.json()[0]["code"] == 405


def test_discovery_names_the_endpoint_and_its_formats(home, get, settings):
    answer = get("discovery.json")

    (endpoint,) = answer["endpoints"]
    assert endpoint["url"] == f"{settings.BASE_URL}/open311/v2"
    assert endpoint["formats"] == ["application/json", "text/xml"]
    assert get("discovery.xml").tag == "discovery"


def test_a_failure_tells_nothing_of_the_inside(home, get, monkeypatch, caplog):
    def broken(*_what):
        raise RuntimeError("kata sandi di sini")

    monkeypatch.setattr("jembatan.api.open311.services.name_of", broken)

    (error,) = get("services.json", 500)

    assert (error["code"], "kata sandi" in error["description"]) == (500, False)


def test_errors_speak_the_language_asked_for(home, client):
    answers = [
        client.get("/open311/v2/tokens/1.json", headers={"accept-language": one}).json()[0]["description"]
        for one in ("id", "en")
    ]

    assert answers[0] == "Token ini tidak ditemukan."
    assert answers[1] == "This token was not found."
