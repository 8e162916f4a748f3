"""How many of the cases are judged right, asked over HTTP as in a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.gathering import Answers, Policy, Question, ask
from citecheck.web.hosts import Manners
from tests.soft404.cases import Case, cases, table
from tests.standin import StandInWeb


@dataclass(frozen=True, slots=True)
class Score:
    """What came of asking some cases."""

    gone: int
    there: int
    missed: tuple[str, ...]
    """Pages that are gone or walled and were called something else, with what."""
    alarms: tuple[str, ...]
    """Pages that are there and were called something else, with what."""
    requests: int

    @property
    def caught(self) -> int:
        """How many of those that are gone were known."""
        return self.gone - len(self.missed)


def measure(chosen: Iterable[Case] | None = None) -> Score:
    """Ask the cases, all of them where None."""
    chosen = cases() if chosen is None else tuple(chosen)
    with StandInWeb(table()) as web:
        answers = _asked(web, chosen)
        requests = web.log.count()
    told = [(case, answers.links[case.url]) for case in chosen]
    wrong = [
        (case, f"{case.name}: {check.verdict}, {check.reason}")
        for case, check in told
        if not case.is_right(check.verdict)
    ]
    there = sum(case.verdict == "there" for case in chosen)
    return Score(
        len(chosen) - there,
        there,
        tuple(said for case, said in wrong if case.verdict != "there"),
        tuple(said for case, said in wrong if case.verdict == "there"),
        requests,
    )


def _asked(web: StandInWeb, chosen: Iterable[Case]) -> Answers:
    """Ask about the addresses of some cases, without waiting for anybody."""
    policy = Policy(
        archives=False,
        resolver=web.resolver,
        ca_file=str(web.ca_pem),
        manners=Manners(at_once=32, interval=0.0),
        patience=0.0,
        timeout=10.0,
    )
    return ask([Question(case.url) for case in chosen], policy)
