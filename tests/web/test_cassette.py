"""Cassettes as files: ours, vcrpy's, and what is no cassette at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from vcr.persisters.filesystem import FilesystemPersister
from vcr.serializers import jsonserializer, yamlserializer

from citecheck.errors import CassetteError
from citecheck.web import Exchange, Headers, Request, Session, WebError
from citecheck.web.adapter import Replay
from citecheck.web.cassette import CassetteWriter, read_cassette
from citecheck.web.exchange import Witness
from citecheck.web.interaction import Interaction, from_vcr, key, to_vcr

EDGI = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "archives" / "edgi-wayback"
URL = "http://name.example/page"


def interaction(**changes: Any) -> Interaction:  # noqa: ANN401 - the fields of an interaction
    """Give an interaction that is whole."""
    fields: dict[str, Any] = {
        "method": "GET",
        "url": URL,
        "sent": Headers((("Accept", "*/*"),)),
        "sent_body": None,
        "witness": Witness("2026-01-02T03:04:05.678Z", 0.25, "93.184.216.34", recorded=True),
        "status": 200,
        "reason": "OK",
        "headers": Headers((("Content-Type", "text/plain"), ("X-Two", "1"), ("X-Two", "2"))),
        "body": b"A page.\r\n",
        "nth": 1,
    }
    return Interaction(**(fields | changes))


def written(path: Path, *interactions: Interaction) -> Path:
    """Give a cassette of ours."""
    writer = CassetteWriter(path, label="made up", recorded="2026-01-02T03:04:05.678Z")
    for one in interactions:
        writer.append(one)
    writer.close()
    return path


def ask(path: Path, *requests: Request) -> list[Exchange]:
    """Give what a cassette answers."""
    with Session(adapter=Replay(read_cassette(path))) as session:
        return [session.fetch(request) for request in requests]


@pytest.mark.parametrize(
    "one",
    [
        interaction(),
        interaction(body=b""),
        interaction(body=bytes(range(256))),
        interaction(body="Seoul, 서울, 😀, \u2028 \x85 \ufeff".encode()),
        interaction(body=b"yes"),
        interaction(body=b"1977"),
        interaction(body=b"null"),
        interaction(body=b"- request:\n- request:\n"),
        interaction(sent_body=b"\xff\x00", method="POST"),
        interaction(sent_body="name=Käthe".encode(), method="POST"),
        interaction(reason="", headers=Headers()),
        interaction(headers=Headers((("X-Odd", "caf\xe9 \x01 :#{}[]&*!|>'\"%@`"),))),
        interaction(error=WebError("truncated", "It broke off.")),
        interaction(
            status=599, reason="", headers=Headers(), body=b"", error=WebError("dns", "No name.", "no-such-name")
        ),
        interaction(asked_for="http://other.example/led"),
        interaction(nth=7, witness=Witness("", truncated=True, recorded=True)),
    ],
)
def test_an_interaction_is_read_as_it_was_written(tmp_path: Path, one: Interaction) -> None:
    """Whatever bytes an answer holds, they come back."""
    cassette = read_cassette(written(tmp_path / "c.yaml", one, one))

    for found in cassette.interactions:
        assert (one.key, one.error, one.nth, one.witness) == (found.key, found.error, found.nth, found.witness)
        assert one.asked_for == found.asked_for
        assert (one.status, one.body, sorted(one.headers)) == (found.status, found.body, sorted(found.headers))
    assert () == cassette.notices


@given(
    st.binary(max_size=300), st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=50)
)
def test_any_body_and_header_survive(body: bytes, value: str) -> None:
    """YAML can write every byte, and what it writes is read as what it was."""
    one = interaction(body=body, headers=Headers((("X-Any", value),)))
    text = yamlserializer.serialize([to_vcr(one)])
    (item,) = yaml.load(text, Loader=yaml.CSafeLoader)
    found = from_vcr(item)

    assert isinstance(found, Interaction)
    assert (body, Headers((("X-Any", value),))) == (found.body, found.headers)


def test_a_cassette_of_ours_loads_in_vcrpy(tmp_path: Path) -> None:
    """Our cassettes are its own to vcrpy, a failure is a 599."""
    path = written(tmp_path / "c.yaml", interaction(), interaction(status=599, error=WebError("dns", "No name.")))
    requests, responses, metadata = FilesystemPersister.load_cassette(path, yamlserializer)

    assert [URL, URL] == [request.uri for request in requests]
    assert [200, 599] == [response["status"]["code"] for response in responses]
    assert b"A page.\r\n" == responses[0]["body"]["string"]
    assert "made up" == metadata["citecheck"]["label"]


def test_an_empty_cassette_of_ours_loads_in_vcrpy(tmp_path: Path) -> None:
    """A run that asked nothing leaves a cassette all the same."""
    path = written(tmp_path / "c.yaml")

    assert ([], []) == FilesystemPersister.load_cassette(path, yamlserializer)[:2]
    assert ((), ()) == (read_cassette(path).interactions, read_cassette(path).notices)


def vcr_cassette(tmp_path: Path, serializer: Any = yamlserializer, **response: Any) -> Path:  # noqa: ANN401 - vcrpy's modules
    """Give a cassette as vcrpy saves it."""
    item = {
        "request": {"method": "GET", "uri": URL, "body": None, "headers": {"Accept": ["*/*"]}},
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"Content-Type": ["text/plain"], "Date": ["Thu, 01 Feb 2024 12:00:00 GMT"]},
            "body": {"string": "A page."},
        }
        | response,
    }
    path = tmp_path / "vcr"
    path.write_text(serializer.serialize({"version": 1, "interactions": [item]}), encoding="utf-8")
    return path


@pytest.mark.parametrize("serializer", [yamlserializer, jsonserializer])
def test_a_cassette_of_vcrpy_is_replayed(tmp_path: Path, serializer: Any) -> None:  # noqa: ANN401 - vcrpy's modules
    """Both of vcrpy's formats are answered from; the time is that of the server's own Date."""
    (exchange,) = ask(vcr_cassette(tmp_path, serializer), Request(URL))

    assert (200, b"A page.") == (exchange.status, exchange.body)
    assert "2024-02-01T12:00:00.000Z" == exchange.asked_at


def test_a_decoded_body_under_the_old_headers_is_taken_as_it_is(tmp_path: Path) -> None:
    """A body can be stored unpacked by vcrpy, which leaves its coding and packed length in the headers."""
    headers = {"Content-Encoding": ["gzip"], "Content-Length": ["3"]}
    (exchange,) = ask(vcr_cassette(tmp_path, headers=headers), Request(URL))

    assert (b"A page.", None) == (exchange.body, exchange.body_error)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("!!binary QSBwYWdlLg==", b"A page."),
        ("!!python/unicode 'A page.'", b"A page."),
        ("!!python/str 'A page.'", b"A page."),
        ("!!python/object/new:_io.BytesIO {state: !!python/tuple [!!binary QSBwYWdlLg==, 0, null]}", b"A page."),
        ("!!python/object/apply:builtins.iter {args: [['A ', 'page.']]}", b"A page."),
        ("null", b""),
        ("|\n      A\n      page.\n", b"A\npage.\n"),
    ],
)
def test_bodies_in_all_forms_of_vcrpy_are_read(tmp_path: Path, text: str, body: bytes) -> None:
    """What vcrpy has ever written for a body is read, without making an object."""
    path = tmp_path / "c.yaml"
    path.write_text(
        f"interactions:\n- request: {{method: GET, uri: '{URL}', body: null, headers: {{}}}}\n"
        f"  response:\n   status: {{code: 200, message: OK}}\n   headers: {{}}\n   body:\n    string: {text}\n"
        "version: 1\n",
        encoding="utf-8",
    )
    assert body == ask(path, Request(URL))[0].body


HEAD = "version: 1\ninteractions:\n- request: {method: GET, uri: 'http://a.example/', headers: {}, body: null}\n"
TAIL = "  response: {status: {code: 200, message: OK}, headers: {}, body: {string: ''}}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\0\0\0", "is empty"),
        ("just a text", "is no cassette"),
        ("a: 1\n", "is no cassette"),
        ("{", "line 2"),
        ("a: 1\n\tb: 2\n", "line 2"),
        ("interactions: 7\nversion: 1\n", "are no list"),
        ("- request: {}\n  response: {}\n", "before 1.0"),
        ("interactions: []\nversion: 2\n", "is of version 2"),
        ("interactions: []\n", "its version is missing"),
        ("interactions: []\nversion: 1\nmetadata: {citecheck: {format: 9}}\n", "in format 9"),
        ("interactions: [1]\nversion: 1\n", "interaction 1"),
        ("interactions: [{request: {}}]\nversion: 1\n", "response is missing"),
        (HEAD.replace("GET", "[]") + TAIL, "no method"),
        (HEAD.replace("http://a.example/", "http://[::1") + TAIL, "no uri that can be read"),
        (HEAD + TAIL.replace("200", "two hundred"), "no status"),
        (HEAD + TAIL + "  metadata: {sha256: '00'}\n", "hashes differ"),
        (HEAD + "  response: !!python/object/apply:os.system ['true']\n", "would make an object"),
        (HEAD + "  response: !!python/name:os.system\n", "would make an object"),
        (HEAD + "  response: !custom x\n", "would make an object"),
        (HEAD + "  response: {body: !!binary QSB}\n", "no base64"),
        ("a: &a [*a]\n", "for itself"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("[" * 50_000, "levels deep"),
        ("{a: " * 50_000, "levels deep"),
        ("- " * 50_000, "line 1"),
        ("? [a]\n: b\n", "a key that is no text"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "cannot be read"),
    ],
)
def test_what_is_no_cassette_is_told(tmp_path: Path, text: str, words: str) -> None:
    """Each file that cannot be used says which it is, what is wrong and what to do."""
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(CassetteError) as caught:
        read_cassette(path)

    assert str(path) in str(caught.value)
    assert words in str(caught.value)


def test_a_bomb_of_aliases_is_refused(tmp_path: Path) -> None:
    """A few lines that stand for a billion nodes are weighed as a billion."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    path = tmp_path / "c.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(CassetteError, match="aliases are written out"):
        read_cassette(path)


