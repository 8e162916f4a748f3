"""Documents in, documents with the world's answers out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from citecheck.gathering.answers import Answers
from citecheck.gathering.evidence import borne_out
from citecheck.gathering.policy import Policy
from citecheck.gathering.progress import Listener
from citecheck.gathering.questions import questions
from citecheck.gathering.run import ask
from citecheck.gathering.source import Source
from citecheck.model import Dossier


@dataclass(frozen=True, slots=True)
class Gathered:
    """Dossiers with their answers."""

    dossiers: tuple[Dossier, ...]
    """As they were given, in their order."""
    answers: Answers


def gather(  # noqa: PLR0913 - as of `ask`
    dossiers: Iterable[Dossier],
    policy: Policy | None = None,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
    source: Source | None = None,
    *,
    early: Callable[[Gathered], None] | None = None,
) -> Gathered:
    """
    Ask about the links of some documents, each address once for all of them.

    Args:
        dossiers: With the addresses to ask about in their `links`, unchecked.
        policy: How to ask.
        progress: As for `ask`.
        stop: Looked at a few times a second; once it is true, what was not answered is unchecked.
        source: Where answers come from, as for `ask`.
        early: As for `ask`.

    Raises:
        CassetteError: The recording cannot be read or written.
    """
    dossiers = tuple(dossiers)

    def gathered(answers: Answers) -> Gathered:
        return Gathered(tuple(borne_out(answers.of(one), answers.pages) for one in dossiers), answers)

    def in_between(answers: Answers) -> None:
        if early is not None:
            early(gathered(answers))

    asked = (one for dossier in dossiers for one in questions(dossier))
    return gathered(ask(asked, policy, progress, stop, source, early=in_between if early else None))
