"""Every status has its word and its colour in every format, and each way of ending its words."""

import csv
import io
import re
from datetime import UTC, datetime

import docx
import openpyxl
import pytest

from docs.word_template import TEMPLATE
from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline, Done, End, Key, Owed, Status
from resolutions_cli.core.statistics.tally import ended_as, owing_as
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.fields.deadline_json import deadline_json
from resolutions_cli.render.formats.docx import docx_file
from resolutions_cli.render.formats.html import CLASSES, html_page
from resolutions_cli.render.formats.markdown import markdown_page
from resolutions_cli.render.formats.page import Report
from resolutions_cli.render.formats.sheet import csv_file
from resolutions_cli.render.formats.table import plain_table
from resolutions_cli.render.formats.terminal import STYLES
from resolutions_cli.render.formats.xlsx import FILLS, xlsx_file
from resolutions_cli.render.views.due import due_table
from resolutions_cli.render.views.list_sheets import due_sheet
from resolutions_cli.render.words.concerns import ended_words
from resolutions_cli.render.words.figures import category_words
from resolutions_cli.render.words.words import STATUS_WORDS, status_style, status_words
from tests.story import Story, procedure, when

MADE = datetime(2026, 9, 24, 9, tzinfo=UTC)
AS_OF, DUE, LATER = when("2026-09-24T09:00"), when("2026-09-11"), when("2026-09-24T08:00")
EARLIER = when("2026-09-10")


def deadline(status: Status, how: End | None = None, at: Moment = LATER) -> Deadline:
    dated = status not in (Status.NO_DATE, Status.DONE)
    return Deadline(
        reference="D-1",
        procedure="nyscp",
        version="1",
        owed=Owed(
            key=Key("3", 1, "main"),
            title="Line manager to line manager",
            role_words="the line managers",
            clocks=(Clock("within 10 working days", "disputed", "3", due=DUE),) if dated else (),
            arose=1,
            done=Done(at, how) if how else None,
        ),
        status=status,
        working_days_late=9 if status is Status.MISSED else None,
    )


#: Every way in which a deadline can stand: its word, and what ended it.
WAYS = {
    "OVERDUE": deadline(Status.OVERDUE),
    "PAST GUIDE": deadline(Status.PAST_GUIDE),
    "PAST GUIDE, ended": deadline(Status.PAST_GUIDE, End.FULFILLED),
    "DUE TODAY": deadline(Status.DUE_TODAY),
    "DUE SOON": deadline(Status.DUE_SOON),
    "ON TIME": deadline(Status.ON_TIME),
    "NO DATE": deadline(Status.NO_DATE),
    "DONE": deadline(Status.MET, End.FULFILLED, EARLIER),
    "DONE, of no date": deadline(Status.DONE, End.MOVED_ON),
    "DONE LATE": deadline(Status.MISSED, End.FULFILLED),
    "MISSED": deadline(Status.MISSED, End.LEFT),
    "MISSED, a date given up": deadline(Status.MISSED, End.LAPSED),
    "LEFT": deadline(Status.LEFT, End.LEFT, EARLIER),
    "NO LONGER DUE": deadline(Status.ENDED, End.LAPSED, EARLIER),
}

each_way = pytest.mark.parametrize(
    ("word", "way"), [(word.partition(",")[0], way) for word, way in WAYS.items()], ids=list(WAYS)
)


def test_every_status_and_every_ending_is_among_the_ways() -> None:
    assert {way.status for way in WAYS.values()} == set(Status) == set(STATUS_WORDS)
    assert {way.owed.done.how for way in WAYS.values() if way.owed.done} == set(End)


@each_way
def test_each_has_its_word_in_each_format(word: str, way: Deadline) -> None:
    table = due_table([way], [], AS_OF)
    assert status_words(way) == word
    assert f"{word}  " in plain_table(table)
    page = html_page("D-1", [table])
    assert re.search(rf'class="status [a-z-]+">{word}<', page), "a word with a colour"
    assert f"{word} |" in markdown_page([table], ())
    made = docx.Document(io.BytesIO(docx_file(Report("D-1", [table], ()), MADE)))
    cells = made.tables[0].rows[1].cells
    assert cells[0].text == word
    assert cells[0].paragraphs[0].runs[0].style.name == status_style(way)


@each_way
def test_each_has_its_colour_in_every_palette(word: str, way: Deadline) -> None:
    style = status_style(way)
    in_word = {each.name for each in docx.Document(str(TEMPLATE)).styles}
    for palette in (STYLES, CLASSES, in_word):
        assert style in palette, word
    assert way.status.value in FILLS, word


@each_way
def test_each_has_its_code_in_json_and_in_both_sheets(word: str, way: Deadline) -> None:
    code, how = way.status.value, way.owed.done.how.value if way.owed.done else None
    assert (deadline_json(way)["status"], deadline_json(way)["how"]) == (code, how)
    sheet = due_sheet([way], [], [])
    (row,) = csv.DictReader(io.StringIO(csv_file(sheet).decode("utf-8-sig")))
    assert (row["status"], row["how"]) == (code, how or ""), word
    assert bool(row["fulfilled_on"]) is (how == "fulfilled" or way.status is Status.DONE), word
    made = io.BytesIO(xlsx_file([sheet], MADE))
    cell = openpyxl.load_workbook(made).worksheets[0]["A2"]
    assert (cell.value, cell.fill.start_color.rgb[2:]) == (code, FILLS[code][1:])


#: The code of the line in the statistics; of DONE it is `met` where there was a date.
COUNTED = {
    **dict.fromkeys(("DUE TODAY", "DUE SOON", "ON TIME"), "in-time"),
    "OVERDUE": "overdue",
    "PAST GUIDE": "past-guide",
    "NO DATE": "no-date",
    "DONE": "met",
    "DONE LATE": "missed",
    "MISSED": "missed",
    "LEFT": "left",
    "NO LONGER DUE": "ended",
}


@each_way
def test_each_is_counted_in_one_line_of_the_statistics(word: str, way: Deadline) -> None:
    if way.status is Status.DONE:
        assert ended_as(way) == "met-without-date"
    elif way.is_open:
        assert owing_as(way).value == COUNTED[word]
    else:
        assert ended_as(way).value == COUNTED[word]
        assert category_words("duties-ended", ended_as(way)) != ended_as(way).value


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("DONE", "done Thu 10 Sep 2026"),
        ("DONE LATE", "done Thu 24 Sep 2026 08:00, 9 working days late"),
        ("DONE, of no date", "the stage was left on Thu 24 Sep 2026 08:00"),
        ("LEFT", "the stage was left on Thu 10 Sep 2026"),
        (
            "MISSED",
            "not recorded as done when the stage was left on Thu 24 Sep 2026 08:00,"
            " 9 working days past it",
        ),
        (
            "MISSED, a date given up",
            "not recorded as done when another date was set on Thu 24 Sep 2026 08:00,"
            " 9 working days past it",
        ),
        ("NO LONGER DUE", "no longer due since Thu 10 Sep 2026"),
        ("OVERDUE", ""),
    ],
)
def test_what_ended_it_is_said_and_no_more(way: str, words: str) -> None:
    story = Story(procedure("nyscp"))
    story.opens("2026-09-01T09:00", "1")
    assert ended_words(WAYS[way], story.case("2026-09-24").dispute) == words
