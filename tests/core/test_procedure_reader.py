"""From a decoded file to a Procedure: what each key becomes, and what is refused."""

import tomllib
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolutions_cli.core.procedure.checks import check_procedure
from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.procedure.model import (
    GENERAL_RISK,
    Decision,
    Detail,
    Duty,
    Move,
    Procedure,
)
from resolutions_cli.core.procedure.reader import read_procedure
from resolutions_cli.core.procedure.table import LATER_WORDS
from resolutions_cli.core.time.amount import Amount, Unit, read_amount
from resolutions_cli.core.time.amount_advice import what_to_write

SMALL = """
[procedure]
id = "southshire"
version = "2026-04"
title = "Escalation"
owner = "Southshire"
nation = "england"
source = "chapter 4"

[[stage]]
id = "1"
title = "Between the professionals"
who = ["the professionals"]
start = true
cite = "row 1"
"""


def read(toml: str) -> Procedure:
    procedure, problems = read_procedure(tomllib.loads(toml), {}, "digest")
    assert problems == ()
    assert procedure is not None
    return procedure


def refused(toml: str) -> list[str]:
    """The names of the problems of a file that cannot be used."""
    procedure, problems = read_procedure(tomllib.loads(toml), {}, "digest")
    assert procedure is None
    return [problem.name for problem in problems]


# ------------------------------------------------------------------ amounts


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("10 working days", 10, Unit.WORKING_DAY),
        ("1 working day", 1, Unit.WORKING_DAY),
        ("1 day", 1, Unit.DAY),
        ("2 weeks", 2, Unit.WEEK),
        ("6 months", 6, Unit.MONTH),
        ("96 hours", 96, Unit.HOUR),
        ("3660 days", 3660, Unit.DAY),
        ("at once", 0, Unit.AT_ONCE),
        ("immediately", 0, Unit.SAME_DAY),
        ("same day", 0, Unit.SAME_DAY),
    ],
)
def test_an_amount_is_read_and_keeps_its_words(words: str, number: int, unit: Unit) -> None:
    assert read_amount(words) == Amount(number, unit, words)


