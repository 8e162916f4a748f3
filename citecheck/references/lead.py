"""
The head of a reference: who wrote it and when, up to where the title begins.

CS1 prints `Names (date) [original date].`, or `Names.` alone when there is no date. Whatever stands before a date in
brackets is names, be they people or a body; without a date only what is plainly a list of people.
"""

from __future__ import annotations

import re
from typing import Final

from citecheck.lexicon.dates import parse_date
from citecheck.model import PartialDate, Span
from citecheck.references.names import is_body, is_direct, is_inverted, is_name_list, read_name, read_names
from citecheck.references.reading import Reading
from citecheck.references.wording import alternatives, table

_LONGEST_LEAD: Final = 12_000
_DATE_BRACKET: Final = re.compile(r"\((?P<date>[^()]{4,48}|[^()]{4,20}\([^()]{1,12}\))\)")
_UNDATED: Final = re.compile(r"n\.?\s?d\.?|no date|undated|s\.\s?f\.|o\.\s?J\.|forthcoming|in press", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)[12][0-9]{3}(?!\d)")
_DATE_SHAPE: Final = re.compile(
    r"[0-9]{1,2}\s[^\W\d_]{3,10}\.?,?\s[12][0-9]{3}|[^\W\d_]{3,10}\.?\s[0-9]{1,2},?\s[12][0-9]{3}|[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}|"
    r"[0-9]{1,2}[/.][0-9]{1,2}[/.][12][0-9]{3}|[^\W\d_]{3,10}\s[12][0-9]{3}\s\([^()]{1,12}\)"
)
_ORIGINAL: Final = re.compile(r"\s\[(?P<words>[^\[\]]{0,24}?)(?P<date>(?:c\.\s)?[12][0-9]{3}|[^\[\]]{4,24})\]")
_EDITORS: Final = re.compile(
    rf",?\s(?P<word>{alternatives([*table('wording')['editors']['one'], *table('wording')['editors']['many']])})\s*\Z"
)
_EDITORS_HEAD: Final = re.compile(
    r"(?P<names>[^\"“”«»()]{3,400}?)(?:\s\((?:eds?\.|eds?|Hrsg\.|éd\.|dir\.)\)|,\s(?:eds?\.|editors?))(?=[.,:]?\s)"
)
_PROSE: Final = frozenset(
    "is was were are has had have been be being that which who see also this these those not did does because although while "
    "when where there their his her its it he she they we note cited quoted according says said".split()
)
_AFTER: Final = re.compile(r"[.,:;]?(?=\s|\Z)")


def reads_as_prose(text: str) -> bool:
    """Tell whether words are a sentence of explanation, not the name of anybody: it has verbs and pronouns."""
    words = [word.strip(".,;:()'\"") for word in text.split()]
    return sum(word in _PROSE for word in words) >= (1 if len(words) < 8 else 2)


def put_date(reading: Reading, variable: str, span: Span, confidence: float = 0.99) -> bool:
    """
    Take the date that a span is; tell whether it was taken.

    An impossible one (31 June 2004) gives its year and nothing more; its other words stay behind as residue.
    """
    text = span.of(reading.raw)
    date = parse_date(text)
    if date is not None:
        reading.put(variable, span, date, confidence)
        return True
    if _DATE_SHAPE.fullmatch(text) and (year := _YEAR.search(text)):
        at = Span(span.start + year.start(), span.start + year.end())
        reading.put(variable, at, PartialDate(int(year[0])), 0.5)
        return True
    return False


