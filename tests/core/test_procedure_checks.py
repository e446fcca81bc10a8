"""Every named check of a procedure file, each with a broken example in tests/errors/procedures."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from resolutions_cli.core.procedure.checks import CHECKS, check_procedure
from resolutions_cli.core.procedure.table import Problem
from resolutions_cli.files.workspace.procedures import check_bytes, shipped_procedures

EXAMPLES = Path(__file__).parent.parent / "errors" / "procedures"
TODAY = date(2026, 11, 22)


def problems_of(toml: str) -> tuple[Problem, ...]:
    return check_bytes(toml.encode(), TODAY)[1]


def names_of(toml: str) -> list[str]:
    return [problem.name for problem in problems_of(toml)]


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_has_an_example_in_which_it_alone_speaks_up_at_the_marked_line(
    name: str,
) -> None:
    toml = (EXAMPLES / f"{name}.toml").read_text("utf-8")
    marked = [number for number, line in enumerate(toml.splitlines(), 1) if "# <- here" in line]
    assert [(problem.name, problem.line) for problem in problems_of(toml)] == [(name, *marked)]


@pytest.mark.parametrize("name", CHECKS)
def test_an_error_makes_a_file_unusable_and_a_warning_does_not(name: str) -> None:
    procedure, _ = check_bytes((EXAMPLES / f"{name}.toml").read_bytes(), TODAY)
    assert (procedure is not None) == CHECKS[name].warning


def test_there_is_no_example_without_a_check() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(CHECKS)


def test_without_a_date_only_errors_are_looked_for() -> None:
    raw = (EXAMPLES / "stale.toml").read_bytes()
    assert check_bytes(raw)[1] == ()
    assert [problem.name for problem in check_bytes(raw, TODAY)[1]] == ["stale"]


@pytest.mark.clause("N17")
def test_nyscp_can_overrun_its_cap_once_by_14_against_13_at_stage_6() -> None:
    nyscp = next(file for file in shipped_procedures() if file.id == "nyscp")
    overruns = [each for each in problems_of(nyscp.raw.decode()) if each.name == "cap-overrun"]
    assert [each.sentence for each in overruns] == [
        'by stage "6" the limits add up to 14, more than the cap: 13 working days after the'
        " disagreement was raised"
    ]
    line = nyscp.raw.decode().splitlines()[overruns[0].line :][0]
    assert '"13 working days"' in line


def test_cyscb_overruns_no_cap() -> None:
    cyscb = next(file for file in shipped_procedures() if file.id == "cyscb")
    assert "cap-overrun" not in names_of(cyscb.raw.decode())


@pytest.mark.parametrize("file", shipped_procedures(), ids=lambda file: file.label)
def test_a_shipped_file_has_no_error_and_a_reading_for_every_stage_clock(file) -> None:  # type: ignore[no-untyped-def]
    names = names_of(file.raw.decode())
    assert set(names) <= {"cap-overrun", "stale"}


# ------------------------------------------------------------------ caps

HEAD = """
[procedure]
id = "southshire"
version = "1"
title = "Escalation"
owner = "Southshire"
nation = "england"
source = "chapter 4"
checked_on = 2026-11-01
asks = ["raised", "disputed"]
[outcomes]
agreed = "agreement was reached"
[events.raised]
means = "it was first put to the other agency"
[events.disputed]
means = "the disputed decision"
"""


def stage(number: int, *limits: str, to: str = "") -> str:
    start = "start = true" if number == 1 else ""
    moves = f'moves = [{{ to = "{to}" }}]' if to else ""
    clocks = "".join(
        f'[[stage.limit]]\nwithin = "{amount}"\nof = "{of}"\ncite = "row"\nreading = "so"\n'
        for amount, of in (limit.split(" of ") for limit in limits)
    )
    return f"""
