"""Names without a site, and pages that speak of names."""

from __future__ import annotations

import pytest

from citecheck.pages import parked, read, usurped

HOST = "harbour-notes.example"
LONG = "The old harbour has been dredged in two winters, and the ferry calls again every second Friday. " * 15


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<title>harbour-notes.example is for sale</title><p>Buy this domain.", "domain … buy this domain"),
        ("<title>x</title><h1>Diese Domain steht zum Verkauf</h1>harbour-notes.example", "domain … zum verkauf"),
        ("<title>harbour-notes.example</title><p>Este dominio está en venta.", "dominio … en venta"),
        ("<title>x</title><p>このドメインは販売中です。 harbour-notes.example", "ドメイン … 販売中"),
        ('<title>x</title><script src="//img.sedoparking.com/x.js"></script>', "sedoparking.com"),
        ("<title>Account Suspended</title><p>Ask your provider.", "account suspended"),
        ("<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>", "welcome to nginx"),
    ],
)
def test_a_name_without_a_site(page: str, words: str) -> None:
    """It names itself and says that it is sold, bears the mark of a parking service, or is what a new server shows."""
    found = parked(read(page.encode()), HOST)

    assert (words, True) == (found.words, found.is_plain)


@pytest.mark.parametrize(
    "page",
    [
        "<title>Boats for sale</title><p>Make an offer.",
        f"<title>harbour-notes.example</title><h1>This domain is for sale</h1>{LONG}",
        f"<title>Welcome to nginx!</title><p>{LONG}",
        "<title>Cars parked in the harbour</title><p>They need a permit.",
        "<title>Names</title><p>“This domain is for sale” says harbour-notes.example.",
        "",
    ],
)
def test_pages_that_are_there(page: str) -> None:
    """What is sold is no name, the page has much to say, or it only quotes."""
    assert not parked(read(page.encode()), HOST).is_plain
    assert not parked(read(page.encode()), HOST).is_doubtful


def test_a_seller_speaks_of_another_name() -> None:
    """A page about a name that is not its host's is doubtful and no more."""
    page = read(b"<title>coast.example is for sale</title><p>Buy this domain.")

    assert (False, True) == (parked(page, HOST).is_plain, parked(page, HOST).is_doubtful)


CASINO = b"<title>Online Casino Bonus and Free Spins</title><h1>Slots</h1><p>Roulette, blackjack, jackpot, poker."


def test_a_name_that_was_taken_over_is_doubtful() -> None:
    """Never more: what the site gives for a made-up address must be seen."""
    found = usurped(read(CASINO), "http://choir.example/concerts/2006/spring.html")

    assert (False, True) == (found.is_plain, found.is_doubtful)


@pytest.mark.parametrize(
    ("page", "url"),
    [
        (CASINO, "http://casino-guide.example/bonus/1"),
        (CASINO, "http://courier.example/news/online-casino-law"),
        (b"<title>A casino burns down</title><p>The roulette was saved.", "http://courier.example/news/1"),
        (CASINO + b'<meta property="og:type" content="article">', "http://courier.example/news/1"),
        (b"", "http://courier.example/news/1"),
    ],
)
def test_who_speaks_of_gambling_may(page: bytes, url: str) -> None:
    """The address is of the trade, one word is an accident, an article is about it."""
    assert not usurped(read(page), url).is_doubtful
