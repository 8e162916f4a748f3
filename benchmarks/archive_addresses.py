"""
Accuracy and speed of the reader of addresses in web archives, on addresses made with known truth.

usage: python benchmarks/archive_addresses.py [--count 1000] [--seed 1] [--errors 20]

Each address is made here from an original, a time and the template of an archive's documentation; nothing of the
reader or its table is used. Originals are of many kinds, as found in references: names and paths beyond ASCII, queries,
fragments, ports, `~`, escapes, addresses within addresses, copies of copies. They stand in the copy's address in the
spellings that people and forms leave. An answer is right when archive, original and time are. Then how long it takes
to read them, and addresses that are no copy's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from citecheck.lexicon.copies import copy_of

HOSTS = (
    "example.com", "www.example.org", "sub.domain.example.co.uk", "museum.example.museum", "bücher.example", "пример.example",
    "xn--bcher-kva.example", "例え.example", "192.0.2.17", "a-1.b-2.example.net", "x.io", "news.example.gov.au",
)  # fmt: skip
PATHS = (
    "", "/", "/index.html", "/~user/pub/", "/a/b/c.php", "/2007/03/09/story.html", "/caf%C3%A9/menu", "/straße/größe", "/日本語/頁",
    "/a%20b/c%2Fd", "/wiki/Foo_(bar)", "/a;jsessionid=1F?x=1", "/x,y,z/-/1", "/path.with.dots/v1.2.3", "/@user/status/1234567890123456",
    "/redirect/http://other.example/page", "/20070309/archive/", "/web/2010/list", "/search+terms/a+b", "/a'b!c*d$e", "/100%25/off",
    "/http", "/www.other.example/x", "/cache/", "/wayback/", "/dir/http%3A%2F%2Fother.example%2F",
)  # fmt: skip
QUERIES = (
    "", "", "", "?", "?id=1", "?a=1&b=2", "?q=olm+cave&lang=sl", "?q=%C4%8D&x=%26", "?u=http://other.example/?a=1&b=2", "?a=b?c=d",
    "?u=http%3A%2F%2Fother.example%2F", "?q=č&p=日本", "?from=20070309101522", "?u=http://web.archive.org/web/2001/http://in.example/",
    "?a[]=1&a[]=2", "?x=1;y=2", "?=1", "?path=/a/b/../c", "?t=10:30", "?email=a@b.example",
)  # fmt: skip
FRAGMENTS = ("", "", "", "", "#top", "#/app/view?x=1", "#!hash", "#:~:text=olm%20cave", "#секция")
PORTS = ("", "", "", "", "", ":8080", ":8443")


@dataclass(frozen=True)
class Moment:
    """A time, and how many of its digits an address has."""

    when: dt.datetime
    digits: int = 14

    def stamp(self) -> str:
        """Give the digits as most archives write them."""
        return self.when.strftime("%Y%m%d%H%M%S")[: self.digits]

    def full(self) -> str:
        """Give all digits."""
        return self.when.strftime("%Y%m%d%H%M%S")


@dataclass(frozen=True)
class Made:
    """An address and the truth about it."""

    shape: str
    url: str
    archive: str
    original: str | None
    timestamp: str | None


Maker = Callable[[random.Random, str, Moment], tuple[str, str, str | None, str | None]]


def replay(archive: str, *bases: str, modifiers: tuple[str, ...] = ("",), partial: bool = False) -> Maker:
    """Give the maker of `BASE/TIME/ORIGINAL`."""

    def make(chance: random.Random, original: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
        stamp = moment.stamp() if partial else moment.full()
        base = chance.choice(bases)
        return f"{base}{stamp}{chance.choice(modifiers)}/{spelled(chance, original)}", archive, original, stamp

    return make


def untimed(archive: str, *bases: str) -> Maker:
    """Give the maker of `BASE/ORIGINAL`, which tells no time."""

    def make(chance: random.Random, original: str, _: Moment) -> tuple[str, str, str | None, str | None]:
        return f"{chance.choice(bases)}{spelled(chance, original)}", archive, original, None

    return make


def named(archive: str, *bases: str, letters: str, length: int) -> Maker:
    """Give the maker of `BASE/ID`, which tells only the archive."""

    def make(chance: random.Random, _: str, __: Moment) -> tuple[str, str, str | None, str | None]:
        return f"{chance.choice(bases)}{''.join(chance.choices(letters, k=length))}", archive, None, None

    return make


def spelled(chance: random.Random, original: str) -> str:
    """Give an original as it may stand in the path of its copy's address."""
    scheme, _, rest = original.partition("://")
    kinds = ["plain"] * 8 + ["encoded", "encoded but slashes", "slash lost"] + ["scheme lost"] * (scheme == "http")
    kind = chance.choice(kinds)
    if kind == "encoded":
        return quote(original, safe="")
    if kind == "encoded but slashes":
        return quote(original, safe="/")
    if kind == "slash lost":
        return f"{scheme}:/{rest}"
    if kind == "scheme lost":
        return rest
    host, slash, path = rest.partition("/")
    if slash and not set(host) & set(":?#") and chance.random() < 0.1:
        return f"{scheme}://{host}:{443 if scheme == 'https' else 80}/{path}"
    return original