[[stage]]
id = "{number}"
title = "Stage {number}"
who = ["somebody"]
cite = "row"
{start}
{moves}
{clocks}"""


def test_a_fixed_clock_that_is_met_again_counts_once() -> None:
    toml = (
        HEAD
        + stage(1, "10 days of disputed", to="2")
        + stage(2, "10 days of disputed", to="3")
        + stage(3, "3 days of entered", "13 days of raised")
    )
    assert names_of(toml) == []


def test_a_cap_that_is_overrun_at_two_stages_is_reported_once() -> None:
    toml = (
        HEAD
        + stage(1, "10 days of entered", to="2")
        + stage(2, "5 days of entered", "12 days of raised", to="3")
        + stage(3, "5 days of entered", "12 days of raised")
    )
    assert names_of(toml) == ["cap-overrun"]


def test_weeks_add_up_with_days_and_working_days_do_not() -> None:
    cap = stage(2, "8 days of entered", "20 days of raised")
    assert names_of(HEAD + stage(1, "2 weeks of entered", to="2") + cap) == ["cap-overrun"]
    assert names_of(HEAD + stage(1, "14 working days of entered", to="2") + cap) == []


def test_two_fixed_clocks_that_differ_are_no_overrun() -> None:
    toml = HEAD + stage(1, "96 hours of raised", to="2") + stage(2, "48 hours of disputed")
    assert names_of(toml) == []


def test_a_route_of_very_many_ways_is_still_checked_in_a_moment() -> None:
    every = ", ".join(f'{{ to = "{number}" }}' for number in range(1, 31))
    stages = "".join(
        stage(number, "1 day of entered", to="1").replace('{ to = "1" }', every)
        for number in range(1, 31)
    )
    assert set(names_of(HEAD + stages)) == set()


# ------------------------------------------------------------------ the order of things


def test_every_problem_of_a_file_is_found_in_one_go_in_the_order_of_its_lines() -> None:
    toml = HEAD.replace('"england"', '"narnia"') + stage(1, "10 dayz of raissed")
    assert names_of(toml) == ["bad-value", "bad-amount"]
    toml = HEAD + stage(1, "10 days of raissed", "9 days of entered:7", to="9")
    assert names_of(toml) == ["unknown-stage", "unknown-event", "unknown-stage"]


def test_a_misspelt_key_does_not_make_the_whole_route_speak_up() -> None:
    toml = HEAD + stage(1, to="2").replace("moves", "movs") + stage(2)
    assert names_of(toml) == ["unknown-key"]


def test_stale_is_more_than_a_year_or_never() -> None:
    year_ago = HEAD.replace("2026-11-01", "2025-11-22") + stage(1)
    assert names_of(year_ago) == []
    assert names_of(year_ago.replace("11-22", "11-21")) == ["stale"]
    assert names_of(HEAD.replace("checked_on = 2026-11-01", "") + stage(1)) == ["stale"]


def test_checks_need_no_lines() -> None:
    data = tomllib.loads(HEAD + stage(1))
    procedure, problems = check_procedure(data, {}, "digest")
    assert procedure is not None
    assert problems == ()


# ------------------------------------------------------------------ limits that change nothing


def names_with(limits: str) -> list[str]:
    """The problems of a first stage with these limits, which another stage follows."""
    return names_of(HEAD + stage(1, to="2") + limits + stage(2))


def limit(rule: str, more: str = "") -> str:
    return f'[[stage.limit]]\n{rule}\ncite = "row"\nreading = "so"\n{more}\n'


def within(amount: str, of: str = "raised", more: str = "") -> str:
    return limit(f'within = "{amount}"\nof = "{of}"', more)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (within("10 working days"), within("3 working weeks"), ["never-binds"]),
        (within("2 weeks"), within("13 days"), ["never-binds"]),
        (within("2 weeks"), within("14 days"), []),  # the same: nothing is lost
        (within("10 working days"), within("10 days"), []),  # not counted alike
        (within("10 days"), within("12 days", "disputed"), []),  # another start
        (within("10 days"), within("12 days", more='at_latest = "disputed"'), []),
        (within("10 days", more='strength = "should"'), within("12 days"), []),
        (within("10 days", more='or_read = "20 days"'), within("12 days"), []),
        (within("10 days", more='count = "clear"'), within("12 days"), []),
    ],
)
def test_a_limit_that_another_always_precedes_never_binds(
    first: str, second: str, found: list[str]
) -> None:
    assert names_with(first + second) == found


def test_counted_back_the_smaller_amount_never_binds() -> None:
    planned = HEAD.replace("[events.disputed]", "[events.disputed]\nplanned = true")
    back = (limit(f'before = "{amount}"\nof = "disputed"') for amount in ("2 days", "5 days"))
    first = stage(1) + "".join(back)
    (problem,) = problems_of(planned + first)
    assert problem.name == "never-binds"
    assert "before 2 days never applies" in problem.sentence


def test_a_larger_cap_binds_elsewhere_and_is_not_told() -> None:
    cap = '[[cap]]\nwithin = "30 days"\nof = "raised"\ncite = "row"\n'
    assert names_of(HEAD + cap + stage(1, "10 days of raised", to="2") + stage(2)) == []


def test_an_agreed_date_beside_a_guide_may_be_later() -> None:
    agreed = limit("agreed = true")
    assert names_with(within("10 days") + agreed) == ["agreed-beside-within"]
    assert names_with(within("10 days", more='strength = "should"') + agreed) == []


@pytest.mark.parametrize(
    ("aim", "amount", "late"),
    [
        ("3 days", "72 hours", True),
        ("2 days", "72 hours", False),
        ("72 hours", "2 days", True),
        ("71 hours", "2 days", False),
        ("10 working days", "10 days", True),
        ("9 working days", "10 days", False),
        ("10 days", "1 working day", False),
        ("2 months", "56 days", True),
        ("31 days", "1 month", True),
        ("30 days", "1 month", False),
        ("1 day", "same day", True),
        ("same day", "1 hour", False),
        ("2 years", "24 months", True),
    ],
)
def test_an_aim_in_another_counting_is_late_when_it_is_never_earlier(
    aim: str, amount: str, late: bool
) -> None:
    assert names_with(within(amount, more=f'aim = "{aim}"')) == (["late-aim"] if late else [])


# ------------------------------------------------------------------ clocks that may never start


def test_a_clock_from_a_later_stage_is_told_and_one_from_an_earlier_is_not() -> None:
    first = stage(1, "2 days of entered:2", to="2") + stage(2)
    assert names_of(HEAD + first) == ["start-may-never-come"]
    assert names_of(HEAD + stage(1, to="2") + stage(2, "2 days of entered:1")) == []
    assert names_of(HEAD + stage(1, to="2") + stage(2, "2 days of left:1")) == []
    back = stage(2).replace('cite = "row"', 'cite = "row"\nmoves = [{ to = "1" }]')
    assert names_of(HEAD + stage(1, "2 days of left:2", to="2") + back) == []


@pytest.mark.parametrize(
    ("until", "found"),
    [("raised", ["born-met"]), ("disputed", ["born-met"]), ("met", [])],
)
def test_a_duty_is_born_met_by_what_is_asked_for_before_it(until: str, found: list[str]) -> None:
    head = HEAD + '[events.met]\nmeans = "they met"\n'
    first = stage(1, "5 days of raised").replace(
        'cite = "row"', f'cite = "row"\nuntil = "{until}"', 1
    )
    assert names_of(head + first.replace("start = true", 'asks = ["met"]\nstart = true')) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("as soon as possible", []),
        ("without delay, as one would for a child of their own", []),
        ("within 48 hours", ["said-a-number"]),
        ("in two to three weeks", ["said-a-number"]),
        ("within a week", ["said-a-number"]),
        ("by the 3rd meeting", ["said-a-number"]),
    ],
)
def test_said_holds_no_number(said: str, found: list[str]) -> None:
    assert names_with(limit(f'said = "{said}"')) == found


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("roles", "who", "found"),
    [
        ("", "managers", []),  # in a file without roles a word is a word
        ("", "line-managers", ["unknown-who"]),
        ('[roles]\nlead = "Lead"', "managers", ["unknown-who", "unused"]),
        ('[roles]\nlead = "Lead"', "lead", []),
        ('[roles]\nlead = "Lead"', "The managers", ["unused"]),
        ("", "police", []),  # a role of every procedure
        ("", "Line-managers", []),
    ],
)
def test_who_is_told_when_it_looks_like_a_code_and_is_none(
    roles: str, who: str, found: list[str]
) -> None:
    toml = HEAD + roles + stage(1).replace('"somebody"', f'"{who}"')
    assert sorted(names_of(toml)) == sorted(found)


def test_an_event_with_details_is_there_to_be_recorded() -> None:
    event = '[events.met]\nmeans = "they met"\n'
    assert names_of(HEAD + event + stage(1)) == ["unused"]
    detail = '[events.met.details.who]\nmeans = "who came"\nkind = "people"\n'
    assert names_of(HEAD + event + detail + stage(1)) == []


def test_a_ground_that_no_move_asks_for_is_told() -> None:
    grounds = '[grounds]\nlate = "it is late"\n'
    assert names_of(HEAD + grounds + stage(1)) == ["unused"]
    asked = stage(1, to="2").replace('to = "2"', 'to = "2", grounds = ["late"]')
    assert names_of(HEAD + grounds + asked + stage(2)) == []
