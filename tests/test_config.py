"""Settings come from four places, know which, and are refused by name when they are wrong."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.config import Config, Settings, age, differing, load
from citecheck.documents import MAX_BYTES
from citecheck.errors import ConfigError


def configure(directory: Path, toml: str, name: str = "pyproject.toml") -> Path:
    """Write a configuration file and give its path."""
    file = directory / name
    file.write_text(toml, encoding="utf-8")
    return file


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a directory at which the search upwards ends."""
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_without_anything_all_is_default(repository: Path) -> None:
    """Every setting says that it is a default."""
    config = load({}, {}, repository)

    assert config == Config(Settings(), dict.fromkeys(dict(config.origins), "default"))
    assert {"default"} == set(config.origins.values())


def test_the_limit_is_the_one_of_the_readers() -> None:
    """The two rooms may not import each other; they agree all the same."""
    assert MAX_BYTES == Settings().max_bytes


def test_later_layers_win_and_every_value_knows_its_origin(repository: Path) -> None:
    """Defaults, then the file, then the environment, then flags."""
    file = configure(
        repository, '[tool.citecheck]\nstrict = true\nfail_on = "warning"\nmax-bytes = 5\nselect = ["a", "b"]\n'
    )
    config = load(
        {"max_bytes": 9, "ignore": ("c,d", "e"), "offline": None},
        {"CITECHECK_FAIL_ON": "never", "CITECHECK_FROM": "references", "CITECHECK_MAX_BYTES": "7"},
        repository,
    )

    assert config.settings == Settings(
        select=("a", "b"), ignore=("c", "d", "e"), strict=True, from_="references", max_bytes=9, fail_on="never"
    )
    assert {
        "select": f"{file}:5",
        "ignore": "--ignore",
        "strict": f"{file}:2",
        "offline": "default",
        "from": "CITECHECK_FROM",
        "max_bytes": "--max-bytes",
        "fail_on": "CITECHECK_FAIL_ON",
    }.items() <= dict(config.origins).items()


def test_rows_are_every_setting_as_text(repository: Path) -> None:
    """`config --show` has a row for each key, under the name that a file uses."""
    rows = {key: (value, origin) for key, value, origin in load({"select": ("a", "b")}, {}, repository).rows()}

    assert ("a, b", "--select") == rows["select"]
    assert ("false", "default") == rows["strict"]
    assert ("", "default") == rows["from"]


def test_passwords_and_secrets_are_not_shown(repository: Path) -> None:
    """`config --show` is made for bug reports: it says that there is one, and from where."""
    environ = {"CITECHECK_PROXY": "http://me:p@ss/w0rd@proxy.example:3128", "CITECHECK_SECRETS": "open-sesame, other"}
    config = load({}, environ, repository)
    rows = {key: (value, origin) for key, value, origin in config.rows()}

    assert ("open-sesame", "other") == config.settings.secrets
    assert ("2, not shown", "CITECHECK_SECRETS") == rows["secrets"]
    assert ("(not shown)@proxy.example:3128", "CITECHECK_PROXY") == rows["proxy"]


def test_headers_are_shown_without_their_values(repository: Path) -> None:
    """Also of a line that should not hold its secret and does; a variable without a value is told of."""
    line = "a.example Authorization: Bearer 0p3nSecret, b.example X-Key: ${MINE}, c.example X-Key: $SET"
    config = load({}, {"CITECHECK_HEADERS": line, "SET": "x"}, repository)
    rows = {key: value for key, value, _ in config.rows()}

    assert "a.example Authorization, b.example X-Key, c.example X-Key" == rows["headers"]
    assert ("MINE is not set, so the header `b.example X-Key` is not sent.",) == config.notes


