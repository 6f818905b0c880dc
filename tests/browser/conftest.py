"""A real browser on a real server: headless Chromium at 360 px, with JavaScript or without."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from jembatan.people import signin
from jembatan.people.models import Person

# Playwright runs an event loop in this thread; the ORM is called beside it, never inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 740}
# Headless Chromium calls itself a robot, and robots are not counted: a person's phone says something else.
NAME = "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36"
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Iterator[str]:
    """The address of a server on this test's database."""
    thread = LiveServerThread("127.0.0.1", lambda handler: handler)  # WhiteNoise serves static files, as it always does
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    settings.BASE_URL = f"http://127.0.0.1:{thread.port}"
    settings.CSRF_TRUSTED_ORIGINS = [settings.BASE_URL]
    yield settings.BASE_URL
    thread.terminate()
    connections.close_all()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page: `open_page("/rilis/", by=person, javascript=False)`; any script error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def go(path: str, *, by: Person | None = None, javascript: bool = True, **more: Any) -> Page:
        how = {"viewport": PHONE, "user_agent": NAME, "locale": "id-ID"} | more
        context = browser.new_context(java_script_enabled=javascript, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        if by:
            sign_in(page, site, by)
        page.goto(site + path if path.startswith("/") else path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(page: Page, site: str, person: Person) -> None:
    page.goto(site + signin.issue(person))
    page.click("main button")


def links_in(text: str) -> list[str]:
    """Every address of this site in a letter."""
    return [word.strip(".,") for word in text.split() if word.startswith(django_settings.BASE_URL)]
