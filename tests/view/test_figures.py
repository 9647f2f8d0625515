"""The standing figures: the palette's colours only, ids of their own, the numbers that were measured."""

import gzip
import json
import re
from collections import Counter
from xml.etree import ElementTree

import pytest

from models.view.figures import growth, load, order, steals, svg, switches
from models.view.markup import Markup
from models.words import FOLDER, catalogue

SVG = "{http://www.w3.org/2000/svg}"
RUNS = [load.Run("stealing", {0: [(0, 1_130_000)], 1: [(50_000, 90_000), (200_000, 900_000)]},
                 [(50_000, 1)], 1_130_000),
        load.Run("alone", {0: [(0, 4_110_000)]}, [], 4_110_000)]
LOOKS = {"tick": (6, 6), "runnext": (600, 3), "ring": (597, 564), "global": (32, 15),
         "rings": (30, 14), "last-round": (3, 0), "again": (1, 0)}
LINKS = {cite: (f"proc.go:{i} f", f"https://go.example/{i}") for i, (_, cite) in
         enumerate(order.BOXES.values(), 100)}
LINES = {"loop-counted": [growth.Line("segments", [(1, 2), (10, 20), (100_000, 200_000)]),
                          growth.Line("copying", [(1, 1), (100_000, 1)])],
         "loop-timed": [growth.Line("copying", [(1, 700.0), (100_000, 2.0)]),
                        growth.Line("grown", [(1, 2.0), (100_000, 1.8)], above=False)],
         "down-counted": [growth.Line("copying", [(4, 250.0), (100, 500.0), (9000, 300.0)]),
                          growth.Line("segments", [(4, 0.0), (9000, 1.0)])],
         "down-timed": [growth.Line("copying", [(4, 200.0), (9000, 90.0)]),
                        growth.Line("grown", [(4, 2.0), (9000, 5.0)], above=False)]}
SIZES = {"one": Counter({1: 3, 2: 1, 100: 4}), "other": Counter({7: 1})}


def made() -> dict[str, Markup]:
    """Each figure of made-up numbers, drawn anew."""
    return {
        "load": load.figure(RUNS, 2, n=200, us=20, seed=1),
        "steals": steals.figure(SIZES, n=9, us=5, procs=4, cpus=2, go="1.27.3", steals=8, runs=1,
                                real=1, recorded=1, ones=37, real_ones=0),
        "order": order.figure(LOOKS, LINKS, n=600, us=5, procs=4, seed=1, found=14, looked=30),
        "growth": growth.figure(LINES, go="1.27.3", goos="linux", goarch="amd64", command="c", frame=256,
                                runs=9, clock=30, once=700.0, least=90, most=200, grown_least=2, grown_most=5,
                                deepest="9,000"),
        "switches": switches.figure([switches.Visit("g0"), switches.Visit("main", "gogo"),
                                     switches.Visit("g0", "mcall"), switches.Visit("worker", "gogo")],
                                    ("main", "g0", "worker")),
    }


@pytest.fixture(scope="module")
def figures() -> dict[str, Markup]:
    return made()


@pytest.fixture(params=["load", "steals", "order", "growth", "switches"])
def figure(request, figures) -> str:
    """The HTML of one figure after another."""
    return figures[request.param].html


def drawings(html: str) -> list[ElementTree.Element]:
    """The SVGs of a figure, parsed."""
    return [ElementTree.fromstring(text) for text in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


def texts(html: str) -> list[str]:
    """Every piece of text that is drawn."""
    return [text.text for drawing in drawings(html) for text in drawing.iter(f"{SVG}text")]


def test_two_drawings_of_the_same_are_the_same_bytes(figures):
    assert {name: one.html for name, one in made().items()} == \
        {name: one.html for name, one in figures.items()}


def test_every_colour_is_the_palettes_with_its_light_one_behind(figure):
    variables = re.findall(r"var\(--([\w-]+), (#\w+)\)", figure)
    assert variables and all(svg.palette()[name] == light for name, light in variables)
    rest = re.sub(r"var\([^)]*\)", "", re.sub(r"<style>.*?</style>", "", figure))
    assert re.findall(r"(?:fill|stroke|color): *(?!none|;|\"| )[\w#]+", rest) == []
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r'(url\(|href=")#[\w-]+', "", rest)) == []


def test_ids_are_the_figures_own_and_each_stands_once(figure):
    ids = re.findall(r'\bid="([^"]*)"', figure)
    assert len(ids) == len(set(ids))
    assert len({i.split("-")[1] for i in ids}) == 1 and all(i.startswith("figure-") for i in ids)


def test_what_a_drawing_refers_to_is_there(figure):
    ids = set(re.findall(r'\bid="([^"]*)"', figure))
    used = re.findall(r'(?:url\(#|href="#)([\w-]+)', figure)
    named = re.findall(r'aria-(?:labelledby|describedby)="([^"]*)"', figure)
    assert named and set(used + named) <= ids


def test_each_drawing_has_a_title_and_a_description(figure):
    for drawing in drawings(figure):
        title, desc = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        assert title.text and desc.text
        assert drawing.get("aria-labelledby") == title.get("id")
        assert drawing.get("aria-describedby") == desc.get("id")


def test_nothing_in_a_drawing_reaches_out_of_it(figure):
    assert not [drawing for drawing in drawings(figure) if list(drawing.iter(f"{SVG}style"))]
    assert "font-family" not in re.sub(r"<style>.*?</style>", "", figure)
    assert "matplotlib" not in figure


def test_letters_can_be_selected_and_are_not_too_small(figure):
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", figure)]
    assert min(sizes) >= 11
    assert len(sizes) == len(texts(figure)) > 0