@pytest.mark.parametrize("key", ["headers", "client_cert", "client_key", "client_hosts"])
def test_a_strangers_file_says_nothing_of_secrets(repository: Path, key: str) -> None:
    """Whoever names a host and a variable of the environment can have the one sent to the other."""
    value = '["evil.example X-A: $AWS_SECRET"]' if key in {"headers", "client_hosts"} else '"x.pem"'
    (repository / "citecheck.toml").write_text(f"{key} = {value}\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=f"{key}.*trust-config"):
        load({}, {}, repository)
    assert getattr(load({}, {}, repository, trusted=True).settings, key)


def test_only_what_shapes_a_report_is_told_in_it() -> None:
    """
    How a report is delivered is no part of what it says, or two formats of one audit would differ.

    What the run fails on is: a JUnit report tells failures by it.
    """
    settings = Settings(strict=True, format=("json",), output="x", color="never", fail_on="never", offline=True)

    assert {"strict": "true", "fail_on": "never"} == differing(settings)


@pytest.mark.parametrize("name", ["pyproject.toml", "citecheck.toml"])
def test_the_nearest_file_upwards_is_used(repository: Path, name: str) -> None:
    """A file further up is not looked at once one is found."""
    below = repository / "a" / "b"
    below.mkdir(parents=True)
    head = "[tool.citecheck]\n" if name == "pyproject.toml" else ""
    configure(repository, f"{head}strict = false\n", name)
    configure(below.parent, f"{head}strict = true\n", name)

    assert load({}, {}, below).settings.strict


def test_a_project_without_our_table_is_passed_by(repository: Path) -> None:
    """Another tool's pyproject.toml, even a broken one, is no reason to stop searching."""
    below = repository / "a"
    below.mkdir()
    configure(repository, "strict = true\n", "citecheck.toml")
    configure(below, "[tool.ruff\nbroken")

    assert load({}, {}, below).settings.strict


@pytest.mark.parametrize("border", [".git", "home"])
def test_the_search_ends_at_the_repository_and_at_home(tmp_path: Path, border: str) -> None:
    """What lies above belongs to somebody else."""
    here = tmp_path / "here"
    here.mkdir()
    configure(tmp_path, "strict = true\n", "citecheck.toml")
    if border == ".git":
        (here / ".git").mkdir()

    assert not load({}, {"HOME": str(here)} if border == "home" else {}, here).settings.strict


def test_a_named_file_is_used_instead(repository: Path) -> None:
    """`--config FILE` ends the search before it begins."""
    configure(repository, "strict = true\n", "citecheck.toml")
    other = configure(repository, 'from = "references"\n', "other.toml")
    config = load({}, {}, repository, other)

    assert Settings(from_="references") == config.settings
    assert f"{other}:1" == config.origins["from"]


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[tool.citecheck]\n\nstrct = true\n", "pyproject.toml:3: unknown key 'strct'; did you mean 'strict'?"),
        ("[tool.citecheck]\nzzz = true\n", "pyproject.toml:2: unknown key 'zzz'."),
        ("[tool.citecheck.nested]\nx = 1\n", "unknown key 'nested'"),
        ("[tool.citecheck]\nstrict = 'yes'\n", "pyproject.toml:2: strict is true or false, not 'yes'."),
        ("[tool.citecheck]\nstrict = 1\n", "strict is true or false, not 1."),
        ("[tool.citecheck]\nmax_bytes = 0\n", "max_bytes is a whole number above 0, not 0."),
        ("[tool.citecheck]\nmax_bytes = true\n", "max_bytes is a whole number above 0, not True."),
        ("[tool.citecheck]\nmax_bytes = '5'\n", "max_bytes is a whole number above 0, not '5'."),
        ("[tool.citecheck]\nselect = 5\n", "pyproject.toml:2: a list of texts is wanted, not 5."),
        ("[tool.citecheck]\nselect = ['a', 5]\n", "a list of texts is wanted, and 5 is none."),
        ("[tool.citecheck]\nfail_on = 'eror'\n", "fail_on is one of error, warning, never, not 'eror'; did you mean"),
        ("[tool.citecheck]\nfrom = 5\n", "from is a text, not 5."),
        ("[tool.citecheck]\nmax_bytes = 1\nmax-bytes = 2\n", "pyproject.toml:3: 'max-bytes' is given twice."),
        ("[tool.citecheck]\nstrict = \n", "this is not TOML"),
        ("[tool]\nciteckeck = 1\n", "there is no [tool.citecheck] in it"),
        ("[tool]\ncitecheck = 1\n", "[tool.citecheck] must be a table"),
        ("x = " + "[" * 50_000, "nested too deeply"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_line(tmp_path: Path, toml: str, said: str) -> None:
    """A person can go to the place and correct it."""
    file = configure(tmp_path, toml)

    with pytest.raises(ConfigError) as caught:
        load({}, {}, tmp_path, file)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"CITECHECK_STRICT": "maybe"}, "CITECHECK_STRICT: strict is true or false, not 'maybe'."),
        ({"CITECHECK_MAX_BYTES": "many"}, "CITECHECK_MAX_BYTES: max_bytes is a whole number above 0, not 'many'."),
        ({"CITECHECK_COLOR": "red"}, "CITECHECK_COLOR: color is one of auto, always, never, not 'red'."),
    ],
)
def test_what_is_wrong_in_the_environment_is_named(repository: Path, variables: dict[str, str], said: str) -> None:
    """The place of a variable is its name."""
    with pytest.raises(ConfigError) as caught:
        load({}, variables, repository)

    assert said == str(caught.value)