@pytest.mark.parametrize(
    "words",
    [
        "", "10", "zero days", "0 days", "-1 day", "3661 days", "010 days", "1.5 days", "٣ days",
        "306 years", "days", "10 working", "99999 days", "1 minute", "thirteen days", "72hrs",
        "a week", "ten", "24 to 96 hours",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_not_guessed_at(words: str) -> None:
    assert read_amount(words) is None


@pytest.mark.parametrize(
    ("written", "number", "unit", "shown"),
    [
        ("Ten Working Days", 10, Unit.WORKING_DAY, "Ten Working Days"),
        (" 10  working\n days ", 10, Unit.WORKING_DAY, "10 working days"),
        ("5 calendar days", 5, Unit.DAY, "5 calendar days"),
        ("one calendar day", 1, Unit.DAY, "one calendar day"),
        ("two working weeks", 2, Unit.WORKING_WEEK, "two working weeks"),
        ("Twelve months", 12, Unit.MONTH, "Twelve months"),
        ("2 years", 2, Unit.YEAR, "2 years"),
        ("305 years", 305, Unit.YEAR, "305 years"),
        ("Immediately", 0, Unit.SAME_DAY, "Immediately"),
        ("AT  ONCE", 0, Unit.AT_ONCE, "AT ONCE"),
    ],
)
def test_an_amount_is_read_as_the_text_writes_it_and_shown_in_its_words(
    written: str, number: int, unit: Unit, shown: str
) -> None:
    assert read_amount(written) == Amount(number, unit, shown)


@pytest.mark.parametrize(
    ("written", "aim", "limit"),
    [
        ("24 to 96 hours", "24 hours", "96 hours"),
        ("24-96 Hours", "24 Hours", "96 Hours"),
        ("24 \N{EN DASH} 96 hours", "24 hours", "96 hours"),
        ("one to two Working Days", "one Working Day", "two Working Days"),
        ("1 to 2 working weeks", "1 working week", "2 working weeks"),
    ],
)
def test_a_range_is_the_aim_and_the_limit_of_a_within(written: str, aim: str, limit: str) -> None:
    (found,) = read(f"{SMALL}\n{within(written)}").stages["1"].limits
    assert found.aim == read_amount(aim)
    assert found.amount == read_amount(limit)
    assert (found.aim and found.aim.words, found.rule) == (aim, f"within {limit}")


def within(written: str, more: str = "") -> str:
    return f'[[stage.limit]]\nwithin = "{written}"\nof = "raised"\ncite = "1"\n{more}'


@pytest.mark.parametrize("written", ["96 to 24 hours", "24 to 24 hours"])
def test_a_range_whose_aim_is_not_earlier_is_refused(written: str) -> None:
    assert refused(f"{SMALL}\n{within(written)}") == ["bad-amount"]


def test_a_range_stands_only_in_a_within_and_without_a_further_aim() -> None:
    twice = within("24 to 96 hours", 'aim = "12 hours"')
    assert refused(f"{SMALL}\n{twice}") == ["bad-limit"]
    before = within("24 to 96 hours").replace("within", "before")
    assert refused(f"{SMALL}\n{before}") == ["bad-amount"]


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("72hrs", 'write "72 hours"'),
        ("10wd", 'write "10 working days"'),
        ("10-day", 'write "10 days"'),
        ("1 wk", 'write "1 week"'),
        ("fortnight", 'write "14 days"'),
        ("two fortnights", 'write "28 days"'),
        ("10 business days", 'write "10 working days"'),
        ("an hour", 'write "1 hour"'),
        ("forty-eight hours", 'write "48 hours"'),
        ("ten (10) working days", 'write "ten working days"'),
        ("straight away", 'write "immediately"'),
        ("the next working day", 'write "1 working day"'),
        ("within 10 days", 'the amount alone: write "10 days"'),
        ("two weeks or so", 'the amount alone: write "two weeks"'),
        ("10", 'say of what: "10 working days", "10 days" or "10 hours"'),
        ("0 days", 'no time at all is "at once" (that minute) or "same day"'),
        ("010 days", 'write "10 days"'),
        ("5000 days", 'at most "3660 days"'),
        ("500 years", 'at most "305 years"'),
    ],
)
def test_what_is_no_amount_is_answered_with_what_to_write(written: str, advice: str) -> None:
    assert what_to_write(written, may_be_range=True) == advice


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("ASAP", "`said = "),
        ("without undue delay", "`said = "),
        ("10 school days", "school days"),
        ("30 minutes", '"1 hour"'),
        ("1.5 days", "whole numbers"),
        ("24 hours to 4 days", '`aim = "24 hours"` beside `within = "4 days"`'),
        ("soonish", '"10 working days"'),
        ("a" * 10_000, '"10 working days"'),
    ],
)
def test_the_advice_for_an_amount_names_the_word_to_use(written: str, word: str) -> None:
    assert word in what_to_write(written, may_be_range=True)


def test_the_advice_where_a_range_cannot_stand_is_one_amount() -> None:
    assert what_to_write("24 to 96 hours", may_be_range=False).startswith('one amount, as "96')
    assert what_to_write("1 day or 2 days", may_be_range=False) == 'one amount, as "1 day"'


# ------------------------------------------------------------------ what each key becomes


def test_the_smallest_file_is_a_procedure() -> None:
    procedure = read(SMALL)
    assert procedure.label == "southshire@2026-04"
    assert procedure.digest == "digest"
    assert [stage.id for stage in procedure.starts] == ["1"]
    assert procedure.risk == GENERAL_RISK
    assert procedure.checked_on is None


def test_the_first_table_s_optional_keys_are_read() -> None:
    toml = SMALL.replace(
        "\n[[stage]]",
        'url = "https://example.org/"\nchecked_on = 2026-11-22\nasks = ["raised"]\n[[stage]]',
    )
    procedure = read(toml)
    assert procedure.url == "https://example.org/"
    assert procedure.checked_on == date(2026, 11, 22)
    assert procedure.asks == ("raised",)


@pytest.mark.parametrize("table", ["concerns", "grounds", "about", "roles", "outcomes"])
def test_a_table_of_codes_is_read_in_the_file_s_order(table: str) -> None:
    procedure = read(f'{SMALL}\n[{table}]\nzeta = "last first"\nalpha = "first last"')
    assert getattr(procedure, table) == {"zeta": "last first", "alpha": "first last"}
    assert list(getattr(procedure, table)) == ["zeta", "alpha"]


