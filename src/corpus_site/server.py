"""A small web server for looking at the built site on this machine; not for the public."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from corpus_site.problems import CannotGoOn


class Pages(SimpleHTTPRequestHandler):
    """Serves a folder as a static host does: its own page for what is not there, nothing kept by the browser."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of what went well."""

    def list_directory(self, path: Any) -> None:
        """A folder without a page of its own is not there, as on a static host."""
        self.send_error(HTTPStatus.NOT_FOUND)


def server(site: Path, host: str, port: int) -> ThreadingHTTPServer:
    """Open the server without starting it; port 0 takes any free one.

    Raises `CannotGoOn` when the address is taken.
    """
    try:
        return ThreadingHTTPServer((host, port), partial(Pages, directory=str(site)))
    except OSError as why:
        raise CannotGoOn(f"cannot serve on {host}:{port}: {why.strerror}; take another port with --port") from why


def address(opened: ThreadingHTTPServer) -> str:
    """Tell where the opened server answers."""
    host, port = opened.server_address[:2]
    return f"http://{host if isinstance(host, str) else host.decode()}:{port}/"
