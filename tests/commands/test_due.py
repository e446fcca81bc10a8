"""`resolve due`: which duties and quiet disputes it lists, where, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from resolutions_cli.core.views.known_names import Filters, Known
from tests.desk import REF, Desk, Said

YORK = "Y-1"


@pytest.fixture
def two(desk: Desk) -> Desk:
    """At stage 3 in North Yorkshire since Tuesday 1 September, disputed that day; and in York,
    between practitioners, since Friday the 11th, with no date agreed."""
    desk.at("2026-09-01T09:00")
    desk.opens("3", "--raised", "2026-09-01T09:00", "--disputed", "2026-09-01")
    desk.at("2026-09-11T09:00").opens("practitioners", ref=YORK, procedure="cyscb")
    return desk.at("2026-09-11T12:00")


def rows(said: Said) -> list[tuple[str, str]]:
    """The status and the reference of each line that is a row."""
    lines = [line.split("  ") for line in said.out.splitlines() if REF in line or YORK in line]
    return [(cells[0], next(c.strip() for c in cells[1:] if c.strip())) for cells in lines]


def test_every_open_duty_the_earliest_first_and_those_without_a_date_last(two: Desk) -> None:
    assert rows(two.done("due")) == [("DUE SOON", REF), ("QUIET", REF), ("NO DATE", YORK)]


@pytest.mark.clause("N19")
def test_a_quiet_dispute_stands_above_what_is_on_time(two: Desk) -> None:
    earlier = two.done("due", "--as-of", "2026-09-10")
    assert rows(earlier) == [("QUIET", REF), ("ON TIME", REF)]


@pytest.mark.clause("N19")
def test_overdue_lists_what_is_late_and_quiet_disputes_under_their_own_heading(two: Desk) -> None:
    said = two.at("2026-09-16T12:00").done("due", "--overdue")
    assert rows(said) == [("OVERDUE", REF), ("QUIET", REF)]
    assert "\n\nQuiet disputes\nSTATUS  DISPUTE" in said.out
    assert "Nothing recorded for 11 working days" in said.out


def test_overdue_without_anything_late_shows_the_quiet_disputes_alone(two: Desk) -> None:
    assert two.done("due", "--overdue").out.startswith("Quiet disputes\n")


def test_today_lists_what_is_due_or_late(two: Desk) -> None:
    assert two.done("due", "--today").out == ""
    assert rows(two.at("2026-09-15T12:00").done("due", "--today")) == [("DUE TODAY", REF)]
    assert rows(two.at("2026-09-16T12:00").done("due", "--today")) == [("OVERDUE", REF)]


def test_today_lists_on_its_last_working_day_what_falls_on_a_weekend(two: Desk) -> None:
    two.done("sooner", REF, "--to", "2026-09-13", "--reason", "Home visit on Sunday.")
    assert len(rows(two.done("due", "--today"))) == 2
    assert "not a working day: act by Fri 11 Sep 2026" in two.done("due", "--today").out


def test_within_lists_what_is_due_in_an_amount_of_time(two: Desk) -> None:
    assert two.done("due", "--within", "1 working day").out == ""
    assert rows(two.done("due", "--within", "2 working days")) == [("DUE SOON", REF)]


def test_within_needs_an_amount(two: Desk) -> None:
    assert two.does("due", "--within", "soon").code == 2


@pytest.mark.clause("N16", "Y28")
def test_who_narrows_to_a_role_by_its_code_or_its_words(two: Desk) -> None:
    assert {ref for _, ref in rows(two.done("due", "--who", "line-manager"))} == {REF}
    assert {ref for _, ref in rows(two.done("due", "--who", "professionals"))} == {YORK}
    assert two.done("due", "--who", "panel").out == ""


def test_stage_procedure_and_agency_narrow_too(two: Desk) -> None:
    assert {ref for _, ref in rows(two.done("due", "--stage", "practitioners"))} == {YORK}
    assert {ref for _, ref in rows(two.done("due", "--procedure", "nyscp"))} == {REF}
    assert {ref for _, ref in rows(two.done("due", "--agency", "health"))} == {REF, YORK}
    assert two.done("due", "--stage", "5").err == "nothing like that is due\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--who", "Line-Manager"),
        ("--procedure", "NYSCP"),
        ("--agency", "Social-Care"),
        ("--who", "manager of the decision maker"),
    ],
)
def test_names_are_matched_whatever_their_case(two: Desk, words: tuple[str, ...]) -> None:
    assert REF in {ref for _, ref in rows(two.done("due", *words))}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--stage", "practitoners"), "there is no stage of that name\n  there are 1, 2, 3,"),
        (("--who", "lead prof"), "there is no role of that name\n  there are professional,"),
        (("--procedure", "nyscpp"), "there is no procedure of that name\n  there are: cyscb,"),
        (("--agency", "Żywiołak"), "there is no agency of that name in this workspace\n"),
    ],
)
def test_a_name_that_nothing_here_knows_never_says_that_nothing_is_due(
    two: Desk, words: tuple[str, ...], says: str
) -> None:
    for more in ((), ("--quiet", "--overdue"), ("--json",)):
        said = two.does("due", *words, *more)
        assert (said.code, said.out) == (4, "")
        assert said.err.startswith(f"resolve: error: {says}")
        assert words[1] not in said.err


def test_an_agency_that_joins_later_or_stands_in_the_settings_is_known(two: Desk) -> None:
    two.done("party", REF, "--add", "worker: Jo Hill, Housing")
    assert two.done("due", "--agency", "housing", "--as-of", "2026-09-02").code == 0
    two.lists({"probation": "The probation service"})
    assert two.done("due", "--agency", "probation").err == "nothing like that is due\n"


def test_what_cannot_be_read_may_know_a_name_so_nothing_is_refused(two: Desk) -> None:
    (entry,) = (two.folder / "disputes" / YORK).iterdir()
    entry.write_bytes(b"")
    assert two.does("due", "--stage", "practitoners").code == 5


def test_whoever_has_a_duty_of_no_procedure_is_known_by_the_words_of_the_list(two: Desk) -> None:
    two.done("sooner", REF, "--to", "2026-09-14", "--reason", "The school closes.")
    two.done("risk", REF, "--reason", "He was hit again.")
    two.done("chase", REF, "Rings the ward.", "--by", "2026-09-14", "--who", "Jo Hill")
    known = Known((), (), frozenset())
    for deadline in two.case().open_deadlines:
        if deadline.key.duty != "main":
            known.require(Filters(who=deadline.owed.role_words))


def test_all_lists_what_is_fulfilled_too(two: Desk) -> None:
    two.done("escalate", REF, "--reason", "No agreement.")
    assert ("DONE", REF) not in rows(two.done("due"))
    assert ("DONE", REF) in rows(two.done("due", "--all"))


def test_group_makes_a_table_each(two: Desk) -> None:
    out = two.done("due", "--group", "stage").out
    headings = ("nyscp: Stage 3\n", "cyscb: Stage practitioners\n", "Quiet disputes\n")
    assert all(heading in out for heading in headings)
    assert "Every agency\n" in two.done("due", "--group", "agency").out
    assert "The professionals in dispute\n" in two.done("due", "--group", "who").out
    assert two.does("due", "--group", "colour").code == 2


@pytest.mark.clause("Y3")
def test_a_duty_without_a_date_is_listed_with_what_it_waits_for(two: Desk) -> None:
    assert "NO DATE" in two.done("due").out
    assert "no date yet: agree one" in two.done("due").out


def test_as_of_and_known_at_ask_about_another_day(two: Desk) -> None:
    assert rows(two.done("due", "--as-of", "2026-09-16", "--overdue"))[0] == ("OVERDUE", REF)
    assert YORK not in two.done("due", "--known-at", "2026-09-10").out
    assert two.done("due", "--as-of", "2026-08-31").out == ""


def test_json_holds_the_duties_the_quiet_disputes_and_what_is_unreadable(two: Desk) -> None:
    document = two.done("due", "--json").document
    assert document["kind"] == "due"
    assert [each["dispute"] for each in document["deadlines"]] == [REF, YORK]
    assert document["quiet"] == [{"dispute": REF, "stage": "3", "quiet_days": 8}]
    assert document["unreadable"] == []


def test_exit_code_is_9_when_asked_for_and_something_is_late_or_quiet(two: Desk) -> None:
    assert two.does("due", "--exit-code").code == 9
    two.done("note", REF, "Telephoned.")
    assert two.does("due", "--exit-code").code == 0
    assert two.at("2026-09-16T09:00").does("due", "--exit-code", "--overdue").code == 9
    assert two.does("due", "--overdue").code == 0


def test_quiet_says_nothing_at_all_when_nothing_is_late(two: Desk) -> None:
    two.done("note", REF, "Telephoned.")
    assert two.does("due", "--overdue", "--quiet") == Said(0, "", "")
    assert two.does("due", "--overdue") == Said(0, "", "nothing is overdue\n")


def test_a_damaged_dispute_is_named_the_others_are_shown_and_the_code_is_5(two: Desk) -> None:
    folder = two.folder / "disputes" / YORK
    (entry,) = folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:40])
    said = two.does("due", "--exit-code", "--quiet")
    assert said.code == 5
    assert {ref for _, ref in rows(said)} == {REF}
    assert f"disputes/{YORK}/" in said.err
    assert two.does("due", "--json").document["unreadable"] != []


def test_without_a_workspace_it_is_never_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    monkeypatch.setenv("RESOLVE_WORKSPACE", str(tmp_path / "nowhere"))
    said = desk.does("due", "--overdue", "--quiet")
    assert (said.code, said.out) == (4, "")
    assert said.err != ""


def test_from_cron_with_an_empty_environment_and_a_name_that_ascii_lacks(two: Desk) -> None:
    two.done("party", REF, "--add", "lead: Łukasz Żak, Szkoła, ext. 12")
    two.done("note", REF, "Łukasz was told.", "--by", "Łukasz")
    words = ["due", "--overdue", "--as-of", "2026-09-30", "-w", str(two.folder)]
    ran = subprocess.run(
        [sys.executable, "-m", "resolutions_cli", *words],
        env={"PATH": os.defpath, "RESOLVE_NOW": "2026-09-30T09:00"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(b"STATUS")
    assert b"Quiet disputes\n" in ran.stdout
    assert b"\x1b" not in ran.stdout + ran.stderr
    assert b"\xe2\x80\xa6" not in ran.stdout, "nothing is cut off with an ellipsis"


# ------------------------------------------------------------------ what the dates rest on


OLD_LIST = (
    "resolve: note: the list of bank holidays is more than 12 months old (Wed 25 Feb 2026)\n"
    "  `resolve calendar import FILE` takes https://www.gov.uk/bank-holidays.json\n"
)
ENDS_SOON = OLD_LIST.replace(
    "the list of bank holidays is more than 12 months old (Wed 25 Feb 2026)",
    "bank holidays are confirmed only up to Sun 31 Dec 2028",
)


def test_an_old_list_and_one_that_ends_soon_are_said_beside_the_deadlines(two: Desk) -> None:
    assert two.done("due").err == ""
    assert two.at("2027-06-01T09:00").done("due").err == OLD_LIST
    assert two.at("2028-06-01T09:00").done("due").err == ENDS_SOON + OLD_LIST
    assert two.done("due", "--overdue").err == ENDS_SOON + OLD_LIST
    assert two.done("due", "--as-of", "2027-02-25").err == ""
    source = two.done("due", "--json").document["calendar"]
    assert (source["ends_soon"], source["is_old"]) == (True, True)


def test_with_quiet_nothing_is_said_of_the_list(two: Desk) -> None:
    assert two.at("2028-06-01T09:00").done("due", "--quiet").err == ""


def test_a_date_is_provisional_only_where_a_holiday_was_counted(desk: Desk) -> None:
    desk.at("2029-01-15T09:00").opens("3", "--disputed", "2029-01-15", "--immediate-risk")
    deadlines = desk.done("due", "--json").document["deadlines"]
    provisional = {each["duty"]: each["provisional"] for each in deadlines}
    assert provisional.pop("main") is True
    assert [duty.partition(":")[0] for duty in provisional] == ["tell", "tell", "tell"]
    assert not any(provisional.values())


def test_a_date_of_one_s_own_and_one_for_today_rest_on_no_list(desk: Desk) -> None:
    desk.at("2029-01-15T09:00").opens("2")
    desk.done("chase", REF, "Ring them.", "--by", "2029-03-01", "--who", "Jo Park")
    deadlines = desk.done("due", "--json").document["deadlines"]
    assert {each["duty"]: each["provisional"] for each in deadlines} == {
        "main": False,
        "chase:1": False,
    }


# ------------------------------------------------------------------ immediate risk

FILTERS = {
    "who": ("--who", "lead"),
    "stage": ("--stage", "7"),
    "agency": ("--agency", "health"),
    "within": ("--within", "1 hour"),
    "procedure": ("--procedure", "cyscb"),
    "today": ("--today",),
    "overdue": ("--overdue",),
    "all": ("--overdue", "--who", "lead", "--stage", "7", "--procedure", "cyscb"),
}


@pytest.mark.clause("N3")
@pytest.mark.parametrize("at", ["2026-09-11T12:00", "2026-09-11T12:01", "2026-09-14T12:00"])
@pytest.mark.parametrize("name", FILTERS)
def test_no_filter_hides_who_must_be_told_of_an_immediate_risk(
    desk: Desk, name: str, at: str
) -> None:
    desk.at("2026-09-11T12:00").opens("3", "--raised", "2026-09-11T09:00", "--immediate-risk")
    desk.opens("practitioners", ref=YORK, procedure="cyscb")
    desk.at(at)
    for _ in range(2):  # from the files, and from the index
        said = desk.does("due", "--exit-code", *FILTERS[name])
        assert said.code == 9, said
        assert said.out.count("IMMEDIATE RISK: tell ") == 3
    assert desk.does("due", "--exit-code", *FILTERS[name], "--as-of", at).code == 9


@pytest.mark.clause("N3")
def test_of_a_risk_known_by_its_day_the_calls_are_late_from_its_first_minute(desk: Desk) -> None:
    desk.at("2026-09-11T12:00").opens("3", "--raised", "2026-09-11T09:00")
    desk.done("risk", REF, "--at", "2026-09-11", "--reason", "A threat was made.")
    for _ in range(2):  # from the files, and from the index
        assert desk.does("due", "--overdue", "--exit-code").code == 9


@pytest.mark.clause("N3")
def test_who_was_told_is_narrowed_like_everything_that_is_done(desk: Desk) -> None:
    desk.at("2026-09-11T12:00").opens("3", "--raised", "2026-09-11T09:00", "--immediate-risk")
    told = [word for role in ("dsl", "police", "social-care") for word in ("--told", f"{role}=now")]
    desk.done("risk", REF, *told)
    said = desk.does("due", "--all", "--stage", "7", "--exit-code")
    assert (said.code, said.out) == (0, "")