def test_a_few_aliases_are_no_bomb(tmp_path: Path) -> None:
    """One is written by vcrpy's serialiser: it stands for headers which two interactions share."""
    headers = {"Accept": ["*/*"]}
    request = {"method": "GET", "uri": URL, "body": None, "headers": headers}
    response = {"status": {"code": 200, "message": "OK"}, "headers": headers, "body": {"string": "x"}}
    path = tmp_path / "c.yaml"
    items = [{"request": request, "response": response}, {"request": request, "response": response}]
    path.write_text(yamlserializer.serialize({"version": 1, "interactions": items}), encoding="utf-8")

    assert "&id001" in path.read_text(encoding="utf-8")
    assert [b"x", b"x"] == [exchange.body for exchange in ask(path, Request(URL), Request(URL))]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The message says how to make one."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CassetteError, match="--record"):
            read_cassette(path)


def test_a_torn_cassette_loses_its_last_interaction_alone(tmp_path: Path) -> None:
    """Wherever the last write ended, what was written before it is read, and a notice tells."""
    path = written(tmp_path / "c.yaml", *[interaction(nth=n, body=bytes(range(n))) for n in range(1, 4)])
    whole = path.read_bytes()
    head = whole.index(b"interactions:\n") + len(b"interactions:\n")
    last = whole.rindex(b"\n- ") + 1
    for end in range(last + 1, len(whole) - 1):
        path.write_bytes(whole[:end])
        cassette = read_cassette(path)
        assert 2 == len(cassette.interactions), whole[last:end]
        assert 1 == len(cassette.notices)
    for zeros in (b"\0", b"\0" * 5000):
        path.write_bytes(whole[: last + 40] + zeros)
        assert 2 == len(read_cassette(path).interactions)
    path.write_bytes(whole[:head])
    assert (0, 1) == (len(read_cassette(path).interactions), len(read_cassette(path).notices))


