"""
Entry -> Reference -> BibTeX, CSL-JSON, RIS, wikitext.

Reading: `parse.py` reads each entry in the `style.py` of its list. A `Reading` (`reading.py`) holds what is found so far;
`enclosures.py` knows its quotes and brackets. `identifiers.py` and `tail.py` take what has wording of its own, `lead.py`
the names (`names.py`) and the date (`dating.py`), `body.py` the title, `pieces.py` what says by its shape what it is
(`pinpoints.py`: volume and pages; `suffixes.py`: brackets), `placing.py` tells container from publisher (`places.py`).
`selfcheck.py` compares the fields with what CS1 prints and gives confidence. `plain.py` reads what no template printed,
`given.py` joins what an editor typed, `kinds.py` gives the CSL type. The words of all of them stand in `wording.toml`,
`names.toml`, `places.toml` (`wording.py`).
Writing: `export.py` has the targets; `keys.py`, `csl.py`, `bibtex.py`, `ris.py`, `wikitext.py`; `existing.py` tells the
entries of a .bib file that is written onto, `gaps.py` what an entry lacks.
"""
