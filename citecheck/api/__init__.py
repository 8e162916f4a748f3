"""
citecheck as a library: the one place that joins plug-ins and settings and hands them down.

`audit` a few documents or only `check_links` of them, `read` one, `export` its references, `assess` a claim by a source,
`render` a report.

* `sources.py`: where documents come from; `audits.py`: from documents to a report; `exports.py`: bibliographies.
* `baselines.py`: what is known already; `histories.py`: what several runs say of links.
* `installed.py`: readers, checks, formats and judges, built in or plugged in.
"""

from citecheck.api.audits import Outcome, assess, audit, check_links, investigate, map_document
from citecheck.api.baselines import baseline_file, baseline_text, difference
from citecheck.api.exports import DIALECTS, Exported, export, exported, lint
from citecheck.api.histories import history_text
from citecheck.api.installed import checks, format_named, formats, judges, pieces, readers, render, rules
from citecheck.api.sources import Source, gatherer_of, read

__all__ = [
    "DIALECTS",
    "Exported",
    "Outcome",
    "Source",
    "assess",
    "audit",
    "baseline_file",
    "baseline_text",
    "check_links",
    "checks",
    "difference",
    "export",
    "exported",
    "format_named",
    "formats",
    "gatherer_of",
    "history_text",
    "investigate",
    "judges",
    "lint",
    "map_document",
    "pieces",
    "read",
    "readers",
    "render",
    "rules",
]
