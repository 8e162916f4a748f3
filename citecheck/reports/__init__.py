"""
AuditReport -> text: one file per format, all pure.

* `format.py`: `Format`, what every format is.
* `json_report.py`: the published JSON, written and read back without loss, and its schema.
* `text.py`: for a terminal; `markdown.py`: for a forge, a job summary, a mail.
* `claim_map.py`: the claims and their footnotes alone, for `citecheck claims`.
* `visible.py`: a document's words on one line, with nothing in them that a terminal would obey; `wrap.py`: lines of
  a width; `wording.py`: how counts, places and bibliographic fields are said.

A format computes nothing anew: what it shows stands in the report, so a stored audit renders to the same bytes.
"""
