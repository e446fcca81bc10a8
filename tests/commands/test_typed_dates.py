"""Dates typed at a question: said as they were understood, asked back where they are in doubt."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resolutions_cli.core.entries.facts import Closed, Recorded
from tests.core.test_dates_as_people_write import NEWCOMER
from tests.desk import REF, Desk

#: A Monday.
NOW = "2026-11-30T16:30"

WHY = ("--reason", "No agreement after two calls.")


def opened(desk: Desk) -> Desk:
    desk.at("2026-11-16T09:00").opens("1")
    return desk.at(NOW)


def recorded(desk: Desk) -> str:
    """The date of the event that was recorded last."""
    facts = desk.newest().facts
    assert isinstance(facts, Recorded)
    return f"{facts.on.local:%Y-%m-%d %H:%M}" if facts.on.instant else str(facts.on.day)


# ------------------------------------------------------------------ said as understood


@pytest.mark.parametrize(
    ("typed", "said", "on"),
    [
        ("19/11/2026", "Thu 19 Nov 2026, 11 days ago, 7 working days", "2026-11-19"),
        ("19th November", "Thu 19 Nov 2026, 11 days ago, 7 working days", "2026-11-19"),
        ("last tuesday", "Tue 24 Nov 2026, 6 days ago, 4 working days", "2026-11-24"),
        ("yesterday 3pm", "Sun 29 Nov 2026 3pm, yesterday", "2026-11-29 15:00"),
        ("this morning", "Mon 30 Nov 2026, today", "2026-11-30"),
        ("3 working days ago", "Wed 25 Nov 2026, 5 days ago, 3 working days", "2026-11-25"),
    ],
)
def test_a_date_is_said_as_it_was_understood(desk: Desk, typed: str, said: str, on: str) -> None:
    done = opened(desk).typing(typed).asks("record", REF, "discussion")
    assert done.code == 0
    assert f":   {said}\n" in done.err
    assert recorded(desk) == on


def test_a_plan_is_the_coming_day_and_what_happened_the_last(desk: Desk) -> None:
    said = opened(desk).typing("friday").asks("chase", REF, "Rings.", "--who", "Head")
    assert "  Fri 4 Dec 2026, in 4 days, 4 working days\n" in said.err
    said = desk.typing("friday").asks("record", REF, "discussion")
    assert "  Fri 27 Nov 2026, 3 days ago, 1 working day\n" in said.err


# ------------------------------------------------------------------ asked back


def test_a_date_that_can_be_read_in_two_ways_is_asked_back_the_day_first(desk: Desk) -> None:
    desk.at("2026-03-01T09:00").opens("1")
    desk.at("2026-04-08T09:00").typing("03/04/2026", "").asks("record", REF, "discussion")
    assert recorded(desk) == "2026-04-03"


def test_no_asks_for_the_other_way_and_then_again(desk: Desk) -> None:
    desk.at("2026-03-01T09:00").opens("1")
    desk.at("2026-04-08T09:00").typing("03/04/2026", "n", "no", "03/04/2026", "n", "y")
    said = desk.asks("record", REF, "discussion")
    assert said.err.count("  Fri 3 Apr 2026, 5 days ago, 2 working days? [Y/n]: ") == 2
    assert said.err.count("  Wed 4 Mar 2026, 35 days ago, 23 working days? [Y/n]: ") == 2
    assert recorded(desk) == "2026-03-04"


def test_a_reading_that_cannot_be_is_not_offered_and_the_other_is_still_asked_back(
    desk: Desk,
) -> None:
    desk.at("2026-03-01T09:00").opens("1")
    desk.at("2026-03-09T09:00").typing("03/04/2026", "").asks("record", REF, "discussion")
    assert recorded(desk) == "2026-03-04"


def test_a_date_that_is_far_away_is_asked_back(desk: Desk) -> None:
    said = opened(desk).typing("19/11/2025", "n", "19/11/2026").asks("record", REF, "discussion")
    assert "  Wed 19 Nov 2025, 376 days ago? [y/n]: " in said.err
    assert recorded(desk) == "2026-11-19"


@pytest.mark.parametrize("slip", ["", "z", "ye"])
def test_neither_enter_nor_a_slip_takes_a_date_that_is_far_away(desk: Desk, slip: str) -> None:
    said = (
        opened(desk).typing("19/11/2025", slip, "n", "19/11/2026").asks("record", REF, "discussion")
    )
    assert said.err.count("  Wed 19 Nov 2025, 376 days ago? [y/n]: ") == 2
    assert recorded(desk) == "2026-11-19"


@pytest.mark.parametrize("first", ["19/11/2025", "Monday 19 November"])
def test_a_date_that_is_typed_at_the_question_back_is_taken_instead(desk: Desk, first: str) -> None:
    said = opened(desk).typing(first, "20/11/2026").asks("record", REF, "discussion")
    assert said.code == 0, said.err
    assert "  Fri 20 Nov 2026, 10 days ago, 6 working days\n" in said.err
    assert recorded(desk) == "2026-11-20"


def test_a_date_typed_at_the_question_back_is_asked_back_itself_where_it_is_in_doubt(
    desk: Desk,
) -> None:
    said = (
        opened(desk)
        .typing("Monday 19 November", "20/11/2025", "n", "today")
        .asks("record", REF, "discussion")
    )
    assert "  Thu 20 Nov 2025, 375 days ago? [y/n]: " in said.err
    assert recorded(desk) == "2026-11-30"


def test_a_weekday_that_does_not_fit_is_asked_back(desk: Desk) -> None:
    said = opened(desk).typing("Monday 19 November", "").asks("record", REF, "discussion")
    assert "  Thu 19 Nov 2026, 11 days ago, 7 working days? [Y/n]: " in said.err
    assert recorded(desk) == "2026-11-19"


def test_a_time_that_may_be_in_the_night_is_asked_back(desk: Desk) -> None:
    said = opened(desk).typing("yesterday 3:30", "").asks("record", REF, "discussion")
    assert "  Sun 29 Nov 2026 3:30pm, yesterday? [Y/n]: " in said.err
    assert recorded(desk) == "2026-11-29 15:30"


def test_a_time_that_the_clocks_showed_twice_is_asked_back(desk: Desk) -> None:
    desk.at("2026-10-20T09:00").opens("1")
    desk.at("2026-10-26T09:00").typing("yesterday 1:30am", "n", "").asks(
        "record", REF, "discussion"
    )
    on = desk.newest().facts
    assert isinstance(on, Recorded)
    assert on.on.local.isoformat() == "2026-10-25T01:30:00+00:00"


def test_the_date_of_an_action_is_asked_back_and_said(desk: Desk) -> None:
    answers = ("agreed", "", "Both agree.", "Head: rings by next friday", "n", "y", "", "")
    said = opened(desk).typing(*answers).asks("close", REF)
    assert said.code == 0, said
    assert "  Fri 4 Dec 2026, in 4 days, 4 working days? [Y/n]: " in said.err
    facts = desk.newest().facts
    assert isinstance(facts, Closed)
    assert [str(by.day) for by in facts.action_dates.values()] == ["2026-12-11"]


def test_a_call_of_today_is_told_as_a_time_alone(desk: Desk) -> None:
    opened(desk).done("risk", REF, *WHY, "--at", "today 09:00")
    said = desk.typing("n", "3.20pm", "", "", "", "").asks("risk", REF)
    assert "  Mon 30 Nov 2026 3:20pm, today\n" in said.err


# ------------------------------------------------------------------ options and spreadsheets


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("03/04/2026", ("Fri 3 Apr 2026", "Wed 4 Mar 2026")),
        ("monday", ("Mon 30 Nov 2026", "Mon 23 Nov 2026")),
        ("yesterday 3:30", ("Sun 29 Nov 2026 3:30pm", "Sun 29 Nov 2026 3:30am")),
    ],
)
def test_an_option_is_refused_what_can_be_read_in_two_ways_with_both(
    desk: Desk, typed: str, both: tuple[str, str]
) -> None:
    error = opened(desk).refused(2, "record", REF, "discussion", "--on", typed)
    assert f"in more than one way: {both[0]} or {both[1]}\n  --on\n" in error
    desk.done("record", REF, "discussion", "--on", both[1])


@pytest.mark.parametrize("typed", ["19/11/2026", "19th November", "last thursday", "11 days ago"])
def test_an_option_takes_what_can_be_read_in_one_way(desk: Desk, typed: str) -> None:
    opened(desk).done("record", REF, "discussion", "--on", typed)
    assert recorded(desk) in ("2026-11-19", "2026-11-26")


def test_an_option_takes_a_date_that_is_far_away_with_its_year(desk: Desk) -> None:
    opened(desk).done("record", REF, "discussion", "--on", "19/11/2025")
    assert recorded(desk) == "2025-11-19"


def test_a_corrected_date_is_read_as_the_fact_looks(desk: Desk) -> None:
    opened(desk).done("chase", REF, "Rings.", "--who", "Head", "--by", "2026-12-10")
    desk.done("correct", REF, "2", *WHY, "--set", "by_when=friday")
    assert desk.due("chase:1")[1] == "2026-12-04"
    desk.done("correct", REF, "2", *WHY, "--set", "by_when=in 3 working days")
    assert desk.due("chase:1")[1] == "2026-12-03"


def test_new_words_of_an_action_take_their_date_along_or_are_refused(desk: Desk) -> None:
    ends = ("--outcome", "agreed", "--reason", "Both agree.")
    opened(desk).done("close", REF, *ends, "--action", "Head: rings by friday")
    assert desk.due("action:1")[1] == "2026-12-04"
    said = desk.refused(2, "correct", REF, "2", *WHY, "--set", "action-1=Head: rings by 3/4/2027")
    assert "Sat 3 Apr 2027 or Thu 4 Mar 2027\n  --set action-1\n" in said
    desk.done("correct", REF, "2", *WHY, "--set", "action-1=Head: rings by next monday")
    assert desk.due("action:1")[1] == "2026-12-07"


# ------------------------------------------------------------------ on a terminal


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("line", NEWCOMER.strip().splitlines())
def test_each_of_the_new_users_dates_is_understood_or_asked_back_on_a_terminal(
    desk: Desk, cache: Path, line: str
) -> None:
    typed, looks, means = (cell.strip() for cell in line.split("|"))
    opened(desk)
    words = {
        "past": ("record", REF, "discussion"),
        "future": ("chase", REF, "Rings.", "--who", "Head"),
    }[looks]
    shown = on_a_terminal(desk, cache, *words, typed=typed)
    assert "error" not in shown
    assert f"  {means.partition(' / ')[0]}, " in shown
    assert ("? [Y/n]" in shown or "? [y/n]" in shown) == (" / " in means)
    assert "recorded: entry 2" in shown


def on_a_terminal(desk: Desk, cache: Path, *words: str, typed: str) -> str:
    """What a terminal shows of a command at which somebody types, and says yes to what is
    asked back, by Enter where that will do."""
    import pty

    ours, theirs = pty.openpty()
    environ = {
        "PATH": os.environ["PATH"],
        "TERM": "dumb",
        "RESOLVE_WORKSPACE": str(desk.folder),
        "RESOLVE_NOW": NOW,
        "XDG_CACHE_HOME": str(cache),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "resolutions_cli", *words],
        **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
        env=environ,
    ) as running:
        os.close(theirs)
        shown, since, is_typed = b"", time.monotonic(), False
        try:
            while time.monotonic() - since < 60:
                if not select.select([ours], [], [], 1)[0]:
                    continue
                if not (part := os.read(ours, 1 << 16)):
                    break
                shown += part
                # a question may come in pieces
                if not is_typed and shown.endswith(b": "):
                    is_typed = bool(os.write(ours, f"{typed}\n".encode()))
                elif shown.endswith((b"later: ", b"? [Y/n]: ")):
                    os.write(ours, b"\n")
                elif shown.endswith(b"? [y/n]: "):
                    os.write(ours, b"y\n")
        except OSError:  # Linux: the other end is closed
            pass
        if running.poll() is None and time.monotonic() - since >= 60:
            running.kill()
        running.wait(60)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")
