"""Chapters of a document in LaTeX are no documents of their own."""

from __future__ import annotations

from pathlib import Path

from citecheck.documents import chapters_among


def test_what_a_document_includes_is_a_chapter(tmp_path: Path) -> None:
    """Also by way of another chapter; a file that nobody includes is a document, as is one that lies elsewhere."""
    texts = {
        "main.tex": "\\documentclass{article}\\begin{document}\\input{a}\\end{document}",
        "a.tex": "A \\input{sub/b}",
        "sub/b.tex": "B",
        "alone.tex": "C \\cite{d}",
        "note.txt": "\\input{a}",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [str(tmp_path / name) for name in texts]

    found = chapters_among(paths, None, 1_000_000)

    assert {str(tmp_path / "a.tex"), str(tmp_path / "sub/b.tex")} == found
    assert frozenset() == chapters_among(paths[1:], None, 1_000_000)
