"""citecheck audits the citations of a document: reference, claim, link and archive in one report."""
