"""
The names of a reference: people split into the parts that CSL 1.0.2 names, bodies left whole.

Lists come in the shapes of the styles: `Last, First; Last, First` (CS1), `Last AB, Last C` (Vancouver), `Last, A. B., Last,
C.` (APA), `First Last, First Last and First Last`. What can be a body's name stays literal: a wrong split invents a
person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from citecheck.model import Name
from citecheck.references.wording import alternatives, exact, phrases, table

MOST_NAMES: Final = 400
"""A list is not read beyond this many names (a collaboration of physicists has thousands)."""

_LAST_JOINERS: Final = 3
"""An `and` farther from the end joins nothing but the words of a body's name."""

_INITIALS: Final = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ]\.?[\s-]?){1,5}\Z")
_VANCOUVER: Final = re.compile(
    r"(?P<family>[^\W\d_][^\d,;()]{0,40}?)\s(?P<given>[^\W\d_a-z]{1,3}(?:-[^\W\d_a-z])?)(?:\s(?P<suffix>Jr|Sr|II|III|2nd|3rd))?\Z"
)
_BRACKET: Final = re.compile(r"\s?\(([^()]{1,40})\)")
_WORD: Final = re.compile(r"[^\W\d_][\w.'’`‐-]*\.?")
_DOMAIN: Final = re.compile(r"[\w-]{1,60}\.(?:com|org|net|gov|edu|int|info|co|tv|de|uk|fr|jp|ru|io)\b", re.IGNORECASE)
_GIVEN: Final = re.compile(r"[^\W\d_]")
_BYLINE: Final = re.compile(r"[Bb]y\s(?=[^\W\d_])")
_PART_PLAYED: Final = re.compile(r"\s\((?:[a-z]{4,15}(?:\s[a-z]{4,15})?|[a-z](?:,\s?[a-z]){0,4})\)\Z")
"""What somebody did, behind the name: `(book reviewer)`, `(w, a)` of who wrote and drew a comic."""
_LEADING_JOINER: Final = re.compile(r"^(?:and|&|und|et|y)\s")
_REMEMBERED: Final = 1024
"""Names are looked at several times while a reference is read, and come again in its neighbours."""
_MASKED: Final = re.compile(r"\s*[-–—_]{1,4}\s*\Z")


@cache
def _joiner() -> re.Pattern[str]:
    """Give the pattern of the word between the last two names."""
    return re.compile(rf"(?:,|;)?\s(?:{alternatives(phrases('joiners'))})\s|(?:,|;)\s?&\s?")


@cache
def _others() -> re.Pattern[str]:
    """Give the pattern of the words that close a list which goes on."""
    return re.compile(rf"[,;]?\s*(?:{alternatives(phrases('others'))})\s*\Z", re.IGNORECASE)


@cache
def _others_end() -> frozenset[str]:
    """Give the characters that can end a list which goes on."""
    ends = {phrase[-1] for phrase in phrases("others")}
    return frozenset(ends | {end.upper() for end in ends})


@lru_cache(maxsize=512)
def _own_script(character: str) -> bool:
    """Tell whether a letter is of a script that references give beside a Latin name."""
    name = unicodedata.name(character, "")
    return any(name.startswith(prefix) for prefix in table("names")["scripts"]["prefixes"])


