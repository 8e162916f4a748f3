"""
The head of a reference: who wrote it and when, up to where the title begins.

CS1 prints `Names (date) [original date].`, or `Names.` alone when there is no date. Whatever stands before a date in
brackets is names, be they people or a body; without a date only what is plainly a list of people.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.lexicon.dates import parse_date
from citecheck.model import Span
from citecheck.references.dating import looks_dated, put_date, year_in
from citecheck.references.names import (
    is_body,
    is_direct,
    is_inverted,
    is_name_list,
    is_vancouver,
    read_name,
    read_names,
)
from citecheck.references.reading import Reading
from citecheck.references.wording import alternatives, phrases, table

_LONGEST_LEAD: Final = 12_000
_DATE_BRACKET: Final = re.compile(r"\((?P<date>[^()]{4,48}|[^()]{4,20}\([^()]{1,12}\))\)")
_UNDATED: Final = re.compile(r"n\.?\s?d\.?|no date|undated|s\.\s?f\.|o\.\s?J\.|forthcoming|in press", re.IGNORECASE)
_ORIGINAL: Final = re.compile(r"\s\[(?P<inner>[^\[\]]{4,40})\]")
_EDITORS: Final = re.compile(
    rf"(?:,\s|\s(?=[(\[]|[Hh]rsg|Hg|éd|dir|red|coord))(?P<word>{alternatives([*table('wording')['editors']['one'], *table('wording')['editors']['many']])})\s*\Z"
)
_EDITORS_HEAD: Final = re.compile(
    r"(?P<names>[^\"“”«»()]{3,400}?)(?:\s\((?:eds?\.|eds?|Hrsg\.|éd\.|dir\.)\)|,\s(?:eds?\.|editors?))(?=[.,:]?\s)"
)
_LONG_DIRECT: Final = 3
"""Words: a longer row of capitalised words before a quotation is a title that goes on with it."""
_LONG_NAME: Final = 7
"""Words: what is longer behind the last semicolon is more than a name."""
_LONG_SENTENCE: Final = 10
"""Words: a title of this length may well hold one verb."""
_CENTRAL_EUROPEAN: Final = re.compile(r"[,.]\s[sS]\.\s?[0-9]|\b(?:Verlag|Wydawnictwo|Wyd\.|Aufl\.)")
_COLON_LANGUAGES: Final = frozenset({"de", "pl", "cs", "sk", "hu"})
"""Languages whose references print `Author: Title`."""
_LISTED: Final = re.compile(
    r"(?P<names>(?:[^,;.\"()]{2,40},\s[^,;\"()]{1,30};\s){0,40}(?:[^,;.\"()]{2,40},\s(?:[^\W\d_a-z]\.?[\s-]?){1,4}"
    r"|[^,;.\"()]{2,40}\s[^\W\d_a-z]{1,3})),\s(?=[^\W_])(?!(?:and|&)\s|[^,;\"()]{2,40},\s[^\W\d_a-z]\.)"
)
"""Names that end in initials before a comma, as CS2 prints them without a date: `Orth, G., Living with a Cat`."""
_SEVERAL_HANDS: Final = re.compile(r"Praca zbiorowa|Autorenkollektiv")
_MASKED: Final = re.compile(r"[-–—―_]{1,6}")
"""In place of the names: the same as of the reference before (CS1 `|author-mask=`, Chicago 14.67)."""
_SIGNAL: Final = re.compile(r"(?:[Ss]ee(?:\salso)?:|Cf\.:?|Vgl\.:?)\s")
_CASE: Final = re.compile(r"\sv\.?\s[^\d]{2,80},\s[1-9][0-9]{0,3}\s[A-Z]")
"""A court's decision as lawyers cite it, parties and reporter: `Roe v. Doe, 12 U.S. 34`. Nobody wrote it."""
_INNER_STOP: Final = re.compile(r"\.(?=\s)")
_AFTER: Final = re.compile(r"[.,:;]?(?=\s|\Z)")


def reads_as_prose(text: str) -> bool:
    """
    Tell whether words are a sentence of explanation, not the name of anything: it has verbs and pronouns.

    Those count in lower case only, as names have them too (`The Who`), and at the head (`This`, `He`) in a long one.
    """
    words = [word.strip(".,;:()'\"") for word in text.split()]
    count = sum(word in phrases("prose") for word in words)
    if len(words) < _LONG_SENTENCE:
        return count >= 1
    return count + (words[0].casefold() in phrases("prose", "openers")) >= 2


