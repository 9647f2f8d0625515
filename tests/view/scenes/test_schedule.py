"""The verdict, the table of the shortest bad schedule for paper, and a person who chooses."""

import re
from html import unescape

import pytest

from models.study import algorithms
from models.study.algorithms.studied import Study, rows, worst
from models.study.choosers import replaying, seeded
from models.study.explore.explore import TooMany
from models.study.explore.memory import BLANK, STEPS, choose, end, load, start, store
from models.study.explore.schedule import play
from models.view import show
from models.view.markup import plain
from models.view.player.player import Player
from models.view.scenes.choosing import asking
from models.view.scenes.schedule import schedule
from models.view.scenes.schedule_cells import thread

EVERY = [(name, wrong) for name in algorithms.ALGORITHMS for wrong in algorithms.ALGORITHMS[name].WRONG]


def table_of(name, wrong):
    """The table that stands for a schedule on paper."""
    return show.schedule(name, wrong).player().paper


def cells(html):
    """The table's body, cell by cell."""
    found = re.findall("<tr>(.*?)</tr>", html.split("<tbody>")[1], re.DOTALL)
    return [[unescape(re.sub("<br>", "; ", cell)) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)]
            for row in found]


@pytest.mark.parametrize("name", algorithms.ALGORITHMS)
def test_what_cannot_happen_is_a_sentence_with_its_numbers(name):
    answer = algorithms.check(name)
    shown = show.schedule(name)
    assert f"{answer.states:,} states and {answer.schedules:,} schedules" in shown.text
    assert shown.html == f'<p class="verdict">{shown.text}</p>'


@pytest.mark.parametrize("name, wrong", EVERY)
def test_a_row_is_a_step_in_its_threads_column(name, wrong):
    study = algorithms.study(name, wrong)
    bad, answer = worst(study)
    shown = table_of(name, wrong)
    table = cells(shown.html)
    assert len(table) == len(answer.steps) == len(shown.text.splitlines()) - 1
    for number, (row, step) in enumerate(zip(table, answer.steps), 1):
        filled = [i for i, cell in enumerate(row[1:-1]) if cell]
        assert row[0] == str(number) and filled == [study.names.index(step.thread)]
    assert f"This can happen: {plain(f'schedule.bad.{name}.{bad}')}." in shown.text


@pytest.mark.parametrize("name", algorithms.ALGORITHMS)
def test_each_question_has_its_words(name):
    for bad in algorithms.study(name).bad:
        assert plain(f"schedule.bad.{name}.{bad}")


def test_the_words_that_a_step_changes_stand_beside_it():
    table = cells(table_of("note", "wakes before the key is set").html)
    strip = [[re.sub("<.*?>", "", cell) for cell in row] for row in table]
    assert strip == [["1", "load_atomic key → 0", "", ""], ["2", "", "futexwakeup", ""],
                     ["3", "futexsleep 1, 0 → True", "", "sleeps = True"],
                     ["4", "", "store key, 1", "key = 1"]]


def test_a_store_that_is_seen_late_changes_its_word_when_it_is_seen():
    study = algorithms.study("runq", "runqput stores the tail plainly")
    found = {row.request: row.changed for row in rows(study, worst(study)[1].steps)}
    assert found["store", "p0.tail", 1] == {} and found["seen", "p0.tail", 1] == {"p0.tail": 1}


def test_the_words_of_the_last_row_are_those_of_the_bad_state():
    for name, wrong in EVERY:
        study = algorithms.study(name, wrong)
        answer = worst(study)[1]
        words = dict(zip(study.words, study.memory))
        for row in rows(study, answer.steps):
            words |= row.changed
        last = answer.steps[-1].shared
        assert tuple(words.values()) == (last.words if study.order else last)


def test_threads_without_a_name_have_their_columns_once_they_are_started():
    def ends():
        yield store(len(BLANK), 1)
        yield start(reads)
        yield end("over")

    def reads():
        yield load(len(BLANK))

    study = Study((*BLANK, 0), ((ends,),), {"stuck": lambda at: any(r == load(1) for r in at.requests)},
                  ("M0",), ("woken", "n"))
    assert "<th scope=\"col\">thread 1</th>" in schedule(study).paper.html
    study = study._replace(bad={"stuck": lambda at: at.ended}, threads=((starts,),))
    html = schedule(study).paper.html
    assert "<th scope=\"col\">thread 1</th>" in html and len(cells(html)) == 3


def starts():
    yield start(one)
    yield load(len(BLANK))


def one():
    yield store(len(BLANK), 1)