def _is_native(text: str) -> bool:
    """Tell whether a text is written in a script of its own, not in Latin letters."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(_own_script(character) for character in letters)


def without_native(text: str) -> tuple[str, str]:
    """Give a name without the brackets that hold its own script, and what they held: `Baek (백), Na-ri (나리)`."""
    if "(" not in text:
        return text, ""
    native = "".join(match[1] for match in _BRACKET.finditer(text) if _is_native(match[1]))
    plain = _BRACKET.sub(lambda match: "" if _is_native(match[1]) else match[0], text)
    return plain, native


def has_body_word(text: str) -> bool:
    """Tell whether a name holds a word that only bodies have: `University`, `Ministry`."""
    bodies = phrases("bodies", of="names")
    return any(word.casefold() in bodies for word in text.replace(",", " ").split() if word.casefold() != "the")


def ends_in_title(text: str) -> bool:
    """Tell whether the last word stands before a name, as `Dr.` does."""
    return text.rpartition(" ")[2] in exact("titles")


@lru_cache(maxsize=_REMEMBERED)
def is_body(text: str) -> bool:
    """Tell whether a name is a body's: a word such as `University`, a linking `of`, a figure, an address."""
    bodies, links = phrases("bodies", of="names"), phrases("links", of="names")
    words = text.replace(",", " ").split()
    if any(character.isdigit() for character in text) or _DOMAIN.search(text):
        return True
    if "/" in text or len(words) > 6:
        return True
    if any(word.casefold() in bodies for word in words):
        return True
    if any(word in links for word in words[1:]):
        return True
    return is_acronym(text)


def is_acronym(text: str) -> bool:
    """Tell whether a name is one word of capitals: `UNESCO`."""
    return len(text) > 1 and text.isupper() and text.isascii() and text.isalpha()


def _split_particle(words: list[str]) -> tuple[list[str], list[str]]:
    """Give the particles at the head of a family name, and the rest."""
    particles = exact("particles")
    count = 0
    while count < len(words) - 1 and words[count] in particles and words[count] not in {"y", "e"}:
        count += 1
    return words[:count], words[count:]


def _inverted(family: str, given: str, native: str) -> Name:
    """Give the name of `van der Berg Jr., Jan`."""
    words = family.split()
    suffix = ""
    if len(words) > 1 and words[-1] in exact("suffixes"):
        suffix = words.pop()
    parts = [part.strip() for part in given.split(",")]
    if len(parts) > 1 and parts[-1] in exact("suffixes"):
        suffix = suffix or parts.pop()
    particle, rest = _split_particle(words)
    # a family name in capitals or with a capital particle keeps it: "De Niro"
    if particle and any(word[:1].isupper() for word in particle):
        particle, rest = [], [*particle, *rest]
    return Name(
        family=" ".join(rest), given=", ".join(parts).strip(), particle=" ".join(particle), suffix=suffix, native=native
    )


def _direct(words: list[str], native: str) -> Name:
    """Give the name of `Jan van der Berg Jr.`."""
    suffix = ""
    if len(words) > 2 and words[-1] in exact("suffixes"):
        suffix = words.pop()
        words[-1] = words[-1].rstrip(",")
    particles = exact("particles")
    start = len(words) - 1
    while start > 1 and words[start - 1] in particles and words[start - 1][:1].islower():
        start -= 1
    particle, family = _split_particle(words[start:])
    return Name(
        family=" ".join(family),
        given=" ".join(words[:start]),
        particle=" ".join(particle),
        suffix=suffix,
        native=native,
    )


def _is_whole(family: str, given: str) -> bool:
    """Tell whether what stands around a comma is no person's name: `Department of Labor, Bureau of Statistics`."""
    initials = _INITIALS.match(given) is not None
    if not given or not family or len(family.split()) > 4 or not _GIVEN.search(given):
        return True
    if len(given.split()) > 5 or (is_body(given) and not initials):
        return True
    return is_body(family) and not (initials and family.isupper() and family.isalpha())


