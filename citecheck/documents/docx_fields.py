"""The fields of a DOCX file that are open where its text is read (ECMA-376 part 1, 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from citecheck.documents.managed_works import is_bibliography
from citecheck.documents.manuscripts import Citation

Kind: TypeAlias = Literal["citation", "bibliography", "contents", "link", "note", "other"]

_LINK: Final = re.compile(r'\s{0,20}HYPERLINK\s{1,20}(?!\\)"?(?P<url>[^"\s]{1,4000})')
_NOTE: Final = re.compile(r"\s{0,20}(?:NOTEREF|FTNREF)\s{1,20}(?P<name>[^\s\\]{1,100})")
_CONTENTS: Final = re.compile(r"\s{0,20}(?:TOC|TOA|INDEX)\b")
MOST_CODE: Final = 4_000_000
"""Code points of one field's instruction that are kept."""


@dataclass(slots=True)
class OpenField:
    """A field between its beginning and its end."""

    codes: list[str] = field(default_factory=list)
    data: str = ""
    """What a program holds there besides, in base64."""
    length: int = 0
    shows: bool = False
    """Whether its result has begun."""
    kind: Kind = "other"
    url: str = ""
    citation: Citation | None = None

    def add(self, code: str) -> None:
        """Add to the instruction."""
        if self.length <= MOST_CODE:
            self.codes.append(code)
            self.length += len(code)

    @property
    def code(self) -> str:
        """The instruction."""
        return "".join(self.codes)

    def begin(self) -> str:
        """Tell the kind by the instruction, now that the result begins; give the bookmark that it repeats the note of."""
        self.shows = True
        code = self.code
        if is_bibliography(code):
            self.kind = "bibliography"
        elif _CONTENTS.match(code):
            self.kind = "contents"
        elif link := _LINK.match(code):
            self.kind, self.url = "link", link["url"]
        elif note := _NOTE.match(code):
            self.kind = "note"
            return note["name"]
        return ""
