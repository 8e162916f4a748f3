"""
Claims: what a document says, and which footnotes stand behind it.

* `map_citations`: one `Citation` for each footnote marker, resolved to its reference.
* `map_claims`: one `Claim` for each sentence, list item, cell or caption, with the citations that close it.
* *run*: markers that stand together with no words between (`[7][8][9]`); they share one place.
* *core* of a citation: the sentence that its marker closes, or for a marker in mid-sentence the clause up to it.
* *reach* of a citation: back from its marker to the previous differing one of the same block, the core included.
* `assess`: a claim held against the text of a source; `SourceText`: that text, prepared for many claims.
* `behind`: the pages, live and captured, that stand behind each reference.
* `Judge`: somebody else who judges what words alone leave undecided.
* `ShownText`: the words that spans of a document show, entities resolved and markers left out.
"""

from citecheck.claims.assessment import assess
from citecheck.claims.citations import map_citations
from citecheck.claims.judge import OPINIONS, Judge, Judgement, second_opinion
from citecheck.claims.mapping import map_claims
from citecheck.claims.shown import ShownText
from citecheck.claims.source_text import SourceText
from citecheck.claims.sources import Behind, Source, behind

__all__ = [
    "OPINIONS",
    "Behind",
    "Judge",
    "Judgement",
    "ShownText",
    "Source",
    "SourceText",
    "assess",
    "behind",
    "map_citations",
    "map_claims",
    "second_opinion",
]
