"""Every page in a real browser: within WCAG 2.2 AA, on a narrow screen, without a script or a stranger's host."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from asn_chassis.testing.browser import visit

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".artefacts" / "pages"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# Templates are the same for all; what they say differs.
OWN = {
    "employee": ["/", "/events", "/events/asn.employee.position-standard-set.v1", "/references/competencies"],
    "training": ["/", "/problems", "/problems/quota-exceeded", "/references"],
    "evaluation": ["/", "/events/asn.feedback.index-published.v1"],
}


def faults(page):
    """Return what axe finds, a line each."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{each['id']}: {each['help']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def look(seen, url, name, *, status=200):
    """Look at a page in both languages and widths."""
    page = seen.page
    for spoken in ("id", "en"):
        page.set_viewport_size(WIDE)
        answer = page.goto(f"{url}{'&' if '?' in url else '?'}lang={spoken}")
        assert answer.status == status, url
        assert page.locator("html").get_attribute("lang") == spoken
        assert page.locator("h1").count() == 1
        assert faults(page) == [], (url, spoken)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (url, spoken, size)
            if spoken == "id":
                page.screenshot(path=PICTURES / f"{name}-{size['width']}.png", full_page=True)


def quiet(seen, *addresses):
    """Tell that nothing else was asked, that nothing went wrong, and that no script came."""
    assert (seen.strangers(*addresses), seen.errors) == (set(), [])
    assert seen.page.locator("script").count() == 0


@pytest.mark.parametrize("name", OWN)
def test_the_pages_of_a_service(site, chromium, name):
    put = site(name)
    with visit(chromium) as seen:
        for path in OWN[name]:
            look(seen, put.url + path, f"{name}{path.replace('/', '-').rstrip('-')}")
        quiet(seen, put.url)


def test_the_page_of_an_error(site, chromium):
    put = site("training")
    with visit(chromium) as seen:
        look(seen, f"{put.url}/nothing", "nothing", status=404)

        assert seen.strangers(put.url) == set()


def test_the_board(board, chromium):
    with visit(chromium) as seen:
        seen.page.goto(f"{board.url}/board")
        seen.page.get_by_role("link", name="Dinas Kependudukan").click()
        unit = seen.page.url
        expect(seen.page.get_by_role("img", name="IKM per periode")).to_be_visible()
        seen.page.get_by_role("link", name="Penerbitan KTP-el").click()
        survey = seen.page.url
        expect(seen.page.get_by_role("row", name="Waktu penyelesaian")).to_contain_text("75,00")
        period = unit.partition("?period=")[2]
        surveys = f"{board.url}/board/surveys?period={period}"
        shown = {"home": f"{board.url}/", "board": f"{board.url}/board", "unit": unit, "survey": survey}
        for name, url in {**shown, "surveys": surveys}.items():
            look(seen, url, f"feedback-{name}")

        quiet(seen, board.url)


def test_an_employee_signs_in_and_out_by_keyboard_without_a_script(profile, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto(f"{profile.url}/me")
    page.get_by_role("button", name="Pegawai contoh 1").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Profil saya")
    expect(page.get_by_role("row", name="Pelayanan publik")).to_contain_text("3")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").text_content().strip() == "Keluar":
            break
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{profile.url}/")
    page.goto(f"{profile.url}/me")
    expect(page.get_by_role("button", name="Pegawai contoh 1")).to_be_visible()
    context.close()


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(site, chromium):
    put = site("employee")
    with visit(chromium) as seen:
        seen.page.goto(f"{put.url}/events")
        seen.page.keyboard.press("Tab")
        expect(seen.page.locator(":focus")).to_have_text("Langsung ke isi")
        expect(seen.page.locator(":focus")).to_be_in_viewport()
        seen.page.keyboard.press("Enter")

        expect(seen.page.locator(":focus")).to_have_id("content")


def test_the_profile_of_who_signed_in(profile, chromium):
    with visit(chromium) as seen:
        seen.page.goto(f"{profile.url}/me")
        seen.page.get_by_role("button", name="Pegawai contoh 1").click()
        look(seen, f"{profile.url}/me", "employee-me")

        quiet(seen, profile.url, profile.issuer)