def put_names(reading: Reading, variable: str, span: Span, confidence: float = 0.97) -> None:
    """Take a list of names, with the word that calls them editors where there is one."""
    raw = reading.raw
    span = reading.trimmed(span.start, span.end, " \t\r\n\u00a0,;:")
    if editors := _EDITORS.search(raw[max(span.start, span.end - 20) : span.end]):
        cut = span.end - len(editors[0])
        reading.fix(cut, span.end)
        span = reading.trimmed(span.start, cut, " \t\r\n\u00a0,;:")
        variable = "editor"
    names = read_names(span.of(raw))
    if names:
        bodies = any(name.literal and name.literal != "et al." for name in names)
        reading.put(variable, span, names, min(confidence, 0.9) if bodies else confidence)


def _names_before(reading: Reading, end: int, *, quote_follows: bool) -> Span | None:
    """Give the stretch before a date in brackets when it can be names."""
    raw = reading.raw
    signal = _SIGNAL.match(raw)
    span = reading.trimmed(signal.end() if signal else 0, end, " \t\r\n\u00a0,;:")
    text = span.of(raw)
    if _MASKED.fullmatch(text):
        return span
    if not text or len(text) > _LONGEST_LEAD or any(quote.start < end for quote in reading.layout.quotes):
        return None
    if reads_as_prose(text) or (": " in text and not quote_follows) or _CASE.search(text):
        return None
    body = _EDITORS.sub("", text)
    if is_name_list(body) or (";" in body and len(body.rpartition(";")[2].split()) <= _LONG_NAME):
        return span
    # a body, or the title of something: a stop inside it ends a title
    inner = re.search(r"[^\W\d_]{4,}\.\s", body)
    return None if inner or len(body.split()) > 14 else span


def _dated_lead(reading: Reading) -> int | None:
    """Take `Names (date) [original date]`; give where it ends, or None where there is no such head."""
    raw = reading.raw
    first_quote = reading.layout.quotes[0].start if reading.layout.quotes else len(raw)
    limit = min(first_quote, _LONGEST_LEAD, len(raw))
    for match in _DATE_BRACKET.finditer(raw, 0, limit):
        inner = match["date"].strip()
        if any(span.start < match.end() and match.start() < span.end for span in reading.taken):
            continue
        undated = _UNDATED.fullmatch(inner)
        if not (undated or looks_dated(inner)):
            continue
        names = _names_before(reading, match.start(), quote_follows=first_quote - match.end() < 30)
        if names is None or raw.startswith(" (", match.end()):
            return None
        if signal := _SIGNAL.match(raw):
            reading.spend(*signal.span())
        date = parse_date(inner)
        ranged = date is not None and date.end is not None and date.month is None
        listed = _EDITORS.sub("", names.of(raw))
        if ranged and not is_name_list(listed) and not is_body(listed) and ";" not in listed:
            return None
        if _MASKED.fullmatch(names.of(raw)):
            reading.fix(*names)
            reading.masked = names
        else:
            put_names(reading, "author", names)
        start, end = match.span("date")
        if undated:
            reading.fix(start, end)
        else:
            put_date(reading, "issued", reading.trimmed(start, end))
        end = _take_original(reading, match.end())
        after = _AFTER.match(raw, end)
        return after.end() if after else end
    return None


def _take_original(reading: Reading, at: int) -> int:
    """Take `[1885]` or `[first published 1885]` behind the date; give where it ends."""
    match = _ORIGINAL.match(reading.raw, at)
    if match is None:
        return at
    start, end = match.span("inner")
    if not put_date(reading, "original-date", Span(start, end)):
        year = year_in(match["inner"])
        if year is None:
            return at
        put_date(reading, "original-date", year.shifted(start), 0.8)
    return match.end()


def _initials_go_on(raw: str, at: int) -> bool:
    """Tell whether the word after a stop is one more initial of the same name."""
    return re.match(r"\s[^\W\d_a-z]\.(?=[\s,;&])", raw[at : at + 4]) is not None


def _undated_lead(reading: Reading, separator: str) -> int | None:
    """Take a list of names that a stop (or, in CS2, a comma) closes before the title; give where it ends."""
    raw = reading.raw
    quote = reading.layout.quotes[0].start if reading.layout.quotes else None
    if quote is not None and not any(taken.start < quote for taken in reading.taken):
        span = reading.trimmed(0, quote, " \t\r\n\u00a0")
        text = span.of(raw)
        closed = text.endswith((".", ",", ":", "!")) or (
            is_name_list(text) and (len(text.split()) <= _LONG_DIRECT or not is_direct(text))
        )
        if (
            text
            and closed
            and ": " not in text
            and len(text) < _LONGEST_LEAD
            and _can_be_author(text.rstrip(".,:"), separator)
        ):
            put_names(reading, "author", _stopless(raw, reading.trimmed(span.start, span.end, " ,:")), 0.93)
            return quote
    if quote is None and separator == "," and (lead := _LISTED.match(raw)) and is_people(lead["names"]):
        put_names(reading, "author", Span(*lead.span("names")), 0.8)
        return lead.end()
    for match in re.finditer(r"\.(?=\s)", raw[:600]):
        at = match.start()
        if quote is not None and at > quote:
            break
        if _initials_go_on(raw, match.end()):
            continue
        head = raw[:at].strip()
        if is_people(head) or is_people(f"{head}."):
            put_names(reading, "author", _stopless(raw, Span(0, match.end())), 0.88)
            return match.end()
        if len(head.split()) > 60:
            break
    return None


