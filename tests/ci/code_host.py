"""A stand-in for the part of GitHub's REST API that is about issues, over HTTPS on loopback."""

from __future__ import annotations

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import trustme

REPOSITORY = "/api/v3/repos/our/docs/issues"


class CodeHost:
    """
    Issues of one repository.

    Attributes:
        issues: As the API gives them, the oldest first.
        asked: Method and path of each request that changed something.
        comments: The texts, in order.
    """

    def __init__(self, folder: Path) -> None:
        """Make one; its certificate goes to *folder*."""
        self.issues: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.comments: list[str] = []
        authority = trustme.CA()
        self.ca_pem = folder / "code-host.pem"
        authority.cert_pem.write_to_path(str(self.ca_pem))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"host": self}))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.name = f"localhost:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Listen."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    def add(
        self, body: str, *, labels: tuple[str, ...] = ("citecheck",), by: str = "Bot", **more: object
    ) -> dict[str, Any]:
        """Open an issue, and give it."""
        issue: dict[str, Any] = {
            "number": len(self.issues) + 1, "state": "open", "body": body, "labels": list(labels), "user": {"type": by}, **more,
        }  # fmt: skip
        self.issues.append(issue)
        return issue

    def answer(self, method: str, target: str, sent: dict[str, Any]) -> tuple[int, object]:
        """Give status and body for a request."""
        parts = urlsplit(target)
        query = {name: words[0] for name, words in parse_qs(parts.query).items()}
        if method == "GET" and parts.path == REPOSITORY:
            fits = [
                issue
                for issue in reversed(self.issues)
                if issue["state"] == query["state"] and query["labels"] in issue["labels"]
            ]
            return 200, fits[: int(query["per_page"])]
        self.asked.append((method, parts.path.removeprefix(REPOSITORY)))
        if method == "POST" and parts.path == REPOSITORY:
            return 201, self.add(sent["body"], labels=tuple(sent["labels"]), title=sent["title"])
        number, _, what = parts.path.removeprefix(f"{REPOSITORY}/").partition("/")
        issue = self.issues[int(number) - 1]
        if (method, what) == ("POST", "comments"):
            self.comments.append(sent["body"])
            return 201, {}
        if (method, what) == ("PATCH", ""):
            issue.update(sent)
            return 200, issue
        return 404, {"message": "Not Found"}


class _Handler(BaseHTTPRequestHandler):
    """Hands requests to the host."""

    host: CodeHost

    def _serve(self) -> None:
        """Answer one."""
        length = int(self.headers.get("Content-Length") or 0)
        sent = json.loads(self.rfile.read(length)) if length else {}
        authorized = self.headers.get("Authorization") == "token a-token"
        status, told = (
            self.host.answer(self.command, self.path, sent) if authorized else (401, {"message": "Bad credentials"})
        )
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = _serve  # noqa: N815 - names of http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
        """Say nothing."""
