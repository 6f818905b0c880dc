"""The JSON API: `/api/v1/`, described at `/api/v1/openapi.json`."""

from typing import Any

from django.urls import URLPattern, URLResolver, re_path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from jembatan.api import areas, described, problems, releases, voices


class Api(NinjaAPI):
    """Every address below `/api/v1/` answers in JSON, also those that are not there."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        found = super()._get_urls()
        for pattern in found:
            assert isinstance(pattern, URLPattern)
            view: Any = problems.unknown if pattern.name == "api-root" else pattern.callback
            pattern.callback = problems.only_get(view)
        return [*found, re_path(r"^(?P<rest>.*)$", problems.only_get(problems.unknown))]

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """The framework's description, with the media type that problems really have, and the doors beside it."""
        schema = super().get_openapi_schema(**where)
        for path in schema["paths"].values():
            for status, response in path["get"]["responses"].items():
                if int(status) >= 400:
                    response["content"] = {problems.MEDIA_TYPE: response["content"]["application/json"]}
        schema["paths"] |= described.paths()
        return schema


api = Api(title="Jembatan", version="1.0.0", urls_namespace="api", docs_url=None)
problems.install(api)
api.add_router("/releases", releases.router)
api.add_router("/areas", areas.router)
api.add_router("/voices", voices.router)
