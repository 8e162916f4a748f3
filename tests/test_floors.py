"""The house: a room imports only rooms on lower floors, and each outside library has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "citecheck"

FLOORS = {
    "__main__": 9,
    "cli": 8, "__init__": 8,
    "api": 7,
    "composition": 6,
    "gathering": 5, "reports": 5, "repairs": 5,
    "bibliography": 4, "documents": 4, "links": 4, "archives": 4, "registries": 4, "rules": 4,
    "references": 3, "claims": 3, "pages": 3,
    "lexicon": 2, "web": 2, "confined": 2, "baseline": 2, "history": 2, "kept": 1, "config": 2, "plugins": 2,
    "model": 1, "errors": 1,
}  # fmt: skip

DOORS = {
    "requests": {"web"}, "urllib3": {"web"}, "vcr": {"web"},
    "bibtexparser": {"references/bibtex.py", "references/bib_reading.py"},  # one writes, one reads what others wrote
    "click": {"cli"},
    "bs4": {"documents", "pages"},
    "sqlite3": {"gathering/store_file.py", "gathering/budget.py"},  # answers, and the turns to ask archives
}  # fmt: skip

NEVER_WEB = {"model", "lexicon", "references", "claims", "pages", "documents", "rules", "reports", "repairs"}
FORBIDDEN_FILES = {"utils.py", "helpers.py", "common.py", "core.py"}
LONGEST_FILE = 520
LONGEST_FUNCTION = 60

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """Give the room that a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def module_name(path: Path) -> str:
    """Give the dotted name of a file."""
    parts = ("citecheck", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path) -> list[str]:
    """Give every module that a file imports, at its top or inside a function."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append(node.module or "")
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_room_imports_only_lower_floors(path: Path) -> None:
    """Imports go down, never up or across, and nobody inside imports the package's face."""
    mine = room(path)

    for name in imports(path):
        assert name != "citecheck" or mine in {"cli", "__main__"}, f"{path} imports the package's face"
        parts = name.split(".")
        if parts[0] != "citecheck" or len(parts) < 2 or parts[1] == mine or parts[1] not in FLOORS:
            continue
        assert FLOORS[parts[1]] < FLOORS[mine], (
            f"{path} (floor {FLOORS[mine]}) imports {name} (floor {FLOORS[parts[1]]})"
        )
        assert not (parts[1] == "web" and mine in NEVER_WEB), f"{path} reaches the network"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_each_library_has_one_door(path: Path) -> None:
    """The libraries that touch the outside are imported only where the design says."""
    place = path.relative_to(PACKAGE).as_posix()

    for name in imports(path):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or any(place == door or place.startswith(f"{door}/") for door in doors), (
            f"{path} imports {name}"
        )


def test_no_circles() -> None:
    """No file imports itself through others."""
    names = {module_name(path): path for path in MODULES}
    graph = {name: {i for i in imports(path) if i in names and i != name} for name, path in names.items()}
    state: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        state[name] = 1
        for other in sorted(graph[name]):
            assert state.get(other) != 1, f"circle: {' -> '.join((*trail, name, other))}"
            if other not in state:
                visit(other, (*trail, name))
        state[name] = 2

    for name in graph:
        if name not in state:
            visit(name, ())


def test_no_grab_bags() -> None:
    """There is no file whose name says nothing."""
    assert [] == [path for path in MODULES if path.name in FORBIDDEN_FILES]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_files_and_functions_stay_readable(path: Path) -> None:
    """A file has one idea, a function fits a screen."""
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_FILE

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= LONGEST_FUNCTION, f"{path}: {node.name}"
