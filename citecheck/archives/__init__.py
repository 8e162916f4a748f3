"""
Archives: what web archives hold of an original resource; nothing here asks, it says what to ask and reads answers.

* *original*: the address as the reference names it; *memento* or *snapshot*: an archive's copy of it [RFC 7089].
* *capture*: a row of an archive's index: when, what the original answered, a digest of what it said.
* *anchor*: the day for which a snapshot is wanted: the access date, or else the date of publication.
* *drift*: days from the anchor to the capture, negative before it.
* *inquiry*: a search in an archive, as a generator of questions that is sent what was read of each answer.
* *archived*, *not archived*, *unknown*: the three answers. What fails, throttles or blocks makes an unknown.
"""

from citecheck.archives.archive import Anchor, Archive, Ask, Inquiry, Question, Terms, Told, Wanted, inquire
from citecheck.archives.cited import asked_as_captured, cited
from citecheck.archives.known import archive_from, archive_named, known
from citecheck.archives.playback import Played
from citecheck.archives.services import Services
from citecheck.archives.several import Several
from citecheck.archives.untrusted import untrusted
from citecheck.archives.wayback import Wayback

__all__ = [
    "Anchor",
    "Archive",
    "Ask",
    "Inquiry",
    "Played",
    "Question",
    "Services",
    "Several",
    "Terms",
    "Told",
    "Wanted",
    "Wayback",
    "archive_from",
    "archive_named",
    "asked_as_captured",
    "cited",
    "inquire",
    "known",
    "untrusted",
]
