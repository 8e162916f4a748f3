"""Pages of our own wording, drawn as HTML; each says that it is a stand-in."""

from __future__ import annotations

from html import escape

from tests.standin.table import Page, Table, ready_pages

MARK = "citecheck stand-in web"
FOOT = "A stand-in page, written for the tests of citecheck. No site has published it."


class Pages:
    """The pages of a table and the ready-made ones, drawn once."""

    def __init__(self, table: Table) -> None:
        self._pages = {page.id: page for page in (*ready_pages(), *table.page)}
        self._drawn: dict[str, tuple[bytes, bool]] = {}

    def get(self, name: str) -> Page:
        """Give a page by its id; a status such as "404" gives the page that owns up to it."""
        return self._pages[name]

    def draw(self, name: str, address: str) -> bytes:
        """Give a page as bytes, as it looks at an address."""
        if name not in self._drawn:
            page = self._pages[name]
            self._drawn[name] = (draw(page).encode(page.charset, "xmlcharrefreplace"), "{address}" in page.text)
        data, addressed = self._drawn[name]
        return data.replace(b"{address}", escape(address).encode("ascii", "xmlcharrefreplace")) if addressed else data


def draw(page: Page) -> str:
    """Give a page as HTML."""
    metadata = {"author": page.author, "date": page.issued, "generator": MARK}
    properties = {"og:site_name": page.site, "article:published_time": page.issued}
    head = [
        f'<meta charset="{page.charset}">',
        *([] if page.title is None else [f"<title>{escape(page.title)}</title>"]),
        *(f'<meta name="{name}" content="{escape(value)}">' for name, value in metadata.items() if value),
        *(f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items() if value),
        *([page.head.strip()] if page.head else []),
    ]
    byline = " · ".join(escape(part) for part in (page.author, page.issued, page.site) if part)
    body = [
        *([f"<h1>{escape(page.title)}</h1>"] if page.title else []),
        *([f'<p class="byline">{byline}</p>'] if byline else []),
        *(f"<p>{escape(' '.join(part.split()))}</p>" for part in page.text.split("\n\n") if part.strip()),
        *([page.html.strip()] if page.html else []),
        f'<p class="stand-in"><small>{FOOT}</small></p>',
    ]
    rows = ["<!doctype html>", f'<html lang="{page.lang}">', "<head>", *head, "</head>", "<body>", *body, "</body>"]
    return "\n".join([*rows, "</html>", ""])


def owning_up(status: int, reason: str) -> bytes:
    """Give the page that says honestly which error this is."""
    page = Page(id=str(status), title=f"{status} {reason}", text="This address does not give what was asked for.")
    return draw(page).encode()