def test_a_cassette_torn_in_its_head_is_told(tmp_path: Path) -> None:
    """A run that was killed before it asked anything leaves nothing to lose."""
    path = written(tmp_path / "c.yaml", interaction())
    whole = path.read_bytes()
    for end in range(1, whole.index(b"interactions:\n")):
        path.write_bytes(whole[:end])
        with pytest.raises(CassetteError):
            read_cassette(path)


def test_a_body_that_was_changed_is_noticed(tmp_path: Path) -> None:
    """Evidence that somebody edited is no evidence."""
    path = written(tmp_path / "c.yaml", interaction())
    path.write_bytes(path.read_bytes().replace(b"A page.", b"A cage."))

    with pytest.raises(CassetteError, match="hashes differ"):
        read_cassette(path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example", "http://a.example/"),
        ("http://A.example:80/x", "HTTP://a.example/x"),
        ("https://a.example:443/x#part", "https://a.example/x"),
    ],
)
def test_addresses_that_ask_the_same_are_the_same(one: str, other: str) -> None:
    """A fragment, a default port and the case of a host make no other request."""
    assert key("get", one, None, Headers()) == key("GET", other, b"", Headers())


def test_addresses_that_ask_something_else_are_others() -> None:
    """The path's case, the order of a query, another port and a body do."""
    keys = [
        key("GET", url, body, Headers())
        for url in (
            "http://a.example/x",
            "http://a.example/X",
            "http://a.example:8080/x",
            "https://a.example:80/x",
            "http://a.example/x?",
        )
        for body in (None, b"x")
    ]
    assert len(set(keys)) >= 8


REAL = sorted(EDGI.rglob("cassettes/*.yaml"))


@pytest.mark.skipif(not REAL, reason="the cassettes of edgi-govdata-archiving/wayback are not beside this checkout")
def test_there_are_thirty_five_real_cassettes() -> None:
    """The collection is the one that was looked at."""
    assert 35 == len(REAL)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_cassettes_replay_whole(path: Path) -> None:
    """Every answer that vcrpy recorded of the Wayback Machine comes back with its status and a readable body."""
    cassette = read_cassette(path)
    with Session(adapter=Replay(cassette)) as session:
        exchanges = [
            session.fetch(Request(one.url, one.method, one.sent, one.sent_body, follow=False))
            for one in cassette.interactions
        ]

    assert [one.status for one in cassette.interactions] == [exchange.status for exchange in exchanges]
    assert [None] * len(exchanges) == [exchange.error or exchange.body_error for exchange in exchanges]
    assert all(exchange.asked_at for exchange in exchanges)


@pytest.mark.skipif(not REAL, reason="the cassettes of edgi-govdata-archiving/wayback are not beside this checkout")
def test_a_chain_of_a_real_cassette_is_followed() -> None:
    """Redirects within the archive are walked from the recording alone."""
    (path,) = [path for path in REAL if path.stem == "test_get_memento_with_redirects"]
    cassette = read_cassette(path)
    start = next(one.url for one in cassette.interactions if one.status in (301, 302))
    (exchange,) = ask(path, Request(start))

    assert (200, None) == (exchange.status, exchange.error)
    assert len(exchange.hops) > 1
