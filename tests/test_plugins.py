"""Plug-ins are found through entry points, built-ins among them, and a broken one stops nothing."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck import plugins
from citecheck.plugins import GROUPS, OWN_DISTRIBUTION, PluginWarning, installed, objects, tool

Install = Callable[[str, str, str], None]

MODULE = """
class Good:
    name = "good"
    extension = "good"
    def render(self, report):
        return "good"

class Half:
    name = "half"

class Fails:
    def __init__(self):
        raise ValueError("no\\nluck")

instance = Good()
number = 5
checks = (number,)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Give a function that installs a distribution with one entry point: group, name, what it names."""
    module = f"stranger_{tmp_path.name}".replace("-", "_")
    (tmp_path / f"{module}.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / f"{module}_leaves.py").write_text("raise SystemExit(7)", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    def add(group: str, name: str, target: str) -> None:
        info = tmp_path / "stranger-1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n", encoding="utf-8")
        entry = f"[{group}]\n{name} = {target.replace('MODULE', module)}\n"
        (info / "entry_points.txt").write_text(entry, encoding="utf-8")
        importlib.invalidate_caches()

    return add


@pytest.mark.parametrize("group", GROUPS)
def test_every_builtin_loads(group: str) -> None:
    """What `pyproject.toml` registers is there and has what its group asks for."""
    own = [plugin for plugin in installed(group) if plugin.builtin]

    assert bool(own) == (group != "citecheck.judges")  # whoever judges in place of words is somebody else's
    assert [] == [plugin.error for plugin in own if plugin.error]


@pytest.mark.parametrize("target", ["MODULE:Good", "MODULE:instance"])
def test_a_stranger_is_found_after_the_builtins(install: Install, target: str) -> None:
    """A class or an object: either is a plug-in."""
    install("citecheck.formats", "good", target)
    last = installed("citecheck.formats")[-1]

    assert ("stranger", "1.0", "good", "", False) == (
        last.distribution,
        last.version,
        last.objects[0].name,
        last.error,
        last.builtin,
    )


@pytest.mark.parametrize(
    ("group", "target", "said"),
    [
        ("citecheck.formats", "MODULE_missing:X", "ModuleNotFoundError: No module named"),
        ("citecheck.formats", "MODULE:Missing", "AttributeError: module"),
        ("citecheck.formats", "MODULE:Fails", "ValueError: no luck"),
        ("citecheck.formats", "MODULE_leaves:X", "SystemExit: 7"),
        ("citecheck.formats", "MODULE:Half", "has no `extension`, `render`"),
        ("citecheck.rules", "MODULE:number", "TypeError: 5 is no sequence of checks"),
        ("citecheck.rules", "MODULE:checks", "5 has no `rule`, `__call__`"),
        ("citecheck.readers", "MODULE:Good", "has no `title`, `recognises`, `read`"),
    ],
)
def test_a_broken_plugin_is_a_warning(install: Install, group: str, target: str, said: str) -> None:
    """The warning names the distribution and the error on one line, and the others are there all the same."""
    before = len(objects(group))
    install(group, "broken", target)

    with pytest.warns(PluginWarning, match=r"^plug-in 'broken' of stranger 1\.0 was left out: ") as caught:
        after = objects(group)
    message = str(caught[0].message)
    assert said in message
    assert "\n" not in message
    assert before == len(after)


def test_a_name_is_taken_once(install: Install) -> None:
    """A plug-in cannot stand in for a built-in."""
    install("citecheck.formats", "json", "MODULE:Good")
    doubles = [plugin for plugin in installed("citecheck.formats") if plugin.name == "json"]

    assert ["", f"the name is already taken by {OWN_DISTRIBUTION}"] == [plugin.error for plugin in doubles]


def test_loading_twice_warns_of_nothing() -> None:
    """The built-ins load without a warning, however often."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert objects("citecheck.formats")
        assert objects("citecheck.formats")


def test_the_tool_names_its_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name on the package index, and the version; a source tree that is not installed says so."""
    assert tool().startswith("citecheck-audit ")
    assert tool().split()[1][0].isdigit()

    monkeypatch.setattr(plugins, "OWN_DISTRIBUTION", "never-installed-anywhere")
    assert "never-installed-anywhere (not installed)" == tool()
