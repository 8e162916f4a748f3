"""How the world is asked, from settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.config import Settings
from citecheck.errors import UsageError
from citecheck.gathering import Policy
from citecheck.gathering.settings import policy_of
from citecheck.web import ClientCertificate, SystemResolver
from citecheck.web.agent import user_agent


def test_settings_become_a_policy() -> None:
    """Each setting that concerns the asking is heeded."""
    settings = Settings(
        jobs=7,
        timeout=4.5,
        max_time=60.0,
        archives=False,
        allow_private=True,
        user_agent="audit (mailto:me@a.example)",
        record="c.yaml",
        proxy="http://proxy.example:3128",
        ca_file="authorities.pem",
        wayback_url="https://mirror.example/",
        cdx_url="https://index.example/cdx",
    )
    policy = policy_of(settings)

    assert (7, 4.5, 60.0, False, True) == (
        policy.jobs,
        policy.timeout,
        policy.max_time,
        policy.archives,
        policy.allow_private,
    )
    assert ("audit (mailto:me@a.example)", Path("c.yaml"), None) == (policy.user_agent, policy.record, policy.replay)
    assert ("http://proxy.example:3128", "authorities.pem") == (policy.proxy, policy.ca_file)
    assert ("https://mirror.example", "https://index.example/cdx", "https://mirror.example/wayback/available") == (
        policy.services.wayback,
        policy.services.cdx,
        policy.services.availability,
    )


def test_without_settings_the_policy_is_the_default() -> None:
    """What nobody set is as the library has it."""
    nobody = SystemResolver()
    found = policy_of(Settings(cache=False))
    assert replace(Policy(), resolver=nobody) == replace(found, resolver=nobody, budget=None)
    assert found.budget == policy_of(Settings()).budget != policy_of(Settings(offline=True)).budget
    assert user_agent() == policy_of(Settings()).user_agent
    assert Path("c.yaml") == policy_of(Settings(replay="c.yaml")).replay


def test_headers_and_certificates_become_a_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values come from the environment and are secrets from then on."""
    monkeypatch.setenv("A_TOKEN", "Pl4nted-7e42")
    settings = Settings(
        headers=("a.example Authorization: Bearer $A_TOKEN",), client_cert="c.pem", client_hosts=("A.example:443",)
    )
    policy = policy_of(settings)

    assert (("Authorization", "Bearer Pl4nted-7e42"),) == policy.credentials.to("https://a.example/")
    assert "Pl4nted" not in policy.redactor.text("you sent Pl4nted-7e42")
    assert ClientCertificate("c.pem", None, ("a.example",)) == policy.client == policy.settings().client
    assert policy.credentials == policy.settings().credentials


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(client_cert="c.pem"), "client_hosts only, and that is empty"),
        (Settings(client_key="k.pem"), "there is no client_cert"),
        (Settings(headers=("Authorization: x",)), "HOST NAME: VALUE"),
    ],
)
def test_secrets_that_belong_nowhere_are_refused(settings: Settings, said: str) -> None:
    """What says who we are needs somebody to say it to."""
    with pytest.raises(UsageError, match=said):
        policy_of(settings)


def test_answers_are_kept_where_the_settings_the_machine_or_the_system_say(
    cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is set, else that of the variable, which counts for the library, too; else the one for caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    monkeypatch.setenv("LOCALAPPDATA", "/caches")

    assert Path("here/answers.sqlite") == policy_of(Settings(cache_dir="here")).store
    assert cache_folder / "answers.sqlite" == policy_of(Settings()).store
    monkeypatch.delenv("CITECHECK_CACHE_DIR")
    found = policy_of(Settings(max_age=60.0))
    assert "answers.sqlite" == (found.store or Path()).name
    assert "citecheck" in (found.store or Path()).parts
    assert 60.0 == found.max_age


@pytest.mark.parametrize(
    "settings", [Settings(cache=False), Settings(record="c"), Settings(replay="c"), Settings(offline=True)]
)
def test_some_runs_have_no_store(settings: Settings) -> None:
    """--no-cache, a recording that must hold all, a replay that asks nobody, a run that is offline."""
    assert policy_of(settings).store is None


def test_to_record_and_to_replay_is_a_contradiction() -> None:
    """A run asks the web or a recording."""
    with pytest.raises(UsageError, match="give one of them"):
        policy_of(Settings(record="a.yaml", replay="b.yaml"))


@pytest.mark.parametrize(("timeout", "expected"), [(30.0, (30.0, 10.0, 20.0)), (3.0, (3.0, 3.0, 3.0))])
def test_the_time_for_an_address_bounds_its_parts(timeout: float, expected: tuple[float, float, float]) -> None:
    """Neither connecting nor silence outlasts the whole."""
    limits = Policy(timeout=timeout).settings().limits

    assert expected == (limits.total, limits.connect, limits.read)


def test_a_proxy_with_a_password_is_kept_from_print() -> None:
    """User and password of the configured proxy are secrets wherever they turn up."""
    redactor = policy_of(Settings(proxy="http://somebody:Pa55%20word@proxy.example:3128")).redactor

    assert "Pa55" not in redactor.text("the proxy http://proxy.example refuses Pa55%20word and Pa55 word")
    assert "somebody" in redactor.text("somebody else")


def test_what_the_user_calls_a_secret_is_one() -> None:
    """Configured secrets are kept from whatever is written."""
    redactor = policy_of(Settings(secrets=("open-sesame", "abracadabra"))).redactor

    assert "the words  and " == redactor.text("the words open-sesame and abracadabra").replace(
        redactor.text("open-sesame"), ""
    ).replace(redactor.text("abracadabra"), "")


@pytest.mark.parametrize("proxy", [None, "http://proxy.example:3128", "http://[bad", "http://user@proxy.example"])
def test_a_proxy_without_a_password_hides_nothing(proxy: str | None) -> None:
    """There is nothing to hide."""
    assert () == policy_of(Settings(proxy=proxy)).redactor.secrets