def looks_dated(text: str) -> bool:
    """Tell whether a text is a date, possible or not."""
    return parse_date(text) is not None or _DATE_SHAPE.fullmatch(text) is not None


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
    span = reading.trimmed(0, end, " \t\r\n\u00a0,;:")
    text = span.of(raw)
    if not text or len(text) > _LONGEST_LEAD or any(quote.start < end for quote in reading.layout.quotes):
        return None
    if reads_as_prose(text) or (": " in text and not quote_follows):
        return None
    body = _EDITORS.sub("", text)
    if ";" in body or is_name_list(body):
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
        undated = _UNDATED.fullmatch(inner)
        if not (undated or looks_dated(inner)):
            continue
        names = _names_before(reading, match.start(), quote_follows=first_quote - match.end() < 30)
        if names is None:
            return None
        date = parse_date(inner)
        ranged = date is not None and date.end is not None and date.month is None
        if ranged and not is_name_list(names.of(raw)) and not is_body(names.of(raw)):
            return None
        put_names(reading, "author", names)
        start, end = match.span("date")
        if undated:
            reading.fix(start, end)
        else:
            put_date(reading, "issued", reading.trimmed(start, end))
        end = match.end()
        original = _ORIGINAL.match(raw, end)
        if original and put_date(reading, "original-date", Span(*original.span("date"))):
            reading.fix(end, original.end())
            end = original.end()
        after = _AFTER.match(raw, end)
        return after.end() if after else end
    return None


def _initials_go_on(raw: str, at: int) -> bool:
    """Tell whether the word after a stop is one more initial of the same name."""
    return re.match(r"\s[^\W\d_a-z]\.(?=[\s,;&])", raw[at : at + 4]) is not None


def _undated_lead(reading: Reading, separator: str) -> int | None:
    """Take a list of names that a stop (or, in CS2, a comma) closes before the title; give where it ends."""
    raw = reading.raw
    quote = reading.layout.quotes[0].start if reading.layout.quotes else None
    if quote is not None:
        span = reading.trimmed(0, quote, " \t\r\n\u00a0")
        text = span.of(raw)
        closed = text.endswith((".", ",", ":", "!")) or (text and is_name_list(text))
        if text and closed and len(text) < _LONGEST_LEAD and _can_be_author(text.rstrip(".,:"), separator):
            put_names(reading, "author", _stopless(raw, reading.trimmed(span.start, span.end, " ,:")), 0.93)
            return quote
    for match in re.finditer(r"\.(?=\s)", raw[:600]):
        at = match.start()
        if quote is not None and at > quote:
            break
        if _initials_go_on(raw, match.end()):
            continue
        head = raw[:at].strip()
        if _is_people(head) or _is_people(f"{head}."):
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


def _is_people(text: str) -> bool:
    """Tell whether a text before an unquoted title is people beyond doubt: inverted names, or several."""
    body = _EDITORS.sub("", text)
    if not is_name_list(body):
        return False
    if ";" in body:
        return True
    return is_inverted(body) or not is_direct(body) and bool(re.search(r"[,&]|\sand\s|\s[A-ZÀ-Þ]{1,3}\Z", body))


def _can_be_author(text: str, separator: str) -> bool:
    """Tell whether the words before a quoted title can name its author: people, or a body of a few words."""
    body = _EDITORS.sub("", text)
    if not body or reads_as_prose(body):
        return False
    if is_name_list(body) or ";" in body:
        return True
    if separator == "." and re.search(r"[^\W\d_]{4,}\.\s", body):
        return False
    return len(body.split()) <= 10 and body[:1].isupper() and not re.match(r"(?:See|In|Cf|From|The title)\b", body) and bool(read_name(body))


def take_lead(reading: Reading, separator: str) -> int:
    """Take names and date at the head; give the offset at which the rest begins, 0 where there is no head."""
    end = _dated_lead(reading)
    if end is not None:
        return end
    end = take_editors(reading, 0)
    if end:
        return end
    end = _undated_lead(reading, separator)
    return 0 if end is None else end


def take_editors(reading: Reading, start: int) -> int:
    """Take `Names, ed.` or `Names (ed.).` that begins at an offset; give where it ends, or *start*."""
    match = _EDITORS_HEAD.match(reading.raw, start + (len(reading.raw[start:]) - len(reading.raw[start:].lstrip())))
    if match is None:
        return start
    names = match["names"]
    if ";" not in names and not is_name_list(names):
        return start
    put_names(reading, "editor", Span(*match.span("names")), 0.95)
    reading.fix(match.end("names"), match.end())
    after = _AFTER.match(reading.raw, match.end())
    return after.end() if after else match.end()