def test_text_over_several_lines_becomes_one_line() -> None:
    assert read(SMALL.replace('"Escalation"', '"""\n  Escalation\n  and more"""')).title == (
        "Escalation and more"
    )


def test_a_move_has_grounds_and_questions() -> None:
    moves = 'moves = [{ to = "2", grounds = ["policy"], questions = { why = "Why now?" } }]'
    assert read(SMALL + moves).stages["1"].moves == (Move("2", ("policy",), {"why": "Why now?"}),)


def test_a_decision_has_a_way_and_questions() -> None:
    toml = """
    [[stage.decision]]
    code = "review"
    means = "a review is recommended"
    to = "closed"
    any = true
    questions = { criteria = "How are the criteria met?" }
    [[stage.decision]]
    code = "upheld"
    means = "the decision stands"
    to = ""
    """
    assert list(read(SMALL + toml).stages["1"].decisions.values()) == [
        Decision(
            "review", "a review is recommended", "closed", True,
            {"criteria": "How are the criteria met?"},
        ),
        Decision("upheld", "the decision stands", ""),
    ]  # fmt: skip


def test_a_limit_counts_forward_back_or_by_agreement() -> None:
    toml = """
    [[stage.limit]]
    within = "48 hours"
    of = "meeting"
    aim = "same day"
    cite = "row 7"
    reading = "from when they met"
    [[stage.limit]]
    before = "1 day"
    of = "meeting"
    cite = "row 8"
    [[stage.limit]]
    agreed = true
    cite = "row 9"
    """
    hours, day = Amount(48, Unit.HOUR, "48 hours"), Amount(1, Unit.DAY, "1 day")
    same_day = Amount(0, Unit.SAME_DAY, "same day")
    assert read(SMALL + toml).stages["1"].limits == (
        Limit(hours, of="meeting", aim=same_day, cite="row 7", reading="from when they met"),
        Limit(day, backward=True, of="meeting", cite="row 8"),
        Limit(None, agreed=True, cite="row 9"),
    )


def test_a_duty_can_be_each_agency_s_and_arise_from_an_event() -> None:
    toml = """
    [[stage.duty]]
    id = "more"
    title = "What was asked for is there"
    who = ["each agency"]
    each = "concerned"
    from = "asked"
    until = "received"
    """
    assert read(SMALL + toml).stages["1"].duties == (
        Duty("more", "What was asked for is there", ("each agency",), ("received",), "concerned",
             "asked"),
    )  # fmt: skip


def test_an_event_s_details_are_read() -> None:
    toml = """
    [events.report]
    means = "a report was received"
    kinds = ["first", "second"]
    planned = true
    recurring = true
    of_agency = true
    [events.report.details.contents]
    means = "what it contains"
    kind = "all-of"
    choices = { chronology = "a chronology" }
    needed = true
    [events.report.details.members]
    means = "who sits on it"
    kind = "people"
    role = "board representative"
    at_least = 2
    """
    event = read(SMALL + toml).events["report"]
    assert (event.kinds, event.planned) == (("first", "second"), True)
    assert (event.recurring, event.of_agency) == (True, True)
    assert event.details == {
        "contents": Detail(
            "contents", "what it contains", "all-of", {"chronology": "a chronology"}, needed=True
        ),
        "members": Detail(
            "members", "who sits on it", "people", role="board representative", at_least=2
        ),
    }


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('"southshire"', '"South Shire"', ["bad-code"]),
        ('"southshire"', '"a:b"', ["bad-code"]),
        ('"southshire"', '"../x"', ["bad-code"]),
        ('"2026-04"', '"2026/04"', ["bad-code"]),
        ('"2026-04"', '"a..b"', ["bad-code"]),
        ('"2026-04"', "2026", ["wrong-type"]),
        ('"Escalation"', '""', ["missing-key"]),
        ('"Escalation"', '"Esc\\u001b[2J"', ["bad-text"]),
        ('"england"', '"England"', ["bad-value"]),
        ('["the professionals"]', "[]", ["missing-key"]),
        ('["the professionals"]', "[1]", ["wrong-type"]),
        ("start = true", "start = 1", ["wrong-type"]),
        ('id = "1"', 'id = "safe"', ["reserved-id"]),
        ('id = "1"', 'id = "entered"', ["reserved-id"]),
        ('cite = "row 1"', "", ["missing-key"]),
        ('cite = "row 1"', 'cite = "row 1"\nasks = ["a", "a"]', ["duplicate-id"]),
        ('cite = "row 1"', 'cite = "row 1"\nmoves = ["2"]', ["wrong-type"]),
        (
            'cite = "row 1"',
            'cite = "row 1"\nmoves = [{ to = "2" }, { to = "2" }]',
            ["duplicate-id"],
        ),
        ("start = true", 'needs = ["raised"]', ["bad-value"]),
    ],
)
def test_a_value_that_cannot_be_is_named(old: str, new: str, names: list[str]) -> None:
    assert old in SMALL
    assert refused(SMALL.replace(old, new)) == names


