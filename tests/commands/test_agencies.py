"""Agencies as they are typed: two are never taken for one, one is never counted as two unseen."""

import pytest

from resolutions_cli.core.views.gaps import gaps_of
from tests.desk import REF, Desk

CARE, POLICE, NEAR = "Children's Social Care", "North Yorkshire Police", "Childrens Social Care"
NEW = ("open", "--ref", REF, "--raised", "2026-10-02")
WHY = ("--reason", "Read wrongly.")
SEALED = (
    "resolve: note: an agency that this workspace does not list is kept in this dispute alone\n"
    "  the name is a text that can be removed; [agencies] in resolve.toml lists agencies\n"
)


def opened(desk: Desk, *words: str, raised_by: str = POLICE) -> Desk:
    desk.at("2026-10-05T09:00").done(*NEW, "--raised-by", raised_by, "--with", CARE, *words)
    return desk


def agencies(desk: Desk) -> tuple[str, ...]:
    return desk.agencies()


def concerned(desk: Desk, ref: str = REF) -> tuple[str, ...]:
    dispute = desk.case(ref).dispute
    return tuple(map(dispute.named.says, dispute.concerned))


def near(desk: Desk) -> list[tuple[str, str]]:
    case = desk.case()
    gaps = [gap for gap in gaps_of(case) if gap.name == "near-agency"]
    said = [gap.sentence for gap in gaps]
    for code, words in case.dispute.words.items():
        said = [sentence.replace(code, words) for sentence in said]
    return [(sentence, gap.command) for sentence, gap in zip(said, gaps, strict=True)]


# ------------------------------------------------------------------ several in one value


@pytest.mark.clause("Y18")
@pytest.mark.parametrize("option", ["--raised-by", "--with"])
@pytest.mark.parametrize("mark", [", ", ";"])
def test_in_a_script_two_agencies_in_one_value_are_refused_and_not_repeated(
    desk: Desk, option: str, mark: str
) -> None:
    error = desk.at("2026-10-05T09:00").refused(2, *NEW, option, f"{CARE}{mark}{POLICE}")
    assert error == (
        f"resolve: error: {option} has 2 names with a comma or a semicolon between them\n"
        "  give the option once for each agency\n"
    )


@pytest.mark.clause("Y18")
@pytest.mark.parametrize(("said", "count"), [("2", 2), ("1", 1), ("one", 1)])
def test_on_a_terminal_it_is_asked_whether_that_is_one_agency_or_two(
    desk: Desk, said: str, count: int
) -> None:
    both = f"{CARE}, {POLICE}"
    desk.at("2026-10-05T09:00").typing("no", "perhaps", said, *["no"] * count, *[""] * 9)
    asked = desk.asks(*NEW, "--raised-by", "school", "--with", both, "--disputed", "2026-10-01")
    assert asked.code == 0, asked.err
    assert f'"{both}": is that one agency, or 2? Type 1 or 2:' in asked.asked
    assert len(agencies(desk)) == 1 + count


@pytest.mark.clause("Y18")
def test_typed_at_a_prompt_too_and_agencies_are_asked_for_one_by_one(desk: Desk) -> None:
    new = ("2", "no", "no")  # two agencies, and neither of them to be listed
    answers = ("no", "C-77", "", "", "", "school", "", f"{CARE}; {POLICE}", *new)
    answers += ("health", "", "", "", "", "")
    asked = desk.at("2026-10-05T09:00").typing(*answers).asks(*NEW)
    assert asked.code == 0, asked.err
    assert "Which agency it is with (one a line, Enter ends): " in asked.err
    assert agencies(desk) == ("school", CARE, POLICE, "health")


def test_a_name_with_a_comma_that_the_workspace_lists_is_one_agency(desk: Desk) -> None:
    desk.lists({"health": "Health, Care and Wellbeing", "school": "S"})
    words = ("--raised-by", "School", "--with", "Health, Care and Wellbeing")
    desk.at("2026-10-05T09:00").done(*NEW, *words)
    assert desk.case().dispute.agencies == ("school", "health")


def test_for_closing_each_agency_that_agrees_is_named_by_itself(desk: Desk) -> None:
    ends = ("close", REF, "--outcome", "agreed", *WHY, "--no-action")
    error = opened(desk).refused(2, *ends, "--agreed-by", f"{CARE}, {POLICE}")
    assert error.startswith("resolve: error: --agreed-by has 2 names")
    desk.done(*ends, "--agreed-by", CARE.upper(), "--agreed-by", POLICE.lower())
    police, care = desk.case().dispute.agencies
    assert desk.newest().facts.agreed_by == (care, police)  # type: ignore[attr-defined]


# ------------------------------------------------------------------ corrections


@pytest.mark.clause("Y18")
def test_a_list_that_is_set_twice_has_both_and_no_report_vanishes(desk: Desk) -> None:
    words = ("--set", f"with={CARE}", "--set", "with=health", "--set", "concerns=other")
    opened(desk).done("correct", REF, "1", *words, "--set", "concerns=thresholds", *WHY)
    dispute = desk.case().dispute
    assert concerned(desk) == (CARE, "health")
    assert dispute.opened.concerns == ("other", "thresholds")


