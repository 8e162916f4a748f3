"""Snapshots alone: what archives hold of some addresses, without a document around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from citecheck.archives import Anchor, Wanted
from citecheck.config import Settings
from citecheck.gathering.policy import Policy
from citecheck.gathering.progress import Listener
from citecheck.gathering.questions import Question
from citecheck.gathering.run import ask
from citecheck.gathering.settings import policy_of
from citecheck.model import PartialDate, Snapshot
from citecheck.web.masking import masked


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What archives hold of some addresses."""

    snapshots: tuple[Snapshot, ...]
    silent: bool = False
    """Whether archives were asked and none said anything of any address."""
    notices: tuple[str, ...] = ()
    """What a person should know of the run."""


def find_snapshots(  # noqa: PLR0913 - what is wanted and the seams of a run, each with a name
    urls: Iterable[str],
    *,
    date: PartialDate | None = None,
    title: str = "",
    settings: Settings | None = None,
    policy: Policy | None = None,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
) -> Snapshots:
    """
    Give the snapshot of each address that serves somebody who read it on a day, in order; the addresses are not asked.

    Args:
        urls: http(s) addresses.
        date: When it was read; None for the last good snapshot.
        title: Of what was read: a copy that bears it is preferred.
        settings: What differs from the defaults.
        policy: How the world is asked, in place of what the settings say.
        progress: Called with every answer.
        stop: Looked at while answers are waited for; once it is true, the rest is unknown.

    Raises:
        CassetteError: A recording cannot be read or written.
        UsageError: The settings contradict each other.
    """
    wanted = Wanted(None if date is None else Anchor(date, "accessed"), title)
    policy = replace(policy or policy_of(settings or Settings()), links=False, archives=True)
    urls = tuple(dict.fromkeys(urls))
    answers = ask([Question(url, (wanted,)) for url in urls], policy, progress, stop)
    found = tuple(answers.snapshots[url, wanted] for url in urls)
    silent = answers.questions > 0 and all(one.status == "unknown" for one in found)
    return Snapshots(masked(found, policy.redactor), silent, answers.notices)
