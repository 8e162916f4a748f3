"""Pages before the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.pages import Glimpse, missing, parked, read, usurped, wall

FIELD = '<form><input type="password"></form>'
LONG = "The old harbour has been dredged in two winters, and the ferry calls again every second Friday. " * 15
WALLS = [
    ("challenge", "just a moment", "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"),
    ("challenge", "attention required", "<title>Attention Required! | Cloudflare</title><p>Cloudflare Ray ID: 0"),
    (
        "challenge",
        "access denied",
        "<title>Access Denied</title><p>You don't have permission to access this. Reference #18.2",
    ),
    ("challenge", "_incapsula_resource", '<iframe src="/_Incapsula_Resource?x=1"></iframe>'),
    (
        "challenge",
        "captcha-delivery.com",
        "<title>a.example</title><p>Please enable JS and disable any ad blocker<script>var h='geo.captcha-delivery.com'</script>",
    ),
    ("challenge", "are you a robot", "<title>Are you a robot?</title><p>Confirm that you are not a robot."),
    ("challenge", "not a robot", '<title>a</title><p>You are not a robot?<div class="h-captcha"></div>'),
    ("login", "log in", f"<title>Log in | Club</title><h1>Log in</h1>{FIELD}"),
    ("login", "anmelden", f"<title>Küstenbote</title><h1>Anmelden</h1>{FIELD}"),
    ("login", "ログイン", f"<title>ログイン｜沿岸新聞</title>{FIELD}"),
    ("consent", "before you continue", "<title>a</title><h1>Before you continue</h1><p>We use cookies."),
    ("consent", "nous respectons votre vie privée", "<h1>Nous respectons votre vie privée</h1><p>Des cookies."),
]


@pytest.mark.parametrize(("kind", "words", "page"), WALLS, ids=[case[1] for case in WALLS])
def test_walls(kind: str, words: str, page: str) -> None:
    """Two witnesses each: title or heading, and the source, the text or a field for a password."""
    assert (kind, words) == wall(read(page.encode(), "text/html; charset=utf-8"))


@pytest.mark.parametrize("page", [page for _, _, page in WALLS], ids=[case[1] for case in WALLS])
def test_a_wall_hides_the_page(page: str) -> None:
    """Where there is much to read, nothing is hidden."""
    assert ("", "") == wall(read(f"{page}<p>{LONG}".encode(), "text/html; charset=utf-8"))


@pytest.mark.parametrize(
    "page",
    [
        "<title>Access Denied</title><p>A thriller, 90 minutes.",
        "<title>Just a moment</title><p>A short story.",
        '<title>Knots</title><h1>Knots</h1><p>Seven.<form><div class="g-recaptcha"></div></form>',
        f"<title>Which rope?</title><h2>Which rope?</h2><p>Polyester.{FIELD}",
        "<title>Log in</title><h1>Log in</h1><p>How to log in: press the button.",
        '<title>Coast Maps</title><div id="app"></div><script src="/_Incapsula_Resource?x=1"></script>',
        "<title>Harbour</title><h1>Harbour</h1><h2>We value your privacy</h2><p>Cookies. The light burns again.",
        "",
    ],
)
def test_what_only_looks_like_one(page: str) -> None:
    """One witness is none: a title, a widget beside a form, a box to log in, a banner over the page."""
    assert ("", "") == wall(read(page.encode()))


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300), st.text(max_size=30))
def test_any_page_is_judged(title: str, heading: str, own: str, host: str) -> None:
    """Whatever it says, nothing is raised; and what it says comes back only in words of ours."""
    page = Glimpse(title, (heading,), own=own, own_length=len(own), marks=("captcha-delivery.com",), has_password=True)

    assert wall(page)[0] in ("", "challenge", "login", "consent")
    assert isinstance((missing(page).words, parked(page, host).words, usurped(page, host).words), tuple)
