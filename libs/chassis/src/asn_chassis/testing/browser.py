"""A real browser, Debian's Chromium, watched for what it should not do. A conftest imports the fixture `chromium`."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

SECONDS = 30


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the browser at ASN_CHROMIUM or on the path; without one the test is skipped, and fails under CI."""
    path = os.environ.get("ASN_CHROMIUM") or shutil.which("chromium")
    if path is None:
        missing = "no Chromium: install Debian's chromium, or set ASN_CHROMIUM to its path"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    # A container's root has no sandbox to begin with.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in a context of its own, what it asked over HTTP, and what it wrote to its console as an error."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def strangers(self, *addresses: str) -> set[str]:
        """Return the hosts that were asked and belong to none of these addresses."""
        asked = {urlsplit(url).netloc for url in self.asked if url.startswith("http")}
        return asked - {urlsplit(address).netloc for address in addresses}

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console says where it is an error."""
        if message.type == "error":
            self.errors.append(message.text)


@contextmanager
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a page; the windows that it opens are watched too."""
    context = browser.new_context(locale="id-ID")
    context.set_default_timeout(SECONDS * 1000)
    found = Visit(context.new_page())
    context.on("request", lambda request: found.asked.append(request.url))
    context.on("console", found.hear)
    context.on("weberror", lambda error: found.errors.append(str(error.error)))
    try:
        yield found
    finally:
        context.close()


def authorize_at_docs(page: Page, service: str, sign_in: Callable[[Page], None], operation: str) -> Response:
    """Press Authorize at /docs of a service, sign in as `sign_in` does in the window that opens, and try an operation.

    Returns its answer.
    """
    page.goto(f"{service}/docs/")
    page.get_by_role("button", name="Authorize").first.click()
    flow = page.locator(".auth-container", has_text="authorizationCode")
    flow.get_by_text("select all").click()
    with page.expect_popup() as opened:
        flow.get_by_role("button", name="Apply given OAuth2 credentials").click()
    sign_in(opened.value)
    expect(flow.get_by_role("button", name="Remove authorization")).to_be_visible(timeout=SECONDS * 1000)
    page.get_by_role("button", name="Close").first.click()
    tried = page.locator(f"[id$='{operation}']")
    tried.locator(".opblock-summary-control").click()
    tried.get_by_role("button", name="Try it out").click()
    with page.expect_response(lambda answer: "/v1/" in answer.url) as answered:
        tried.get_by_role("button", name="Execute").click()
    return answered.value