@pytest.mark.parametrize("mark", [",", "; "])
def test_a_comma_or_a_semicolon_stands_between_several_in_a_correction(
    desk: Desk, mark: str
) -> None:
    opened(desk).done("correct", REF, "1", "--set", f"with={CARE}{mark}health", *WHY)
    assert concerned(desk) == (CARE, "health")


@pytest.mark.parametrize("key", ["about=referral", "summary=So.", "events.raised=today", "at=now"])
def test_what_has_one_value_is_not_set_twice(desk: Desk, key: str) -> None:
    error = opened(desk).refused(2, "correct", REF, "1", "--set", key, "--set", key, *WHY)
    assert error == (
        f"resolve: error: --set gives {key.partition('=')[0]} twice, and it has one value\n"
        "  give it once; only a list can be given again: with, raised_by, concerns or grounds\n"
    )


def test_the_agency_of_a_person_is_one(desk: Desk) -> None:
    opened(desk).done("party", REF, "--add", "nurse: Bo Vale, health")
    error = desk.refused(2, "correct", REF, "2", "--set", "agency=health, school", *WHY)
    assert error.startswith("resolve: error: --set agency has 2 names")


# ------------------------------------------------------------------ one agency, spelt in two ways


@pytest.mark.clause("Y19")
def test_an_agency_of_the_dispute_is_meant_whatever_its_case(desk: Desk) -> None:
    york = ("--procedure", "cyscb", "--at-stage", "case-review-group", "--ref", REF)
    desk.at("2026-10-05T09:00").done("open", *york, "--with", CARE)
    asked = ("record", REF, "information-requested", "--on", "today")
    desk.done(*asked, "--agency", CARE.lower())
    (care,) = desk.case().dispute.agencies
    assert desk.newest().facts.agency == care  # type: ignore[attr-defined]
    desk.typing("yes").asks(
        "record", REF, "information-received", "--on", "today", "--agency", NEAR
    )
    assert desk.newest().facts.agency == care  # type: ignore[attr-defined]


def test_in_a_script_a_near_miss_is_taken_as_typed_said_and_a_gap(desk: Desk) -> None:
    said = opened(desk).done("party", REF, "--add", f"manager: Al Reed, {NEAR}")
    assert said.err == (
        "resolve: note: an agency is spelt nearly like another one, and is counted as another\n"
        "  `resolve verify --gaps` names both; `resolve correct` mends one\n"
        f"{SEALED}"
    )
    (gap,) = near(desk)
    assert gap == (
        f"two agencies have nearly the same name and count as two: {CARE}; {NEAR}",
        f"resolve correct {REF} 2 --set agency=AGENCY",
    )
    assert NEAR in desk.done("verify", "--gaps").out
    assert desk.done("correct", REF, "2", "--set", f"agency={CARE}", *WHY).err == ""
    assert (near(desk), agencies(desk)) == ([], (POLICE, CARE))


def test_at_the_opening_too_where_both_are_new(desk: Desk) -> None:
    said = desk.at("2026-10-05T09:00").done(*NEW, "--with", CARE, "--raised-by", NEAR)
    assert said.err.startswith("resolve: note: an agency is spelt nearly like another one")
    ((_, command),) = near(desk)
    assert command == f"resolve correct {REF} 1 --set with=AGENCY"


@pytest.mark.parametrize(("answers", "name"), [(("yes",), CARE), (("no", "no"), NEAR)])
def test_on_a_terminal_a_near_miss_of_a_listed_agency_is_asked_about(
    desk: Desk, answers: tuple[str, ...], name: str
) -> None:
    opened(desk.lists({"csc": CARE, "a": "A"}))
    words = ("open", "--ref", "D-2", "--raised", "2026-10-02", "--disputed", "2026-10-01")
    asked = desk.typing("no", *answers, *[""] * 9).asks(*words, "--with", NEAR, "--raised-by", "a")
    assert asked.code == 0, asked.err
    assert f"Do you mean {CARE}? [y/N]: " in asked.err
    assert desk.agencies("D-2") == ("A", name)


@pytest.mark.parametrize(
    "others",
    [
        ("North Yorkshire Police", "South Yorkshire Police"),
        ("St Mary's School", "St Mark's School"),
        ("School 1", "School 11"),
        ("CSC", "CSP"),
    ],
)
def test_names_that_differ_by_another_letter_or_number_are_no_gap(
    desk: Desk, others: tuple[str, str]
) -> None:
    one, other = others
    desk.at("2026-10-05T09:00").done(*NEW, "--with", one, "--raised-by", other)
    assert near(desk) == []


@pytest.mark.parametrize(
    "other",
    [
        "North Yorkshire Plice",
        "North Yorkshire Polcie",
        "North-Yorkshire Police",
        "The N" + POLICE[1:],
    ],
)
def test_case_punctuation_and_a_letter_left_out_or_moved_are_a_gap(desk: Desk, other: str) -> None:
    said = opened(desk).done("correct", REF, "1", "--set", f"with={other}", *WHY)
    assert "note: an agency is spelt nearly like another one" in said.err
    assert len(near(desk)) == 1