@pytest.mark.parametrize("name, shown", [("M0", "M0"), ("G12", "G12"), ("G", "G"), ("thief 2", "thief 2"),
                                         ("owner", "owner"), ("writer 3", "writer 3"), (7, "thread 7")])
def test_a_name_is_told_in_words(name, shown):
    assert thread(name) == shown


def test_a_loop_has_schedules_without_end():
    def circles():
        while (yield choose(True, False)):
            pass

    shown = schedule(Study(BLANK, ((circles,),), {"stuck": lambda at: at.stuck}, ("M0",), ("woken",)))
    assert shown.text.endswith(" 3 states and schedules without end, since there is a loop.")


def test_every_word_comes_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    for html in [show.schedule("note").html, *(table_of(name, wrong).html for name, wrong in EVERY)]:
        text = re.sub("<code>.*?</code>", "", html)
        text = re.sub("⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧", "", re.sub("<.*?>", " ", text))
        assert not re.search(r"[^\W\d_]{3,}", text), text


def test_what_somebody_chooses_plays_with_the_verdict_on_all_schedules():
    right, wrong = algorithms.study("note"), algorithms.study("note", "wakes before the key is set")
    assert isinstance(schedule(right, choose=seeded(1)), Player)
    assert schedule(right, choose=seeded(1)).caption == schedule(right).text
    chosen = schedule(wrong, "schedule.bad.note", seeded(3), "here", "Mine")
    assert (chosen.id, chosen.title) == ("here", "Mine") and chosen.caption.startswith("One of many schedules. This can")


def test_a_schedule_of_ones_own_has_an_address_of_its_own():
    study = algorithms.study("note", "wakes twice")
    ids = [schedule(study).id, show.schedule(study).id, schedule(study, choose=seeded(2)).id]
    assert ids[0] == ids[1] != ids[2] and re.fullmatch("fig-schedule-[0-9a-f]{8}", ids[0])


def test_a_schedule_without_end_is_refused():
    def circles():
        while (yield choose(True)):
            pass
    study = Study(BLANK, ((circles,),), {"stuck": lambda at: at.stuck}, ("M0",), ("woken",))
    with pytest.raises(TooMany, match="more than 500 steps"):
        schedule(study, choose=seeded(0))


# A person chooses.

def twice():
    n = yield load(len(BLANK))
    yield store(len(BLANK), n + 1)


def chosen(*said):
    """What somebody sees who says this, and what comes of it."""
    seen, answers = [], iter(said)

    def read(prompt):
        seen.append(prompt)
        return next(answers)
    return play((*BLANK, 0), [(twice,), (twice,)], STEPS, asking(None, read, seen.append), ["a", "b"]), seen


def test_a_person_makes_the_lost_update():
    played, seen = chosen("1", "2", "1")
    assert played.shared == (*BLANK, 1)
    assert seen[:3] == ["1  a: load 1 -> 0", "2  b: load 1 -> 0", "Which step is next, 1 to 2? "]
    assert len([line for line in seen if line.startswith("Which")]) == 3  # the last step is no choice


def test_what_is_no_option_is_asked_again():
    played, seen = chosen("", "3", "x", " 2 ", "1", "1")
    assert seen.count("Which step is next, 1 to 2? ") == 6
    assert [line for line in seen if line.startswith("“")] == [
        f"“{said}” is not one of the numbers 1 to 2." for said in ("", "3", "x")]
    assert played.steps[0].thread == "b"


def test_a_persons_schedule_can_be_replayed():
    played, _ = chosen("2", "1", "1")
    assert play((*BLANK, 0), [(twice,), (twice,)], STEPS, replaying(played.steps), ["a", "b"]) == played


def test_options_that_are_no_steps_are_shown_as_they_are():
    seen = []
    assert asking(None, lambda prompt: "2", seen.append)("m", ["x", "y"]) == "y"
    assert seen == ["1  x", "2  y"]


def test_a_persons_schedule_of_a_study_names_its_words_and_plays():
    seen, answers = [], iter("121")
    study = Study((*BLANK, 0), ((twice,), (twice,)), {"lost": lambda at: at.ended and at.shared[1] == 1}, ("a", "b"),
                  ("woken", "n"))
    shown = schedule(study, choose=asking(study, lambda prompt: next(answers), seen.append))
    assert seen[:2] == ["1  a: load n -> 0", "2  b: load n -> 0"]
    assert [step.lane for step in shown.scene.steps] == ["thread 0", "thread 1", "thread 0", "thread 1", ""]
    assert shown.scene.steps[-1].message == "schedule.ends.bad"
