"""
A .bib file as somebody wrote it, judged before LaTeX sees it; nothing here writes one or asks the world.

* *entry*, *field*, *key*, *macro* (`@string`): BibTeX's own words.
* *dialect*: the program that the file is for, `biblatex` with biber or classic `bibtex`; each knows other types and fields.
* *data model*: the types of entries with their fields, and which of them are needed (`datamodel.toml`).
* `Message`: one thing to look at, with its line; its *code* stands in `messages.toml`.
* `lint`: a file's text to its messages.
"""

from citecheck.bibliography.lint import is_bib, lint
from citecheck.bibliography.message import Message, codes

__all__ = ["Message", "codes", "is_bib", "lint"]
