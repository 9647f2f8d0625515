"""Serving: a free port, the site's own 404 page, nothing kept by the browser."""

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import serve
from tools.problem import Problem


@pytest.fixture
def held() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server((serve.HOST, 0)) as other:
        yield other.getsockname()[1]


def test_a_busy_port_gets_the_next_free_one(tmp_path: Path, held: int) -> None:
    with serve.open_server(tmp_path, range(held, held + 20)) as server:
        assert held < server.server_port < held + 20


def test_no_free_port_gets_a_sentence(tmp_path: Path, held: int) -> None:
    with pytest.raises(Problem, match=f"The ports {held} to {held} on 127.0.0.1 are all in use: stop"):
        serve.open_server(tmp_path, range(held, held + 1))


def test_a_wrong_address_gets_the_sites_own_page(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("not here")
    (tmp_path / "page.html").write_text("here")
    with serve.open_server(tmp_path, range(0, 1)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://{serve.HOST}:{server.server_port}"
        with urllib.request.urlopen(f"{base}/page.html") as answer:
            assert (answer.read(), answer.headers["Cache-Control"]) == (b"here", "no-cache")
        with pytest.raises(urllib.error.HTTPError) as wrong:
            urllib.request.urlopen(f"{base}/no/such/page.html")
        assert (wrong.value.code, wrong.value.read()) == (404, b"not here")
        wrong.value.close()
        server.shutdown()
