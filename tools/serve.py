"""Serving the built book on localhost, as a web server would: with its own page for a wrong address."""

import functools
import http.server
import os
from pathlib import Path

from tools.problem import Problem

HOST = "127.0.0.1"
FIRST, LAST = 8000, 8019


class Pages(http.server.SimpleHTTPRequestHandler):
    """The built site's files; a wrong address gets the site's 404 page, and requests are not logged."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        self.send_page(code, page.read_bytes())

    def send_page(self, code: int, body: bytes) -> None:
        """Answer with this HTML."""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        # A rebuilt page must not be hidden by the browser's copy of the old one.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing: the address that was printed stays the last line."""


class Server(http.server.ThreadingHTTPServer):
    """A server that takes a port only when nobody holds it (Windows would share it)."""

    allow_reuse_address = os.name != "nt"


def serve(folder: Path) -> int:
    """Serve a folder until Ctrl-C and print its address."""
    with open_server(folder) as server:
        print(f"\nThe book is at http://{HOST}:{server.server_port}/ (Ctrl-C stops it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def open_server(folder: Path, ports: range = range(FIRST, LAST + 1)) -> Server:
    """A server on the first of these ports that is free.

    Errors: `Problem` when none is.
    """
    handler = functools.partial(Pages, directory=str(folder))
    for port in ports:
        try:
            return Server((HOST, port), handler)
        except OSError:
            continue
    raise Problem(f"The ports {ports[0]} to {ports[-1]} on {HOST} are all in use: stop one of the "
                  "programs that hold them and run the same command again.")
