"""The JSON API: `/api/v1/`, described at `/api/v1/openapi.json`."""

from ninja import NinjaAPI

api = NinjaAPI(title="Jembatan", version="1.0.0", urls_namespace="api")
