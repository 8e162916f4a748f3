"""
Links: what an exchange with the web says of an address; pure, nothing here asks.

* *live*: it answers; *moved*: for good, and the new address is known; *dead*: it or its host is gone.
* *soft 404*: it answers, but not with what was cited; *blocked*: somebody is there who will not answer a machine.
* *unreachable*: no answer this time; *invalid*: nobody can ask it; *skipped*: we do not (a private network).
* *unchecked*: it was not asked, and why.
"""

from citecheck.links.address import asked_as, fragment_of, normalised
from citecheck.links.content import to_compare
from citecheck.links.identifiers import Identifier, at_resolver, identified, intervals, needs_witness, told, witnessed
from citecheck.links.onward import joined, page_of, refresh_of
from citecheck.links.scope import Scope
from citecheck.links.sibling import Sibling, sibling_of
from citecheck.links.verdict import check, is_transient, placed, respelled, skipped, unchecked

__all__ = [
    "Identifier",
    "Scope",
    "Sibling",
    "asked_as",
    "at_resolver",
    "check",
    "fragment_of",
    "identified",
    "intervals",
    "is_transient",
    "joined",
    "needs_witness",
    "normalised",
    "page_of",
    "placed",
    "refresh_of",
    "respelled",
    "sibling_of",
    "skipped",
    "to_compare",
    "told",
    "unchecked",
    "witnessed",
]