@lru_cache(maxsize=4096)
def read_name(text: str) -> Name:
    """Give one name, as printed inverted (`Last, First`), direct (`First Last`) or of a body."""
    plain, native = without_native(" ".join(text.replace("،", ",").split()))
    plain = plain.strip(" ,;:")
    if byline := _BYLINE.match(plain):
        plain = plain[byline.end() :]
    plain = _PART_PLAYED.sub("", plain)
    if "," in plain:
        family, given = (part.strip() for part in plain.split(",", 1))
        if _is_whole(family, given):
            return Name(literal=plain, native=native)
        return _inverted(family, given, native)
    vancouver = _VANCOUVER.match(plain.removesuffix("."))
    if (
        vancouver
        and vancouver["given"].isupper()
        and (len(vancouver["family"]) > 3 or not is_body(vancouver["family"]))
    ):
        return _of_match(vancouver, native)
    words = plain.split()
    while len(words) > 2 and words[0] in exact("titles"):
        words = words[1:]
    if is_body(plain) or _is_native(plain):
        return Name(literal=plain, native=native)
    if len(words) == 1:
        return Name(family=plain, native=native)
    return _direct(words, native)


def _looks_given(text: str) -> bool:
    """Tell whether a text can be given names: initials, or up to four capitalised words."""
    text = text.strip()
    if not text or any(character.isdigit() for character in text):
        return False
    if _INITIALS.match(text):
        return True
    words = text.split()
    particles = exact("particles")
    return (
        len(words) <= 4
        and words[0][:1].isupper()
        and all(word[:1].isupper() or word in particles or not word[:1].isascii() for word in words)
    )


def _looks_family(text: str) -> bool:
    """Tell whether a text can be a family name: up to four capitalised words or particles, no figure."""
    words = text.split()
    particles = exact("particles")
    if not 1 <= len(words) <= 4 or any(character.isdigit() for character in text):
        return False
    return all(
        word in particles or word[:1].isupper() or (word[:1].isalpha() and not word[:1].islower()) for word in words
    ) and (words[-1][:1].isupper() or not words[-1][:1].isascii())


def is_inverted(text: str) -> bool:
    """Tell whether a text is one name as `Last, First`."""
    plain, _ = without_native(text)
    family, comma, given = plain.partition(",")
    if not comma or is_body(plain.replace(",", " ").strip()):
        return False
    given = given.strip()
    head, _, suffix = given.rpartition(",")
    if head and suffix.strip() in exact("suffixes"):
        given = head
    return "," not in given and _looks_family(family.strip()) and _looks_given(given)


def is_direct(text: str) -> bool:
    """Tell whether a text is one person's name as `First Last`: two to five capitalised words, no body."""
    plain, _ = without_native(text.strip())
    words = plain.split()
    particles = exact("particles")
    return (
        2 <= len(words) <= 5
        and not is_body(plain)
        and "," not in plain
        and all(_WORD.fullmatch(word) for word in words)
        and all(word[:1].isupper() or word in particles for word in words)
        and words[-1][:1].isupper()
        and len(words[-1].rstrip(".")) > 1
    )


def is_vancouver(text: str) -> bool:
    """Tell whether a text is one family name with bare initials: `Donovan PA`."""
    match = _VANCOUVER.match(text.removesuffix("."))
    return match is not None and match["given"].isupper() and _looks_family(match["family"])


def _of_vancouver(text: str) -> Name:
    """Give the name of `Donovan PA`, in a list where all are written so: `ZHU L` is no body there."""
    match = _VANCOUVER.match(text.removesuffix("."))
    return _of_match(match, "") if match else read_name(text)


def _of_match(match: re.Match[str], native: str) -> Name:
    """Give the name of a family name with bare initials and perhaps `Jr`."""
    given = match["given"]
    return _inverted(match["family"], f"{given}, {match['suffix']}" if match["suffix"] else given, native)


def _is_vancouver(pieces: Sequence[str]) -> bool:
    """Tell whether every piece is a family name with bare initials."""
    return all(is_vancouver(piece) for piece in pieces)


def _paired(pieces: list[str]) -> list[str] | None:
    """Give `Last, A.` of `Last`, `A.`, `Last`, `B.`; None where the pieces do not alternate so."""
    if len(pieces) < 2 or len(pieces) % 2:
        return None
    pairs = list(zip(pieces[::2], pieces[1::2], strict=True))
    if all(_looks_family(family) and _INITIALS.match(given.strip()) for family, given in pairs):
        return [f"{family}, {given}" for family, given in pairs]
    return None


