"""Takes the pictures of the HTML report that the documentation shows: `make pictures`. Look at them before you commit them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
REPORT = (ROOT / "reports/sample.html").as_uri()


def main() -> None:
    """Take the head of the page, and a finding with its claim and its reference."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("chromium is not installed; install it first (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(REPORT)
        page.screenshot(path=ROOT / "docs/images/report.png")
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="dark")
        page.goto(f"{REPORT}#link=dead")
        page.keyboard.press("j")
        page.locator(".panes").evaluate("panes => scrollBy(0, panes.getBoundingClientRect().top - 110)")
        page.locator(".text").get_by_role("link", name="[3]").hover()
        page.locator("#card").wait_for()
        page.screenshot(path=ROOT / "docs/images/workbench.png")
        browser.close()


if __name__ == "__main__":
    main()