@pytest.mark.parametrize(
    ("limit", "names"),
    [
        ('of = "raised"', ["bad-limit"]),
        ('within = "1 day"\nagreed = true\nof = "raised"', ["bad-limit"]),
        ('within = "1 day"', ["missing-key"]),
        ("agreed = false", ["bad-limit"]),
        ('agreed = true\nof = "raised"', ["bad-limit"]),
        ('agreed = true\naim = "1 day"', ["bad-limit"]),
        ('before = "immediately"\nof = "raised"', ["bad-amount"]),
        ('before = "2 days"\naim = "1 day"\nof = "raised"', ["bad-limit"]),
        ('within = "24 hours"\naim = "96 hours"\nof = "raised"', ["bad-amount"]),
        ('within = "24 hours"\naim = "soon"\nof = "raised"', ["bad-amount"]),
        ('within = "24 hours"\nof = []', ["missing-key"]),
        ('within = "24 hours"\nof = "raised"\npick = "latest"', ["bad-limit"]),
        ('within = "24 hours"\nof = "raised"\ncount = "clear"', ["bad-limit"]),
        ('within = "2 days"\nof = "raised"\nout_of_hours = "next working day"', ["bad-limit"]),
        ('within = "2 days"\nof = "raised"\nor_read = "1 day"\nbinds = "first"', ["bad-limit"]),
        ('said = "at once"\nof = "raised"', ["bad-limit"]),
        ('said = "at once"\nwithin = "2 days"\nof = "raised"', ["bad-limit"]),
        ('within = "2 days"\nof = "raised"\nstrength = "maybe"', ["bad-value"]),
        ('within = "24 hours"\nof = "raised"\nrisk = "high"', ["later-word"]),
        ('within = 24\nof = "raised"', ["wrong-type"]),
    ],
)
def test_a_limit_has_one_rule_that_can_be_counted(limit: str, names: list[str]) -> None:
    assert sorted(refused(f"{SMALL}\n[[stage.limit]]\n{limit}\n")) == sorted(names)


@pytest.mark.parametrize(
    ("detail", "names"),
    [
        ('kind = "one-of"', ["bad-detail"]),
        ('kind = "text"\nrole = "chair"', ["bad-detail"]),
        ('kind = "text"\nat_least = 2', ["bad-detail"]),
        ('kind = "people"\nat_least = -1', ["bad-value"]),
        ('kind = "people"\nat_least = true', ["wrong-type"]),
        ('kind = "number"', ["bad-value"]),
        ("", ["missing-key"]),
    ],
)
def test_a_detail_s_keys_go_together(detail: str, names: list[str]) -> None:
    toml = f'{SMALL}\n[events.e]\nmeans = "e"\n[events.e.details.d]\nmeans = "d"\n{detail}\n'
    assert refused(toml) == names


@pytest.mark.parametrize("word", sorted(LATER_WORDS))
@pytest.mark.parametrize(
    "table", ["", "[[stage.limit]]\nagreed = true\n", "[events.e]\nmeans='e'\n"]
)
def test_a_word_kept_for_later_is_named_as_such(word: str, table: str) -> None:
    assert refused(f"{SMALL}\n{table}{word} = 1") == ["later-word"]


