"""A web for jobs that come back: a page that stays, and one that is as a week has it."""

from __future__ import annotations

PAGES = """
label = "answers are from a stand-in web, not from these sites"
clock = 2024-02-01T12:00:00Z

[[answer]]
host = "steady.example"
path = "/here"
page = "article"

[[answer]]
host = "shaky.example"
path = "/page"
{}
"""
GONE, BACK = "status = 404", 'page = "article"'
