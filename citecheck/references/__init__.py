"""
Entry -> Reference -> BibTeX, CSL-JSON.

Reading: `parse.py` reads each entry in the `style.py` of its list. A `Reading` holds what is found; `enclosures.py` knows
its quotes and brackets. `identifiers.py` and `tail.py` take what has wording of its own, `lead.py` the names (`names.py`)
and the date, `body.py` title and pieces with their `pinpoints.py` and `suffixes.py`, `placing.py` tells container from
publisher (`places.py`), `plain.py` reads what no template printed, `kinds.py` gives the CSL type.
Writing: `keys.py`, `csl.py`, `bibtex.py`.
"""

from citecheck.references.parse import parse

__all__ = ["parse"]
