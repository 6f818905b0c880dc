"""Opening the doors, and finding a planted word in what comes out."""

from collections.abc import Iterator
from typing import Any

from django.test import Client

from jembatan.voices.models import Photo
from tests.voices.canaries import Cage, Canary


def filled(template: str, cage: Cage) -> Iterator[tuple[str, str]]:
    """The address for each voice, and the code that it is asked with: an error may say that again."""
    template = template.replace("{office}", str(cage.home.works.pk))
    if "{photo}" in template or "{pk}" in template:
        for photo in Photo.objects.select_related("voice"):
            name, code = photo.file.name.rpartition("/")[2].removesuffix(".jpg"), photo.voice.code
            yield template.replace("{code}", code).replace("{photo}", name).replace("{pk}", str(photo.pk)), code
    elif "{code}" in template:
        yield from ((template.replace("{code}", voice.code), voice.code) for voice in cage.voices.values())
    else:
        yield template, ""


def body(response: Any) -> str:
    """Headers too: a file's name stands there."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{content.decode('utf-8', 'replace')}"


def leaks(content: str, planted: list[Canary], where: str, asked: str = "") -> list[str]:
    names = {name for name in where.split("/") if name}
    return [
        f"{where}: {one.field}"
        for one in planted
        if one.word in content and one.word != asked and f"{one.word}.jpg" not in names
    ]


def opened(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code < 500, address
    return body(response)