def in_base62(number: int) -> str:
    """Give a number in base 62: digits, capitals, small letters."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, 62)
        text = digits[rest] + text
    return text


def webcite(kind: str) -> Maker:
    """Give the maker of one of WebCite's forms."""

    def make(chance: random.Random, original: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
        micros = int(moment.when.timestamp()) * 1_000_000 + chance.randrange(1_000_000)
        base = chance.choice(("https://www.webcitation.org/", "http://webcitation.org/"))
        day = moment.full()[:8]
        if kind == "id":
            return f"{base}{in_base62(micros)}", "webcite", None, moment.full()
        if kind == "id and address":
            return f"{base}{in_base62(micros)}?url={original}", "webcite", original, moment.full()
        if kind == "number":
            return f"{base}query?id={micros}", "webcite", None, moment.full()
        address = quote(original, safe="") if kind == "query, encoded" else original
        return f"{base}query?url={address}&date={moment.when:%Y-%m-%d}", "webcite", original, day

    return make


def megalodon(chance: random.Random, original: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of Web Gyotaku, whose clock is Japan's."""
    local = moment.when + dt.timedelta(hours=9)
    infix = chance.choice(("", "ref/", "pc/"))
    return f"https://megalodon.jp/{infix}{local:%Y-%m%d-%H%M-%S}/{original}", "megalodon", original, moment.full()


def dotted(_: random.Random, original: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of archive.today with a date that people can read."""
    return f"https://archive.is/{moment.when:%Y.%m.%d-%H%M%S}/{original}", "archive-today", original, moment.full()


def freezepage(chance: random.Random, _: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of FreezePage: seconds and letters."""
    letters = "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=10))
    return f"http://www.freezepage.com/{int(moment.when.timestamp())}{letters}", "freezepage", None, moment.full()


def wikiwix(_: random.Random, original: str, __: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of Wikiwix, as the French Wikipedia links it."""
    return f"https://archive.wikiwix.com/cache/?url={quote(original, safe='')}", "wikiwix", original, None


def google(chance: random.Random, original: str, _: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of Google's cache, as its result pages linked it: without `http://`, terms behind."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    key = "".join(chance.choices(letters, k=12))
    address = quote(original.removeprefix("http://"), safe="/:")
    base = "http://webcache.googleusercontent.com/search?q=cache:"
    return f"{base}{key}:{address}+olm+cave&cd=1&hl=en&ct=clnk", "google-cache", original, None


def pandora(chance: random.Random, original: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of PANDORA: number, date and minute, address without its scheme."""
    rest = original.partition("://")[2]
    stamp = f"{moment.when:%Y%m%d-%H%M}"
    url = f"http://pandora.nla.gov.au/pan/{chance.randrange(10_000, 200_000)}/{stamp}/{rest}"
    return url, "pandora", f"http://{rest}", stamp.replace("-", "")


def warp(chance: random.Random, original: str, _: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of WARP in its old form: a number, address without its scheme."""
    rest = original.partition("://")[2]
    url = f"https://warp.da.ndl.go.jp/info:ndljp/pid/{chance.randrange(1_000_000, 20_000_000)}/{rest}"
    return url, "warp", f"http://{rest}", None


def ghost(chance: random.Random, _: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
    """Make an address of Ghost Archive of a video."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    video = "".join(chance.choices(letters, k=11))
    day = moment.full()[:8]
    url = f"https://ghostarchive.org/varchive/youtube/{day}/{video}"
    return url, "ghostarchive", f"https://www.youtube.com/watch?v={video}", day


def nested(chance: random.Random, original: str, moment: Moment) -> tuple[str, str, str | None, str | None]:
    """Make a copy of a copy."""
    inner = chance.choice((
        "http://archive.is/2012/", "https://web.archive.org/web/20110101000000/", "http://wayback.archive-it.org/all/20100101/",
        "https://www.webcitation.org/5eWaHRbn4?url=", "http://arquivo.pt/wayback/20080101000000/",
    ))  # fmt: skip
    return (
        f"https://web.archive.org/web/{moment.full()}/{inner}{spelled(chance, original)}",
        "wayback",
        original,
        moment.full(),
    )


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
SHAPES: dict[str, Maker] = {
    "Wayback": replay("wayback", "https://web.archive.org/web/", "http://web.archive.org/web/", partial=True),
    "Wayback, modifier": replay("wayback", "https://web.archive.org/web/", modifiers=("id_", "if_", "im_", "js_", "cs_", "fw_")),
    "Wayback, other hosts": replay("wayback", "http://wayback.archive.org/web/", "http://www.archive.org/web/", "http://web-beta.archive.org/web/", "http://classic-web.archive.org/web/", "http://replay.web.archive.org/", "http://liveweb.archive.org/web/"),
    "Wayback, port": replay("wayback", "http://web.archive.org:80/web/", "https://web.archive.org:443/web/"),
    "Wayback, no time": untimed("wayback", "https://web.archive.org/web/", "https://web.archive.org/web/*/", "https://web.archive.org/web/2*/", "https://web.archive.org/save/", "http://archive.org/web/"),
    "Wayback, copy of a copy": nested,
    "Archive-It": replay("archive-it", "https://wayback.archive-it.org/all/", "http://wayback.archive-it.org/2950/", "http://archive-it.org/1068/"),
    "archive.today": replay("archive-today", *(f"https://archive.{name}/" for name in ("today", "is", "fo", "li", "ph", "md", "vn"))),
    "archive.today, dots": dotted,
    "archive.today, id": named("archive-today", "https://archive.today/", "http://archive.is/", "https://archive.ph/", letters=LETTERS, length=5),
    "archive.today, newest": untimed("archive-today", "https://archive.today/newest/", "https://archive.ph/timegate/", "https://archive.is/o/AbC1d/"),
    "Arquivo.pt": replay("arquivo", "https://arquivo.pt/wayback/", "http://arquivo.pt/wayback/wayback/", "https://arquivo.pt/noFrame/replay/", modifiers=("", "id_", "mp_")),
    "Perma.cc": named("perma", "https://perma.cc/AB12-", "http://perma.cc/9ZXC-", letters="ABCDEFGHJKLMNPQRSTUVWXYZ23456789", length=4),
    "Perma.cc, WARC": replay("perma", "https://perma-archives.org/warc/"),
    "WebCite, id": webcite("id"),
    "WebCite, id and address": webcite("id and address"),
    "WebCite, number": webcite("number"),
    "WebCite, query": webcite("query"),
    "WebCite, query, encoded": webcite("query, encoded"),
    "FreezePage": freezepage,
    "Ghost Archive, id": named("ghostarchive", "https://ghostarchive.org/archive/", letters=LETTERS, length=5),
    "Ghost Archive, video": ghost,
    "Wikiwix": wikiwix,
    "Wikiwix, time": replay("wikiwix", "https://archive.wikiwix.com/cache/"),
    "Megalodon": megalodon,
    "Conifer": replay("conifer", "https://conifer.rhizome.org/ana/olms/", "https://webrecorder.io/ana/olms/"),
    "UK government": replay("ukgwa", "http://webarchive.nationalarchives.gov.uk/", "https://webarchive.nationalarchives.gov.uk/ukgwa/", "http://webarchive.nationalarchives.gov.uk/tna/", modifiers=("", "mp_", "tf_")),
    "UK parliament": replay("uk-parliament", "http://webarchive.parliament.uk/"),
    "UK Web Archive": replay("ukwa", "https://www.webarchive.org.uk/wayback/archive/", "https://www.webarchive.org.uk/wayback/en/archive/"),
    "Northern Ireland": replay("proni", "http://webarchive.proni.gov.uk/"),
    "Scotland": replay("nrs", "https://webarchive.nrscotland.gov.uk/"),
    "Library of Congress": replay("loc", "http://webarchive.loc.gov/all/", "http://webarchive.loc.gov/lcwa0010/"),
    "US National Archives": replay("webharvest", "http://webharvest.gov/peth04/", "https://www.webharvest.gov/congress112th/"),
    "End of Term": replay("end-of-term", "http://eot.us.archive.org/eot/"),
    "University of North Texas": replay("unt", "https://webarchive.library.unt.edu/eot2008/"),
    "Stanford": replay("swap", "https://swap.stanford.edu/", "https://swap.stanford.edu/was/"),
    "Canada": replay("lac", "http://webarchive.bac-lac.gc.ca:8080/wayback/", "http://www.collectionscanada.gc.ca/webarchives/", "https://webarchiveweb.wayback.bac-lac.canada.ca/web/"),
    "Québec": replay("banq", "https://waext.banq.qc.ca/wayback/"),
    "York University": replay("yorku", "https://digital.library.yorku.ca/wayback/"),
    "Australia": replay("awa", "https://webarchive.nla.gov.au/awa/", "https://web.archive.org.au/awa/", "http://content.webarchive.nla.gov.au/gov/wayback/"),
    "PANDORA": pandora,
    "New Zealand": replay("nlnz", "https://ndhadeliver.natlib.govt.nz/webarchive/"),
    "Iceland": replay("vefsafn", "http://wayback.vefsafn.is/wayback/", "https://vefsafn.is/is/"),
    "Estonia": replay("digar", "http://veebiarhiiv.digar.ee/a/", modifiers=("", "mp_")),
    "Croatia": replay("haw", "https://haw.nsk.hr/wayback/"),
    "Slovenia": replay("nuk", "http://nukrobi2.nuk.uni-lj.si:8080/wayback/"),
    "Czechia": replay("webarchiv-cz", "https://wayback.webarchiv.cz/wayback/"),
    "Bavaria": replay("bib-bvb", "http://langzeitarchivierung.bib-bvb.de/wayback/"),
    "Catalonia": replay("padicat", "http://www.padi.cat:8080/wayback/", "http://wayback.padicat.cat/wayback/"),
    "Athens": replay("aueb", "http://archive.aueb.gr/services/web/"),
    "Alexandria": replay("bibalex", "http://web.archive.bibalex.org:80/web/"),
    "Israel": replay("nli-israel", "http://wayback.nli.org.il:8080/"),
    "Singapore": replay("nlb-singapore", "http://eresources.nlb.gov.sg/webarchives/wayback/"),
    "Japan, number": warp,
    "Japan": replay("warp", "https://warp.ndl.go.jp/web/", "https://warp.ndl.go.jp/20240620/"),
    "Internet Memory": replay("internet-memory", "http://collection.europarchive.org/nli/", "https://collections.internetmemory.org/proni/content/"),
    "Memento": replay("lanl", "http://timetravel.mementoweb.org/memento/", "http://mementoarchive.lanl.gov/twa/memento/", partial=True),
    "Google's cache": google,
}  # fmt: skip
NO_COPIES = (
    "https://web.archive.org/", "https://archive.org/details/olm{}", "https://arquivo.pt/page/search?q=olm{}", "https://perma.cc/about",
    "https://archive.today/faq", "https://www.webcitation.org/consortium", "https://doi.org/10.1000/{}", "https://www.google.com/search?q=olm{}",
)  # fmt: skip


def an_original(chance: random.Random) -> str:
    """Give the address of a page that never was."""
    scheme = chance.choice(("http", "http", "https"))
    path = chance.choice(PATHS)
    query = chance.choice(QUERIES) if "?" not in path else ""
    path = path or ("/" if query else "")
    return f"{scheme}://{chance.choice(HOSTS)}{chance.choice(PORTS)}{path}{query}{chance.choice(FRAGMENTS)}"


def a_moment(chance: random.Random) -> Moment:
    """Give a time between 2003 and 2019, when every archive of the list was at work or had such pages."""
    start = dt.datetime(2003, 6, 1, tzinfo=dt.UTC)
    return Moment(
        start + dt.timedelta(seconds=chance.randrange(16 * 365 * 86_400)), chance.choice((14, 14, 14, 12, 8, 6, 4))
    )


def some(count: int, seed: int) -> list[Made]:
    """Give addresses of all shapes in turn."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark repeats
    names = list(SHAPES)
    made = []
    for number in range(count):
        name = names[number % len(names)]
        made.append(Made(name, *SHAPES[name](chance, an_original(chance), a_moment(chance))))
    return made


def speed(urls: list[str]) -> float:
    """Give how many addresses are read a second, the best of five runs."""
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        for url in urls:
            copy_of(url)
        best = min(best, time.perf_counter() - start)
    return len(urls) / best


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=20)
    asked = parser.parse_args()

    made = some(asked.count, asked.seed)
    right: Counter[str] = Counter()
    wrong = []
    for one in made:
        copy = copy_of(one.url)
        found = (copy.archive, copy.original, copy.timestamp) if copy else None
        if found == (one.archive, one.original, one.timestamp):
            right[one.shape] += 1
        else:
            wrong.append((one, found))

    totals = Counter(one.shape for one in made)
    for name, total in totals.items():
        print(f"{name:<28} {right[name]:>4} of {total}")
    print(
        f"{'all ' + str(len(totals)) + ' shapes':<28} {right.total():>4} of {len(made)}  {right.total() / len(made):.2%}"
    )
    for one, found in wrong[: asked.errors]:
        print(f"\n{one.url}\n  truth {one.archive}, {one.original}, {one.timestamp}\n  found {found}")

    others = [pattern.format(number) for number in range(asked.count // len(NO_COPIES)) for pattern in NO_COPIES]
    plain = [an_original(random.Random(number)) for number in range(asked.count)]  # noqa: S311 - a benchmark repeats
    print(
        f"\nno copies taken for one: {sum(copy_of(url) is not None for url in (*others, *plain))} of {len(others) + len(plain)}"
    )
    print(f"Python {sys.version.split()[0]}: {speed([one.url for one in made]):,.0f} copies a second")
    print(f"{'':<{len(sys.version.split()[0]) + 8}} {speed(plain):,.0f} other addresses a second")


if __name__ == "__main__":
    main()
