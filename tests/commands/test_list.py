"""`resolve list`: the disputes of the workspace, narrowed and as JSON."""

import pytest

from tests.desk import Desk, Said


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Two open disputes and a closed one, opened a week apart."""
    desk.at("2026-09-07T09:00").opens("1", "--concern", "thresholds", ref="D-1")
    desk.done("close", "D-1", "--outcome", "agreed", "--reason", "They agreed.", "--no-action")
    desk.at("2026-09-14T09:00").opens("1", "--raised", "2026-09-14T09:00", ref="D-2")
    desk.at("2026-09-21T09:00").opens("practitioners", ref="D-3", procedure="cyscb")
    return desk.at("2026-09-22T09:00")


def listed(said: Said) -> list[str]:
    return [line.split()[0] for line in said.out.splitlines()[1:]]


def test_open_ones_unless_asked_the_newest_first(three: Desk) -> None:
    assert listed(three.done("list")) == ["D-3", "D-2"]
    assert listed(three.done("list", "--open")) == ["D-3", "D-2"]
    assert listed(three.done("list", "--closed")) == ["D-1"]
    assert listed(three.done("list", "--all")) == ["D-3", "D-2", "D-1"]
    assert listed(three.done("list", "--open", "--closed")) == ["D-3", "D-2", "D-1"]


def test_narrowed_by_stage_agency_concern_and_since(three: Desk) -> None:
    assert listed(three.done("list", "--stage", "1")) == ["D-2"]
    assert listed(three.done("list", "--all", "--concern", "thresholds")) == ["D-1"]
    assert listed(three.done("list", "--all", "--since", "2026-09-14")) == ["D-3", "D-2"]
    assert listed(three.done("list", "--agency", "health")) == ["D-3", "D-2"]
    assert three.does("list", "--stage", "5").err == "no dispute like that\n"


def test_the_table_to_the_letter(three: Desk) -> None:
    assert three.done("list", "--all").out == (
        "DISPUTE  STAGE          OPENED           STATUS   DUE                    TIME"
        "                 QUIET           OUTCOME\n"
        "D-3      practitioners  Mon 21 Sep 2026  NO DATE\n"
        "D-2      1              Mon 14 Sep 2026  OVERDUE  Fri 18 Sep 2026 09:00  2 working days"
        " over  6 working days\n"
        "D-1      1              Mon 7 Sep 2026   CLOSED   closed Mon 7 Sep 2026"
        "                                       agreed\n"
    )


def test_json_in_the_same_order(three: Desk) -> None:
    document = three.done("list", "--all", "--json").document
    assert document["kind"] == "disputes"
    assert [each["dispute"] for each in document["disputes"]] == ["D-3", "D-2", "D-1"]
    assert document["disputes"][1]["status"] == "overdue"
    assert document["disputes"][2]["outcome"] == "agreed"


def test_as_of_lists_what_was_open_then(three: Desk) -> None:
    assert listed(three.done("list", "--as-of", "2026-09-07T08:59", "--all")) == []
    assert listed(three.done("list", "--as-of", "2026-09-15")) == ["D-2"]


def test_an_empty_workspace_says_so(desk: Desk) -> None:
    said = desk.does("list")
    assert (said.code, said.out, said.err) == (0, "", "no dispute was opened yet\n")


def test_a_damaged_dispute_is_5_and_the_others_are_listed(three: Desk) -> None:
    (entry,) = (three.folder / "disputes" / "D-3").iterdir()
    entry.write_bytes(b"")
    said = three.does("list")
    assert (said.code, listed(said)) == (5, ["D-2"])


@pytest.mark.parametrize("words", [("--stage", "PRACTITIONERS"), ("--agency", "Health")])
def test_names_are_matched_whatever_their_case(three: Desk, words: tuple[str, ...]) -> None:
    assert "D-3" in listed(three.done("list", *words))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--stage", "practitoners"), "there is no stage of that name\n  there are 1, 2, 3,"),
        (("--concern", "treshold"), "there is no concern of that name\n  there are thresholds,"),
        (
            ("--agency", "Żywiołak"),
            "there is no agency of that name in this workspace\n  `resolve show` lists those",
        ),
    ],
)
def test_a_name_that_nothing_here_knows_is_told_and_never_an_empty_list(
    three: Desk, words: tuple[str, ...], says: str
) -> None:
    said = three.does("list", *words)
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith(f"resolve: error: {says}")
    assert words[1] not in said.err


def test_before_the_first_dispute_nothing_is_checked(desk: Desk) -> None:
    assert desk.done("list", "--stage", "practitoners").err == "no dispute was opened yet\n"