@pytest.mark.parametrize(("expected", "text"), [(True, "1"), (True, "Yes"), (False, "off"), (False, "")])
def test_flags_in_the_environment_are_words(repository: Path, expected: bool, text: str) -> None:
    """Environment variables are text, and say yes and no in the usual ways."""
    assert expected == load({}, {"CITECHECK_STRICT": text}, repository).settings.strict


def test_a_misspelt_variable_is_noticed_and_a_foreign_one_is_not(repository: Path) -> None:
    """The environment belongs to everybody: nothing in it is an error for being unknown."""
    config = load({}, {"CITECHECK_STRCIT": "1", "CITECHECK_REQUIRE_ALL": "1"}, repository)

    assert ("CITECHECK_STRCIT is no setting; did you mean CITECHECK_STRICT?",) == config.notes


@pytest.mark.parametrize("output", ["../elsewhere", "/elsewhere", "link/x"])
def test_a_file_cannot_send_reports_out_of_its_directory(tmp_path: Path, output: str) -> None:
    """The audited repository may be a stranger's: what it configures stays in it."""
    (tmp_path / "outside").mkdir()
    home = tmp_path / "repository"
    home.mkdir()
    (home / "link").symlink_to(tmp_path / "outside")
    file = configure(home, f"output = '{output}'\n", "citecheck.toml")

    with pytest.raises(ConfigError, match="output must lie below"):
        load({}, {}, home, file)


def test_output_of_a_file_is_relative_to_it(repository: Path) -> None:
    """A directory named in a file does not depend on where one stands."""
    file = configure(repository, "output = 'runs'\n", "citecheck.toml")

    assert str(repository / "runs") == load({}, {}, Path("/"), file).settings.output


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A missing file, a directory, one that is too large and one that is no UTF-8 are configuration errors."""
    (tmp_path / "large.toml").write_bytes(b"#" * (1 << 21))
    (tmp_path / "latin.toml").write_bytes(b'select = ["caf\xe9"]')

    for name, said in (
        ("none.toml", "cannot be read"),
        ("", "cannot be read"),
        ("large.toml", "at most"),
        ("latin.toml", "UTF-8"),
    ):
        with pytest.raises(ConfigError, match=said):
            load({}, {}, tmp_path, tmp_path / name)


@given(st.text(), st.sampled_from(("citecheck.toml", "pyproject.toml")))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    """Nothing but ConfigError comes out of a configuration file."""
    directory = tmp_path_factory.mktemp("any")
    file = directory / name
    file.write_bytes(text.encode("utf-8", "replace"))
    settings = None
    with contextlib.suppress(ConfigError):
        settings = load({}, {}, directory, file).settings

    assert settings in {None, Settings()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0.0), ("90", 90.0), ("45m", 2700.0), ("12h", 43_200.0), ("7d", 604_800.0), ("2w", 1_209_600.0),
        ("5 d", 432_000.0), (" 30s ", 30.0), ("-1", None), ("1.5h", None), ("7D", None), ("soon", None), ("", None),
        ("d", None), ("9999999999d", None), ("\u0661d", None), ("1d2h", None),
    ],
)  # fmt: skip
def test_an_age_is_read_as_people_write_it(text: str, expected: float | None) -> None:
    """A whole number and a unit, seconds without one; anything else is no age."""
    assert expected == age(text)


def test_the_greatest_age_is_set_in_every_layer(repository: Path) -> None:
    """As text or as a number of seconds; what is none of both is told with its place."""
    for line in ('max_age = "12h"', "max-age = 43200"):
        file = configure(repository, f"[tool.citecheck]\n{line}\n")
        assert 43_200.0 == load({}, {}, repository).settings.max_age
    assert 0.0 == load({"max_age": "0"}, {"CITECHECK_MAX_AGE": "7d"}, repository).settings.max_age
    configure(repository, "[tool.citecheck]\nmax_age = true\n")
    with pytest.raises(ConfigError, match=r"max_age is an age as 0, 45m, 12h or 7d, not True") as caught:
        load({}, {}, repository)
    assert str(file) in str(caught.value)


def test_a_stranger_does_not_say_where_answers_are_kept(repository: Path) -> None:
    """`cache_dir` of a file that nobody trusts is refused; whether any are kept it may say."""
    configure(repository, '[tool.citecheck]\ncache_dir = "/elsewhere"\n')
    with pytest.raises(ConfigError, match="CITECHECK_CACHE_DIR"):
        load({}, {}, repository)
    configure(repository, "[tool.citecheck]\ncache = false\n")
    assert not load({}, {}, repository).settings.cache