def _stopless(raw: str, span: Span) -> Span:
    """Give a span of names without the stop that closes it, unless it is that of an initial or `Jr.`."""
    if raw[span.end - 1 : span.end] != ".":
        return span
    last = re.search(r"(?:^|[\s.,-])([^\W\d_a-z]|Jr|Sr|al|eds?)\.\Z", raw[max(span.start, span.end - 8) : span.end])
    return span if last else Span(span.start, span.end - 1)


def is_people(text: str) -> bool:
    """Tell whether a text before an unquoted title is people beyond doubt: inverted names, or several."""
    body = _EDITORS.sub("", text)
    if not is_name_list(body):
        return False
    several = ";" in body or re.search(r"[,&]|\sand\s", body) is not None
    return is_inverted(body) or is_vancouver(body) or (several and not is_direct(body))


def _can_be_author(text: str, separator: str) -> bool:
    """Tell whether the words before a quoted title can name its author: people, or a body of a few words."""
    body = _EDITORS.sub("", text)
    if not body or reads_as_prose(body):
        return False
    if is_name_list(body) or ";" in body:
        return True
    if separator == "." and re.search(r"[^\W\d_]{4,}\.\s", body):
        return False
    return (
        len(body.split()) <= 10
        and body[:1].isupper()
        and not re.match(r"(?:See|In|Cf|From|The title)\b", body)
        and bool(read_name(body))
    )


def _colon_lead(reading: Reading, language: str | None) -> int:
    """Take `First Last: ` before an unquoted title, as Polish and German references print it; give where it ends, or 0."""
    raw = reading.raw
    head, colon, _ = raw[:200].partition(": ")
    custom = (language or "")[:2] in _COLON_LANGUAGES or _CENTRAL_EUROPEAN.search(raw) is not None
    if not colon or not custom or not (is_name_list(head) or _SEVERAL_HANDS.fullmatch(head)):
        return 0
    put_names(reading, "author", Span(0, len(head)), 0.75)
    return len(head) + 1


def take_lead(reading: Reading, separator: str, language: str | None = None) -> int:
    """
    Take names and date at the head; give the offset at which the rest begins, 0 where there is no head.

    Args:
        reading: The reference.
        separator: What separates its parts.
        language: The document's language as a BCP 47 tag, or None.
    """
    end = _dated_lead(reading)
    if end is not None:
        return end
    end = take_editors(reading, 0) or _colon_lead(reading, language)
    if end:
        return end
    end = _undated_lead(reading, separator)
    return 0 if end is None else end


def _authors_before(text: str) -> int:
    """Give where the authors end in `Authors. Editors`, 0 where there are none."""
    for match in _INNER_STOP.finditer(text):
        if _initials_go_on(text, match.end()):
            continue
        head, rest = text[: match.start()], text[match.end() :].strip()
        body = is_body(head) and len(head.split()) <= _LONG_NAME and not set(";,.:") & set(head)
        authors = is_name_list(head) or is_name_list(f"{head}.") or body
        if authors and is_name_list(rest) and not rest.startswith("In "):
            return match.end()
    return 0


def take_editors(reading: Reading, start: int) -> int:
    """Take `Names, ed.` or `Names (ed.).` that begins at an offset; give where it ends, or *start*."""
    match = _EDITORS_HEAD.match(reading.raw, start + (len(reading.raw[start:]) - len(reading.raw[start:].lstrip())))
    if match is None:
        return start
    names = match["names"]
    first = match.start("names")
    authors = _authors_before(names) if start == 0 else 0
    if authors:
        put_names(reading, "author", _stopless(reading.raw, Span(first, first + authors)), 0.9)
        names = names[authors:]
    elif ";" not in names and not is_name_list(names):
        return start
    put_names(reading, "editor", Span(first + authors, match.end("names")), 0.95)
    reading.fix(match.end("names"), match.end())
    after = _AFTER.match(reading.raw, match.end())
    return after.end() if after else match.end()
