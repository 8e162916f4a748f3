r"""
Conditionals of TeX as far as a reader can follow them: `\iffalse`, `\iftrue`, and flags that the document declares.

Of every other conditional nobody can tell which branch is printed, so both are read.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from citecheck.documents.latex_table import names

_State: TypeAlias = Literal["read", "skipped", "both"]
"""Of the branch that is open."""
_FIXED: Final = {"iftrue": True, "iffalse": False}


class Conditions:
    """The flags of a document and the conditionals that are open where it is read."""

    def __init__(self) -> None:
        self._flags: dict[str, bool] = {}
        self._open: list[_State] = []
        self._hidden = 0
        """Conditionals that stand within what is skipped."""
        self._before = ("", "")
        """The commands that stand before this one."""

    @property
    def skipping(self) -> bool:
        """Whether what stands here is not printed."""
        return bool(self._open) and self._open[-1] == "skipped"

    def take(self, name: str) -> bool:
        """Take a command, and tell whether it steers a conditional and is nothing else."""
        before, self._before = self._before, (self._before[1], name)
        if before[1] == "newif":
            self._flags[name] = False
            return False
        if before[1] == "let" or before[0] == "let":
            if before[0] == "let" and name in _FIXED:
                self._flags[before[1]] = _FIXED[name]
            return False
        if name in {"else", "fi"}:
            self._turn(name)
            return True
        if name in self._flags or name in names("conditionals"):
            self._begin(name)
            return True
        self._set(name)
        return False

    def end_file(self) -> None:
        """Forget what is open where a file ends."""
        self._open.clear()
        self._hidden = 0

    def _begin(self, name: str) -> None:
        if self.skipping:
            self._hidden += 1
            return
        value = _FIXED.get(name, self._flags.get(name))
        self._open.append("both" if value is None else "read" if value else "skipped")

    def _turn(self, name: str) -> None:
        if self.skipping and self._hidden:
            self._hidden -= name == "fi"
        elif name == "fi":
            if self._open:
                self._open.pop()
        elif self._open and self._open[-1] != "both":
            self._open[-1] = "read" if self._open[-1] == "skipped" else "skipped"

    def _set(self, name: str) -> None:
        for ending, value in (("true", True), ("false", False)):
            flag = f"if{name.removesuffix(ending)}"
            if name.endswith(ending) and flag in self._flags and not self.skipping:
                self._flags[flag] = value