@pytest.mark.parametrize(
    "table",
    ["[procedure.x]", "[x]", "[risk]\ntell=['police']\ncite='3'\nx=1", "[events.e]\nmeans='e'\nx=1",
     "[[stage.decision]]\ncode='a'\nmeans='b'\nx=1", "[[stage.limit]]\nagreed=true\nx=1"],
)  # fmt: skip
def test_an_unknown_key_is_an_error_everywhere(table: str) -> None:
    assert refused(f"{SMALL}\n{table}") == ["unknown-key"]


def test_the_outcome_that_every_procedure_has_cannot_be_given_another_meaning() -> None:
    assert refused(f'{SMALL}\n[outcomes]\nopened-in-error = "x"') == ["reserved-id"]


def test_a_problem_repeats_a_file_s_text_without_what_could_move_a_cursor() -> None:
    toml = SMALL.replace('"england"', '"\\u001b[31m' + "x" * 100 + '"')
    _, problems = read_procedure(tomllib.loads(toml), {}, "")
    assert problems[0].sentence.isprintable()
    assert len(problems[0].sentence) < 100


def test_problems_have_the_line_of_the_longest_known_beginning_of_their_path() -> None:
    data = tomllib.loads(SMALL + 'moves = [{ to = "2", x = 1 }]')
    lines = {("stage",): 10, ("stage", 0): 10, ("stage", 0, "moves"): 16}
    assert [problem.line for problem in read_procedure(data, lines, "")[1]] == [16]


# ------------------------------------------------------------------ anything at all

KEYS = st.sampled_from(
    [
        "procedure", "id", "version", "title", "owner", "nation", "source", "asks", "checked_on",
        "url", "concerns", "roles", "risk", "tell", "cite", "outcomes", "events", "raised",
        "means", "kinds", "planned", "details", "kind", "choices", "at_least", "needed", "stage",
        "who", "does", "start", "needs", "moves", "to", "grounds", "questions", "until", "limit",
        "within", "before", "of", "aim", "agreed", "decision", "code", "any", "duty", "each",
        "from", "closed", "entered", "main", "count",
    ]
) | st.text(max_size=3)  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["1 day", "raised", "1", "closed", "entered:1", "one-of", "", "england"])
    | st.dates()
    | st.just(datetime(2026, 1, 1))  # noqa: DTZ001 - TOML has times without an offset
    | st.just(time(1)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_the_reader_and_the_checks_never_raise_whatever_a_file_holds(data: dict[str, Any]) -> None:
    procedure, problems = check_procedure(data, {}, "digest", date(2026, 11, 22))
    assert (procedure is None) == any(not problem.warning for problem in problems)


FULL = tomllib.loads(
    SMALL
    + """
    moves = [{ to = "1", grounds = ["policy"], questions = { a = "b" } }]
    needs = ["raised"]
    until = "raised"
    [[stage.limit]]
    within = "1 day"
    of = "entered"
    aim = "1 hour"
    cite = "row"
    [[stage.decision]]
    code = "a"
    means = "b"
    [[stage.duty]]
    id = "d"
    title = "t"
    who = ["w"]
    until = "raised"
    [events.raised]
    means = "r"
    [events.raised.details.x]
    means = "x"
    kind = "one-of"
    choices = { a = "b" }
    [risk]
    tell = ["police"]
    cite = "3"
    [grounds]
    policy = "p"
    """
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if not isinstance(value, dict | list):
        return [path]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(each for key, part in inner for each in paths(part, (*path, key)))]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, dict):
        return {k: replaced(v, path[1:], new) if k == path[0] else v for k, v in value.items()}
    return [replaced(v, path[1:], new) if k == path[0] else v for k, v in enumerate(value)]


@given(st.sampled_from(paths(FULL)[1:]), VALUES)
def test_a_good_file_with_one_value_replaced_by_anything_never_raises(
    path: tuple[str | int, ...], value: Any
) -> None:
    data = replaced(FULL, path, value)
    procedure, problems = check_procedure(data, {}, "digest", date(2026, 11, 22))
    assert (procedure is None) == any(not problem.warning for problem in problems)