def _comma_list(text: str) -> list[str]:
    """Give the names of a list without semicolons; one that does not split stays whole."""
    pieces = [piece.strip() for piece in text.split(",", 2 * MOST_NAMES) if piece.strip()]
    if len(pieces) < 2:
        return [text.strip()]
    if _is_vancouver(pieces):
        return pieces
    if paired := _paired(pieces):
        return paired
    initials_first = all(_INITIALS.match(f"{piece.split()[0]} ") for piece in pieces)  # "J. Smith, A. Jones"
    direct = (len(pieces) > 2 or initials_first) and all(is_direct(piece) for piece in pieces)
    if direct and not is_inverted(text):
        return pieces
    return [text.strip()]


@lru_cache(maxsize=_REMEMBERED)
def split_names(text: str) -> tuple[tuple[str, ...], bool]:
    """Give the single names of a list as printed, and whether the list goes on (`et al.`)."""
    text = text.replace("،", ",")
    rest = _others().sub("", text) if text[-1:] in _others_end() or text[-1:].isspace() else text
    more = rest != text
    rest = rest.strip(" ,;:")
    if ";" in rest:
        pieces = [piece.strip() for piece in rest.split(";", MOST_NAMES) if piece.strip()]
        last = pieces.pop() if pieces else ""
        before = (piece for piece in pieces if not _MASKED.match(piece))
        return (*before, *_joined(_LEADING_JOINER.sub("", last))), more
    return tuple(_joined(rest)), more


def _joined(text: str) -> list[str]:
    """Give the names of a list whose last two may be joined by `and`."""
    if " " not in text and "&" not in text:
        return _comma_list(text)
    joiners = list(islice(_joiner().finditer(text), MOST_NAMES))[-_LAST_JOINERS:]
    for match in reversed(joiners):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if not left or not right:
            continue
        listed = [piece.strip() for piece in left.split(",") if piece.strip()]
        if "," not in right and is_direct(right) and all(is_direct(piece) for piece in listed):
            return [*listed, right]
        before = _joined_left(left)
        if before and (is_inverted(right) or is_direct(right) or _is_vancouver([right])):
            return [*before, right]
        if match[0].strip(" ,;") == "&" and not is_body(left) and not is_body(right):
            return [*_comma_list(left), right]
    return _comma_list(text)


def _joined_left(text: str) -> list[str]:
    """Give the names before an `and`, or nothing where they are none."""
    pieces = _comma_list(text)
    if all(is_inverted(piece) or is_direct(piece) or _is_vancouver([piece]) for piece in pieces):
        return pieces
    inner = _joiner().search(text)
    if inner and len(pieces) == 1:
        parts = [part for part in _joiner().split(text) if part.strip()]
        if all(is_inverted(part) or is_direct(part) for part in parts):
            return [part.strip() for part in parts]
    return []


def read_names(text: str) -> tuple[Name, ...]:
    """Give the names of a list in order; `et al.` is a last name of its own, as the list does not name the others."""
    pieces, more = split_names(text)
    if len(pieces) > 1 and _is_vancouver(pieces):
        names = [_of_vancouver(piece) for piece in pieces]
    else:
        names = [read_name(piece) for piece in pieces if _GIVEN.search(piece)]
    if more:
        names.append(Name(literal="et al."))
    return tuple(names)


@lru_cache(maxsize=_REMEMBERED)
def is_name_list(text: str) -> bool:
    """Tell whether a whole text is names of people and nothing else."""
    if not text or len(text) > 20_000:
        return False
    pieces, _ = split_names(text)
    return bool(pieces) and all(is_inverted(piece) or is_direct(piece) or _is_vancouver([piece]) for piece in pieces)
