"""The status page's table: the pages as they are, counted."""

import pytest

from models.classroom.check import PAGES
from models.golang.places import ROOT
from models.view import pages, show
from models.words import word
from tools.links import read_book


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_called_what_it_calls_itself(name):
    assert word(f"page.{name}") == read_book(ROOT / "book").titles[name].replace("`", "")


def test_players_and_exercises_stand_beside_the_page_they_are_on():
    for name, page in zip(PAGES, pages.PAGES, strict=True):
        assert page.__name__.rpartition(".")[2] == name.replace("-", "_")
        row = f"{word(f'page.{name}')}: {len(page.PLAYERS)}, {len(PAGES[name].EXERCISES)}"
        assert row in show.status().text.splitlines()


def test_a_page_is_a_link_in_the_book_and_only_there(monkeypatch):
    monkeypatch.setenv("BOOK_BUILD", "html")
    assert '<a href="run-queues.html">' in show.status().html
    monkeypatch.delenv("BOOK_BUILD")
    assert "href" not in show.status().html
