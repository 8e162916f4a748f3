"""What a page, and where it led, say of the address that was asked."""

from __future__ import annotations

import pytest

from citecheck.links import Sibling, check, is_transient, page_of, sibling_of, to_compare
from citecheck.web import Exchange, Headers, Request, WebError
from citecheck.web.exchange import Hop

ASKED = "http://a.example/news/2007/harbour.html"
SORRY = "<title>The Courier</title><h1>Sorry</h1><p>The article that you requested does not exist."
"""Doubtful, and no more."""


def answer(body: str, *urls: str, status: int = 200) -> Exchange:
    """Give the exchange of a page to which some addresses led, the asked one first."""
    chain = urls or (ASKED,)
    headers = Headers((("Content-Type", "text/html; charset=utf-8"),))
    hops = [Hop(url, "GET", "2024-02-01T12:00:00.000Z", 302, headers=headers) for url in chain[:-1]]
    hops.append(Hop(chain[-1], "GET", "2024-02-01T12:00:00.000Z", status, headers=headers))
    return Exchange(Request(chain[0]), tuple(hops), body=body.encode())


def compared(exchange: Exchange, other: Exchange) -> tuple[str, str]:
    """Give the verdict and the reason on an answer, with what its site gave for a made-up address."""
    found = check(exchange, sibling=sibling_of(other))
    return found.verdict, found.reason


def test_the_same_for_an_address_that_cannot_be() -> None:
    """A doubtful page that a site gives for anything is not what was cited."""
    verdict, reason = compared(answer(SORRY), answer(SORRY))

    assert "soft-404" == verdict
    assert "The page seems to be gone: it says “article … does not exist”, and the site gives the same for an" in reason


@pytest.mark.parametrize(
    "other",
    [
        answer("<title>404</title>", status=404),
        answer(SORRY, status=404),
        answer("<h1>Elsewhere</h1><p>Another page stands here."),
        answer(SORRY, status=500),
        Exchange(Request(ASKED), (), error=WebError("timeout", "Late.")),
    ],
)
def test_a_site_that_owns_up_has_the_page(other: Exchange) -> None:
    """Who says 404, or something else, for what is made up means what it gives; who says nothing says nothing."""
    assert "live" == compared(answer(SORRY), other)[0]


def test_the_same_words_without_a_doubt_are_no_sign() -> None:
    """A site of one page gives it for all addresses, and may."""
    page = answer("<title>Hello</title><p>This site has one page.")

    assert "" == to_compare(page, page_of(page))
    assert "live" == compared(page, page)[0]


def test_plain_words_need_no_comparison() -> None:
    """Neither is anything asked, nor does an honest answer for another address change it."""
    page = answer("<title>Page not found</title><p>Sorry.")

    assert "" == to_compare(page, page_of(page))
    assert "soft-404" == compared(page, answer("", status=404))[0]


def test_where_nothing_can_be_compared_much_must_speak_for_it() -> None:
    """A section has no sibling: there the words alone must do."""
    page = answer(
        "<title>Oops</title><h1>Error 404: it does not exist</h1><p>The page you requested was removed. Go to the home page.",
        "http://a.example/news",
    )

    assert "" == to_compare(page, page_of(page))
    assert "soft-404" == check(page).verdict
    assert "live" == check(answer(SORRY.replace("article", "page"), "http://a.example/news")).verdict


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("http://a.example/", "leads to the home page of the site, http://a.example/."),
        ("http://a.example/errors/404.html", "leads to an error page"),
        ("http://b.example/page-not-found", "leads to an error page"),
        ("https://www.hugedomains.com/domain_profile.cfm?d=a.example", "leads to a seller of names"),
    ],
)
def test_where_an_address_leads_may_say_it_all(target: str, says: str) -> None:
    """The home page of the site, an error page, a seller of names."""
    found = check(answer("<title>Welcome</title>", ASKED, target))

    assert "soft-404" == found.verdict
    assert says in found.reason


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("http://a.example/news/", "leads to a page above it"),
        ("http://a.example/en/", "leads to a page above it"),
        ("http://b.example/", "leads to a home page"),
        ("http://a.example/search?q=harbour", "leads to a search"),
        ("http://a.example/wiki/Error", "leads to one that speaks of an error"),
        ("http://b.example/buy/a.example", "leads to where its host is spoken of"),
    ],
)
def test_where_everybody_is_led(target: str, says: str) -> None:
    """A page above, another home, a search: where a made-up address leads as well, and only then."""
    page = answer("<title>Welcome</title><p>To all.", ASKED, target)
    invented = to_compare(page, page_of(page))

    verdict, reason = compared(page, answer("<p>Other words altogether here.", invented, target))
    assert "soft-404" == verdict
    assert says in reason
    assert "live" == compared(page, answer("", invented, status=404))[0]


@pytest.mark.parametrize(
    "target",
    ["https://a.example/news/2007/harbour.html", "http://a.example/archive/harbour", "http://b.example/news/2007/x"],
)
def test_a_page_that_moved_is_in_no_doubt(target: str) -> None:
    """It is as deep as before, here or elsewhere."""
    page = answer("<title>Harbour</title><p>The ferry calls again.", ASKED, target)

    assert ("", "live") == (to_compare(page, page_of(page)), check(page).verdict)


def test_a_page_that_calls_itself_home_is_compared() -> None:
    """Some systems call every page so: it is the comparison that tells."""
    page = answer('<link rel="canonical" href="/"><p>Welcome to all of you.')

    assert "" != to_compare(page, page_of(page))
    assert "soft-404" == compared(page, page)[0]


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_wall_is_a_wall_with_any_status(status: int) -> None:
    """Who wants to see a browser is not asked again, and is neither alive nor out of order."""
    page = answer("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", status=status)

    assert (False, "blocked") == (is_transient(page), check(page).verdict)
    assert "“just a moment”" in check(page).reason


def test_who_cites_a_login_means_it() -> None:
    """Its page to log in is what was cited."""
    login = '<title>Log in</title><h1>Log in</h1><input type="password">'

    assert "live" == check(answer(login, "http://a.example/user/login")).verdict
    assert "blocked" == check(answer(login)).verdict


def test_who_cites_a_page_about_cookies_means_it() -> None:
    """A short page about consent, at an address that says so, is no wall."""
    page = "<title>Cookie settings</title><h1>Cookie settings</h1><p>We use cookies for the menu."

    assert "live" == check(answer(page, "http://a.example/about/cookies.html")).verdict
    assert "blocked" == check(answer(page)).verdict


def test_a_seller_of_names_may_speak_of_them() -> None:
    """Its own pages bear its own name and say that names are for sale; elsewhere that says that the site is gone."""
    page = "<title>{0}: every domain here is for sale</title><p>Make an offer."

    assert "live" == check(answer(page.format("sedo.com"), "https://sedo.com/help/offers/1")).verdict
    assert "soft-404" == check(answer(page.format("a.example"))).verdict


def test_a_company_that_was_bought_is_not_sold() -> None:
    """Who leads to a seller of names without a word of the own name may belong to it."""
    page = answer("<title>Hosting</title><p>Plans and prices.", ASKED, "https://www.godaddy.com/hosting/plans")

    assert "live" == check(page).verdict


def test_a_sibling_tells_by_a_page_or_its_absence() -> None:
    """Refusals and failures tell nothing."""
    page = page_of(answer(SORRY))
    told = {status: Sibling(status, ASKED, page).tells for status in (200, 404, 410, 403, 429, 503, None)}

    assert {200: True, 404: True, 410: True, 403: False, 429: False, 503: False, None: False} == told
