"""
Rules: what a person should look at in a document, judged from its dossier alone; nothing here asks the world.

* `Check`: one question that is asked of every dossier; a plug-in's check has the same shape as a built-in one.
* `Rule`: how the catalogue describes the check; the texts are data, in `catalogue.toml`.
* `judge`: asks every check that is wanted and gives the findings, worst first.
* `sift`: parts what is told from what somebody does not want to be told of, by a comment or by the configuration.
* *fingerprint*: what tells a finding from others while the document is edited elsewhere.
* *family*: the first word of an id (`link-`, `reference-`, `claim-`); `reference-*` names all rules of one.
"""

from citecheck.rules.catalogue import catalogue
from citecheck.rules.check import Check
from citecheck.rules.engine import judge
from citecheck.rules.ignores import Table, sift, tables_of

__all__ = ["Check", "Table", "catalogue", "judge", "sift", "tables_of"]
