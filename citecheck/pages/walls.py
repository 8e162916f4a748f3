"""
A page that stands before the one that was asked for: a challenge, a login, a question for consent.

Each needs two witnesses: the title or heading says so, and the source, the text or a field for a password; and there is
next to nothing else on the page.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from citecheck.pages.cues import exactly, folded, marks_of, parts, plain, said, unquoted
from citecheck.pages.glimpse import Glimpse

_NOTHING: Final = 500
"""Code points of own text up to which a page has next to nothing on it."""
_LITTLE: Final = 900
"""The same for a question for consent, which has its reasons."""


Wall: TypeAlias = Literal["", "challenge", "login", "consent"]


def wall(page: Glimpse) -> tuple[Wall, str]:
    """Give what kind of page that stands before another this is, and its words, which are ours; nothing for all others."""
    if page.is_article:
        return "", ""
    if told := _challenge(page):
        return "challenge", told
    if told := _login(page):
        return "login", told
    told = _consent(page)
    return ("consent", told) if told else ("", "")


def _challenge(page: Glimpse) -> str:
    """Give the sign of a page that wants to see a browser or a person."""
    if page.own_length > _NOTHING:
        return ""
    marks = [mark for mark in page.marks if mark in marks_of("challenge-source")]
    told = next((part for part in _titled(page) if part in exactly("challenge")), "")
    captcha = any(mark in marks_of("captcha") for mark in page.marks)
    if not (marks or told or captcha):
        return _denied(page)
    text = said("challenge-text", plain(folded(unquoted(page.own))))
    if marks and (told or (not page.headings and (text or not page.title))):
        return told or marks[0]
    if told and (text or captcha):
        return told
    return text[0] if captcha and text and not page.headings else _denied(page)


def _denied(page: Glimpse) -> str:
    """Give the sign of the refusal of a content network: a permission that lacks, and the number of the case."""
    if "access denied" not in _titled(page):
        return ""
    text = said("challenge-text", plain(folded(page.own)))
    return "access denied" if {"permission to access", "reference"}.issubset(text) else ""


def _login(page: Glimpse) -> str:
    """Give the sign of a page to log in."""
    if not page.has_password or page.own_length > _NOTHING:
        return ""
    headings = page.headings or page.subheadings[:1]
    told = [part for text in headings or (page.title,) for part in parts(text)]
    return next((part for part in told if part in exactly("login")), "")


def _consent(page: Glimpse) -> str:
    """Give the sign of a page that asks to agree to something first."""
    if page.own_length > _LITTLE:
        return ""
    headings = page.headings or page.subheadings[:1]
    asked = [part for text in headings or (page.title,) for part in parts(unquoted(text))]
    told = next((part for part in asked if part in exactly("consent")), "")
    return told if told and said("consent-text", plain(folded(page.own))) else ""


def _titled(page: Glimpse) -> tuple[str, ...]:
    """Give the parts of the title and of the headings."""
    texts = (page.title, *page.headings, *page.subheadings[:1])
    return tuple(part for text in texts for part in parts(unquoted(text)))