def test_a_figure_is_light(figure):
    assert len(gzip.compress(figure.encode())) < 4_000


def test_words_come_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    for html in (one.html for one in made().values()):
        bare = re.sub(r"⟦[^⟧]*⟧", "", " ".join(texts(html)))
        assert re.findall(r"[A-Za-z]{2,}", re.sub(r"proc.go:\d+ f|\bone\b|\bother\b", "", bare)) == []
        caption = re.search("<figcaption>(.*)</figcaption>", html)[1]
        assert caption.startswith("⟦") and caption.endswith("⟧")


def test_a_colour_that_the_palette_lacks_is_refused():
    with pytest.raises(ValueError, match="the palette has no colour 'pink'; it has paper"):
        svg.colour("pink")


def test_the_load_says_both_makespans(figures):
    html = figures["load"].html
    assert "takes 1.13 ms" in html and "takes 4.11 ms" in html
    assert sorted(set(texts(html)) & {"With stealing: 1.13 ms", "Without: 4.11 ms"}) == [
        "With stealing: 1.13 ms", "Without: 4.11 ms"]


def test_the_load_draws_a_bar_for_each_stretch_at_its_place_and_a_mark_for_each_steal():
    wide = drawings(load.figure(RUNS, 2, n=1, us=1, seed=1).html)[0]
    bars = [path.get("d") for path in wide.iter(f"{SVG}path")
            if path.get("style", "").startswith("fill: var(--running,")]
    edges = [tuple(float(x) for x in re.findall(r"[ML] ([\d.]+)", bar)) for bar in bars]
    room = 520 - load.LEFT - load.RIGHT
    wanted = [(0, 1_130_000), (50_000, 90_000), (200_000, 900_000), (0, 4_110_000)]
    for edge, times in zip(edges, wanted, strict=True):
        assert (min(edge), max(edge)) == pytest.approx(
            [load.LEFT + t / 4_110_000 * room for t in times], abs=0.1)
    assert len(list(wide.iter(f"{SVG}use"))) == 1


def test_bars_of_steals_are_shares():
    assert steals.shares(SIZES["one"]) == [3 / 8, 1 / 8, 0, 0, 0, 0, 0, 4 / 8]
    assert steals.labels() == ["1", "2", "3–4", "5–8", "9–16", "17–32", "33–64", "65+"]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 64, 65, 128])
def test_a_steal_belongs_to_the_bar_whose_label_holds_it(n):
    low, *high = steals.labels()[steals.bar(n)].replace("+", "–128").split("–")
    assert int(low) <= n <= int((high or [low])[0])


@pytest.mark.parametrize("n", [0, 129])
def test_a_size_that_no_steal_has_is_refused(n):
    with pytest.raises(ValueError, match=f"a steal takes 1 to 128 Gs, not {n}"):
        steals.bar(n)


def test_no_steals_make_no_figure():
    with pytest.raises(ValueError, match="there is no steal"):
        steals.shares(Counter())


def test_the_order_has_every_place_from_the_top_down_with_its_count_and_its_link(figures):
    html = figures["order"].html
    drawn = texts(html)
    words = catalogue("en")
    heights = {text.text: float(text.get("y")) for text in drawings(html)[0].iter(f"{SVG}text")}
    names = [heights[words[f"figure.order.{place}"]] for place in order.BOXES]
    assert names == sorted(names)
    for place, (looked, found) in LOOKS.items():
        assert drawn[drawn.index(words[f"figure.order.{place}"]) + 1] == f"{found} of {looked}"
    addresses = [a.get("href") for drawing in drawings(html) for a in drawing.iter(f"{SVG}a")]
    assert addresses == [LINKS[cite][1] for _, cite in order.BOXES.values()]


def test_the_flow_goes_through_all_places_once():
    graph = order.flow()
    assert list(order.tops(graph)) and sorted(order.tops(graph).values()) == [
        1 + i * order.STEP for i in range(len(order.BOXES))]
    assert [place for place in graph if not list(graph.successors(place))] == ["sleep"]


def test_every_citation_of_the_order_is_in_the_lock():
    lock = json.loads((FOLDER.parents[1] / "book/evidence/citations.json").read_text())
    assert {cite for _, cite in order.BOXES.values()} <= lock.keys()


def test_growth_draws_each_line_in_its_own_look_and_names_it(figures):
    wide, narrow = drawings(figures["growth"].html)
    assert [drawing.get("viewBox") for drawing in (wide, narrow)] == ["0 0 520 452", "0 0 340 904"]
    for drawing in (wide, narrow):
        drawn = [text.text for text in drawing.iter(f"{SVG}text")]
        assert [drawn.count(name) for name in ("copying", "segments", "grown before")] == [4, 2, 2]
        styles = [path.get("style") for path in drawing.iter(f"{SVG}path")]
        styles = [style for style in styles if "stroke-width: 2" in style]
        assert len(styles) == 8 and sum("stroke-dasharray" in style for style in styles) == 4


def test_growth_marks_powers_of_ten_and_never_too_many():
    assert growth.powers(0.5, 1000) == [1, 10, 100, 1000] and growth.powers(1.5, 9) == []
    drawn = texts(growth.figure(LINES, **dict.fromkeys(
        ("go", "goos", "goarch", "command", "frame", "runs", "clock", "least", "most", "grown_least",
         "grown_most", "deepest"), 1), once=1.0).html)
    assert "10,000" in drawn and "100,000" not in drawn  # of 1 to 100,000 every second one


def test_growth_wants_all_its_panels():
    with pytest.raises(ValueError, match="the panels are loop-timed; they should be loop-counted, "):
        growth.figure({"loop-timed": []})
