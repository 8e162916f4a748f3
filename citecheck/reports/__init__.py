"""
AuditReport -> text: one file per format, all pure.

* `format.py`: `Format`, what every format is.
* `json_report.py`: the published JSON, written and read back without loss, and its schema.
* `text.py`: for a terminal, as wide as it is; `markdown.py`: for a forge, a job summary, a mail, and no longer than these
  take; `markdown_budget.py`: what is left out of it then.
* `csv_report.py`: findings for a spreadsheet; `junit.py`: references as tests, for servers that show the results of these.
* `html_report.py`: a page in one file that needs no script; `html_document.py`, `html_fields.py`, `html_links.py`,
  `html_standing.py`, `html_timeline.py`, `html_charts.py`, `html_summary.py`: what it shows; `html_anchors.py`, `html_text.py`,
  `html_verdict.py`: its addresses, its text, its first sentence; `html/`: its templates, style sheet and script.
* `sarif.py`, `sarif_result.py`: SARIF 2.1.0, as GitHub's code scanning reads it; `github.py`: annotations of a workflow;
  `gitlab.py`: GitLab's code quality; `placed.py`: for these, findings with file, line, column and a unique fingerprint;
  `severities.py`: what each of them calls a severity; `provenance.py`: where the answers are from, in one line.
* `glance.py`: a few lines for a terminal whose reports went to files.
* `claim_map.py`: the claims and their footnotes alone, for `citecheck claims`.
* `visible.py`: a document's words on one line, with nothing in them that a terminal would obey; `wrap.py`: lines of
  a width; `wording.py`: how counts, places and bibliographic fields are said.

A format computes nothing anew: what it shows stands in the report, so a stored audit renders to the same bytes.
"""
