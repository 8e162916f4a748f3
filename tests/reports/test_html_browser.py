"""A browser shows the HTML report: in both schemes, in 320 pixels, and asks no network for anything."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from citecheck.model import AuditReport
from citecheck.reports.html_report import HtmlFormat

Browse = Callable[..., str]
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
"""Headless, and without name resolution: nothing can be fetched, and what is tried is in the log."""
OWN = ("google.com", "googleapis.com", "gvt1.com")
"""Whom the browser itself calls, whatever page it shows."""
FRAME = """<iframe width="320" height="900" style="border: 0"></iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => {
  const inner = frame.contentDocument;
  inner.querySelectorAll("details").forEach(one => one.open = true);
  document.title = `${frame.contentWindow.innerWidth} ${inner.documentElement.scrollWidth}`;
};
frame.srcdoc = PAGE;
</script>"""
"""A page that shows another one 320 pixels wide, opens what is folded in it and measures it."""


@pytest.fixture
def browse(require_program: Callable[[str], str], tmp_path: Path) -> Browse:
    """Give the function that opens a page with some flags and gives what the browser prints."""
    program = require_program("chromium")

    def run(page: str, *flags: str) -> str:
        file = tmp_path / "report.html"
        file.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        done = subprocess.run(
            [program, *QUIET, profile, *flags, file.as_uri()], capture_output=True, timeout=120, check=True
        )
        return done.stdout.decode()

    return run


@pytest.fixture
def page(report_saying: Callable[[str], AuditReport]) -> str:
    """Give a page of two documents, one of ordinary words and one of hostile ones."""
    report = report_saying("words that are said of a source ")
    hostile = report_saying("<img src=http://evil.example/x.png onerror=alert(1)>").documents[0]
    return HtmlFormat().render(dataclasses.replace(report, documents=(*report.documents, hostile)))


def asked(log: Path) -> set[str]:
    """Give the hosts that a page made the browser ask, by its network log."""
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    hosts = {urlsplit(event.get("params", {}).get("url", "")).hostname or "" for event in events}
    return {host for host in hosts if host and not host.endswith(OWN)}


def test_no_request_leaves_the_page(browse: Browse, page: str, tmp_path: Path) -> None:
    """The network log names no host of the page; that of a page which loads an image does."""
    log, other = tmp_path / "net.json", tmp_path / "other.json"
    shown = browse(page, f"--log-net-log={log}", "--dump-dom")
    browse("<img src='http://evil.example/x.png'>", f"--log-net-log={other}", "--dump-dom")

    assert "words that are said of a source" in shown
    assert set() == asked(log)
    assert {"evil.example"} == asked(other)


def test_the_browser_applies_the_style_in_both_schemes(browse: Browse, page: str, tmp_path: Path) -> None:
    """The hash fits: a page whose policy names another one looks different, and light is not dark."""
    spoilt = re.sub("sha256-[^']+", f"sha256-{'A' * 43}=", page, count=1)
    pictures = []
    for number, (text, scheme) in enumerate(((page, 1), (page, 0), (spoilt, 1))):
        file = tmp_path / f"{number}.png"
        browse(text, f"--screenshot={file}", "--window-size=900,700", f"--blink-settings=preferredColorScheme={scheme}")
        pictures.append(file.read_bytes())

    assert 3 == len(set(pictures))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize("text", ["words", "x" * 5_000, "语言" * 500, "كلمات عن مصدر " * 50])
def test_a_narrow_screen_needs_no_sideways_scrolling(
    text: str, browse: Browse, report_saying: Callable[[str], AuditReport]
) -> None:
    """320 CSS pixels hold the page (WCAG 2.2, criterion 1.4.10), whatever the words and the script."""
    page = json.dumps(HtmlFormat().render(report_saying(text))).replace("</", "<\\/")
    shown = browse(FRAME.replace("PAGE", page), "--dump-dom")

    assert "<title>320 320</title>" in shown
