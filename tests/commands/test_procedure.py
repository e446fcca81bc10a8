"""`resolve procedure`: list, show, check, add, new."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from resolutions_cli.cli import main
from resolutions_cli.core.procedure.checks import CHECKS
from resolutions_cli.files.workspace import procedures
from resolutions_cli.files.workspace.template import new_procedure
from tests.desk import Desk
from tests.written import written_procedure

BROKEN = Path(__file__).parents[1] / "errors" / "procedures"

#: The ids of every file that the program ever shipped, as the list has them.
SHIPPED = [file.id for file in procedures.shipped_procedures()]


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which no workspace can be found."""
    monkeypatch.chdir(tmp_path)
    for name in ("RESOLVE_WORKSPACE", "RESOLVE_NOW", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A partnership's own file."""
    path = tmp_path / "own.toml"
    path.write_text(written_procedure("southshire"))
    return path


def rows(table: str) -> list[str]:
    return [line.split()[0] for line in table.splitlines()[1:]]


# ------------------------------------------------------------------ show


@pytest.mark.clause("N6", "N16")
def test_the_whole_route_of_nyscp_shows_who_does_what_by_when(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["procedure", "show", "nyscp"]) == 0
    shown = capsys.readouterr().out
    stages = [part for part in shown.split("\n\n") if part.startswith("[")]
    assert [stage[1] for stage in stages] == list("1234567")
    for stage in stages:
        assert "\n  Who  " in stage
        assert "\n  By when  " in stage
    assert "96 hours after the disagreement was raised (target: 24 hours)" in stages[0]
    assert "13 working days after the disagreement was raised" in stages[5]
    assert max(map(len, shown.splitlines())) <= 80
    assert [path.name for path in nowhere.iterdir() if path.name != "cache"] == []


@pytest.mark.clause("Y28")
def test_every_stage_of_cyscb_names_who_is_responsible(desk: Desk) -> None:
    document = desk.done("procedure", "show", "cyscb", "--json").document
    assert document["kind"] == "procedure"
    assert len(document["procedure"]["stages"]) == 13
    assert all(stage["who"] for stage in document["procedure"]["stages"])


def test_the_route_can_be_drawn(desk: Desk) -> None:
    drawn = desk.done("procedure", "show", "nyscp@as-read-2024-05", "--diagram").out
    assert drawn.startswith("+---")
    assert "| * 1: Between the professionals" in drawn
    assert drawn.isascii()


def test_an_unknown_name_is_no_such_thing_and_the_known_ones_are_said(desk: Desk) -> None:
    err = desk.refused(4, "procedure", "show", "nysp")
    shipped = ", ".join(sorted(file.label for file in procedures.shipped_procedures()))
    assert f"give one of these names: {shipped}" in err


@pytest.mark.parametrize("how", [(), ("--diagram",), ("--html",), ("--json",)])
def test_a_file_is_shown_before_it_is_added(desk: Desk, own: Path, how: tuple[str, ...]) -> None:
    assert "Between the professionals" in desk.done("procedure", "show", str(own), *how).out
    assert list((desk.folder / "procedures").iterdir()) == []


def test_a_file_that_cannot_be_used_is_not_shown(desk: Desk) -> None:
    err = desk.refused(3, "procedure", "show", str(BROKEN / "no-start.toml"))
    assert "the procedure file has 1 problem(s) and cannot be used" in err


def test_the_sheet_for_the_wall_says_what_events_mean_and_goes_to_a_file(
    desk: Desk, tmp_path: Path
) -> None:
    sheet = tmp_path / "wall.html"
    desk.done("procedure", "show", "nyscp", "--html", "-o", str(sheet))
    page = sheet.read_text("utf-8")
    assert "Within 96 hours of “the disagreement was first put to the other agency”" in page
    assert "of raised" not in page
    assert "size: A4" in page
    desk.refused(3, "procedure", "show", "nyscp", "--html", "-o", str(sheet))
    desk.done("procedure", "show", "cyscb", "--html", "-o", str(sheet), "--replace")
    assert "Case Review Group" in sheet.read_text("utf-8")


@pytest.mark.parametrize(
    "words", [("--html", "--json"), ("--html", "--diagram"), ("-o", "x.txt"), ("--replace",)]
)
def test_only_the_sheet_goes_to_a_file_and_one_form_is_asked_for(
    desk: Desk, words: tuple[str, ...]
) -> None:
    desk.refused(2, "procedure", "show", "nyscp", *words)


# ------------------------------------------------------------------ list, add


def test_the_list_says_where_each_comes_from_and_what_is_stale(desk: Desk, own: Path) -> None:
    desk.at("2026-11-20T10:00")
    own.write_text(own.read_text().replace("# checked_on = 2026-04-01", "checked_on = 2025-11-19"))
    assert desk.done("procedure", "add", str(own)).out == (
        "added southshire@2026-04\n"
        "`resolve procedure show southshire@2026-04` shows the whole route\n"
    )
    desk.opens("1", "--raised", "2026-11-19T10:00")
    listed = desk.done("procedure", "list", "--json").document["procedures"]
    told = [
        (each["label"], each["shipped"], each["in_workspace"], each["checked_on"], each["stale"])
        for each in listed
    ]
    never = "nobody has said when this was last checked"
    assert told == [
        ("cyscb@cites-wt2018", True, False, None, never),
        ("cyscb@cites-wt2018-r2", True, False, None, never),
        ("nyscp@as-read-2024-05", True, False, None, never),
        ("nyscp@as-read-2024-05-r2", True, True, None, never),
        ("southshire@2026-04", False, True, "2025-11-19", "last checked on 2025-11-19"),
    ]
    table = desk.done("procedure", "list").out
    assert rows(table) == [*SHIPPED, "southshire"]
    assert "shipped, in use here" in table
    assert "Wed 19 Nov 2025" in table


def test_an_added_procedure_can_be_shown_and_opened_with(desk: Desk, own: Path) -> None:
    desk.done("procedure", "add", str(own))
    assert "Southshire Safeguarding" in desk.done("procedure", "show", "southshire").out
    assert desk.opens("1", "--raised", "2026-11-19T10:00", procedure="southshire").code == 0


def test_the_same_file_again_changes_nothing_and_another_under_its_label_is_refused(
    desk: Desk, own: Path
) -> None:
    desk.done("procedure", "add", str(own))
    desk.done("procedure", "add", str(own))
    own.write_text(own.read_text().replace("With the Chair", "With another Chair"))
    assert "already stands under the label southshire@2026-04" in desk.refused(
        3, "procedure", "add", str(own)
    )
    assert len(list((desk.folder / "procedures").iterdir())) == 1


def test_a_file_with_problems_is_not_added(desk: Desk) -> None:
    desk.refused(3, "procedure", "add", str(BROKEN / "no-start.toml"))
    desk.refused(4, "procedure", "add", str(BROKEN / "nothing.toml"))
    assert list((desk.folder / "procedures").iterdir()) == []


def test_a_file_that_was_changed_in_the_workspace_is_told_and_the_others_are_listed(
    desk: Desk, own: Path
) -> None:
    desk.done("procedure", "add", str(own))
    [kept] = (desk.folder / "procedures").iterdir()
    kept.write_text("something else")
    said = desk.does("procedure", "list")
    assert (said.code, rows(said.out)) == (5, SHIPPED)
    assert "a procedure file in the workspace is not what it was" in said.err


def test_a_file_that_this_version_cannot_use_is_told_and_the_others_are_listed(
    desk: Desk,
) -> None:
    raw = (BROKEN / "later-word.toml").read_bytes()
    name = f"broken@1-{hashlib.sha256(raw).hexdigest()[:16]}.toml"
    (desk.folder / "procedures" / name).write_bytes(raw)
    said = desk.does("procedure", "list")
    assert (said.code, rows(said.out)) == (5, SHIPPED)
    assert "a procedure file has 1 problem(s) and cannot be used" in said.err
    assert desk.does("procedure", "show", "broken").code == 5


def test_exit_7_when_it_cannot_be_written(
    desk: Desk, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(procedures, "create", full)
    said = desk.does("procedure", "add", str(own))
    assert (said.code, said.out) == (7, "")
    assert "nothing was recorded: No space left on device" in said.err


def test_list_and_add_need_a_workspace(nowhere: Path, own: Path) -> None:
    assert main(["procedure", "list"]) == 4
    assert main(["procedure", "add", str(own)]) == 4
    assert [path.name for path in nowhere.iterdir()] == ["own.toml"]


# ------------------------------------------------------------------ check


@pytest.mark.clause("N17")
def test_the_check_of_nyscp_says_that_its_stages_can_exceed_the_cap(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = procedures.procedure_named("nyscp", None)
    path = nowhere / "own.toml"
    path.write_bytes(shipped.raw)
    said = "the limits add up to 14, more than the cap: 13 working days after the disagreement"
    for given, label in (
        ("nyscp", shipped.label),
        (shipped.label, shipped.label),
        (str(path), str(path)),
    ):
        assert main(["procedure", "check", given]) == 0
        found = [line for line in capsys.readouterr().out.splitlines() if "[cap-overrun]" in line]
        assert len(found) == 1
        assert found[0].startswith(f"{label}:")
        assert said in found[0]


@pytest.mark.clause("N17")
def test_the_route_of_nyscp_says_at_its_end_that_its_stages_can_exceed_the_cap(
    desk: Desk,
) -> None:
    shown = " ".join(desk.done("procedure", "show", "nyscp").out.split())
    assert shown.endswith(
        'LIMITS THAT CAN EXCEED A CAP by stage "6" the limits add up to 14,'
        " more than the cap: 13 working days after the disagreement was raised. The cap applies."
    )
    document = desk.done("procedure", "show", "nyscp", "--json").document
    cap = {"stage": "6", "total": 14, "cap": "13 working days", "of": "raised"}
    assert document["procedure"]["overruns"] == [cap]
    assert desk.done("procedure", "show", "cyscb", "--json").document["procedure"]["overruns"] == []


def test_a_procedure_of_the_workspace_is_checked_by_its_name(desk: Desk, own: Path) -> None:
    desk.done("procedure", "add", str(own))
    said = desk.done("procedure", "check", "southshire")
    assert said.out.startswith("southshire@2026-04:")


def test_what_is_neither_a_file_nor_a_procedure_is_told_with_the_names_there_are(
    desk: Desk,
) -> None:
    err = desk.refused(4, "procedure", "check", "nysp")
    assert "no procedure file of that path, and no procedure of that name" in err
    assert "check the path, or give one of these names: cyscb@" in err


@pytest.mark.parametrize("name", CHECKS)
def test_each_broken_file_is_told_with_its_line_and_the_name_of_the_check(
    desk: Desk, name: str
) -> None:
    path = BROKEN / f"{name}.toml"
    lines = path.read_text("utf-8").splitlines()
    [marked] = [number for number, line in enumerate(lines, 1) if "# <- here" in line]
    said = desk.at("2026-11-22").does("procedure", "check", str(path))
    [line] = said.out.splitlines()
    assert line.startswith(f"{path}:{marked}: ")
    assert line.endswith(f" [{name}]")
    warning = CHECKS[name].warning
    refused = (3, "resolve: error: the file cannot be used\n")
    assert (said.code, said.err) == ((0, "") if warning else refused)


def test_the_check_as_json_has_every_problem(desk: Desk) -> None:
    said = desk.does("procedure", "check", str(BROKEN / "no-start.toml"), "--json")
    assert said.code == 3
    assert (said.document["kind"], said.document["usable"]) == ("procedure-check", False)
    [problem] = [each for each in said.document["problems"] if not each["warning"]]
    assert problem["name"] == "no-start"
    assert problem["line"] > 0


@pytest.mark.parametrize("words", [["check"], ["check", "--list"]])
def test_without_a_file_every_check_is_named_with_what_it_finds(
    nowhere: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["procedure", *words]) == 0
    table = capsys.readouterr().out
    assert rows(table) == list(CHECKS)
    assert "warning  limits that add up to more than a cap allows" in table
    assert list(nowhere.iterdir()) == []


def test_several_files_are_checked_and_the_worst_decides(desk: Desk, own: Path) -> None:
    broken, missing = BROKEN / "no-start.toml", BROKEN / "nothing.toml"
    said = desk.does("procedure", "check", str(own), str(broken), "nyscp")
    assert (said.code, said.err) == (3, "resolve: error: 1 of 3 files cannot be used\n")
    starts = [line.partition(":")[0] for line in said.out.splitlines()]
    assert set(starts) == {str(own), str(broken), procedures.procedure_named("nyscp", None).label}
    document = desk.does("procedure", "check", str(own), str(broken), "--json").document
    assert not document["usable"]
    assert {each["file"] for each in document["problems"]} == {str(own), str(broken)}
    said = desk.does("procedure", "check", str(missing), str(own))
    assert (said.code, said.out.partition(":")[0]) == (4, str(own))


def test_a_file_that_is_not_there_is_no_such_thing(nowhere: Path) -> None:
    assert main(["procedure", "check", str(nowhere / "nothing.toml")]) == 4


# ------------------------------------------------------------------ new


def test_a_new_file_is_commented_and_says_what_is_left_of_the_template(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["procedure", "new", "north-vale"]) == 0
    text, err = capsys.readouterr()
    assert err == ""
    assert tomllib.loads(text)["procedure"]["id"] == "north-vale"
    assert text.count("#") > 40
    path = nowhere / "north-vale.toml"
    path.write_text(text)
    assert main(["procedure", "check", str(path)]) == 3
    names = {line.rpartition("[")[2] for line in capsys.readouterr().out.splitlines()}
    assert names == {"left-from-template]", "stale]"}


def test_a_file_with_something_left_of_the_template_is_not_added(desk: Desk) -> None:
    path = desk.folder.parent / "north-vale.toml"
    path.write_text(new_procedure("north-vale"))
    desk.refused(3, "procedure", "add", str(path))


def test_a_new_file_never_replaces_one(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = nowhere / "mine.toml"
    path.write_text("mine")
    assert main(["procedure", "new", "north-vale", "--output", str(path)]) == 3
    assert capsys.readouterr().err == (
        "resolve: error: there is a file of that name already\n"
        f"  {path}\n  nothing was changed; choose another name\n"
    )
    assert path.read_text() == "mine"
    assert [each.name for each in nowhere.iterdir()] == ["mine.toml"]


def test_a_new_file_in_a_folder_that_is_not_there_is_not_written(nowhere: Path) -> None:
    assert main(["procedure", "new", "north-vale", "-o", str(nowhere / "no" / "x.toml")]) == 7


@pytest.mark.parametrize("name", ["South Shire", "Südshire", "-x", "a" * 41, ""])
def test_what_cannot_be_an_id_is_wrong_usage(
    nowhere: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["procedure", "new", name]) == 2
    assert capsys.readouterr().out == ""
    assert list(nowhere.iterdir()) == []


def test_a_file_that_begins_with_a_byte_order_mark_is_added_and_used(desk: Desk, own: Path) -> None:
    own.write_bytes(b"\xef\xbb\xbf" + own.read_bytes())
    desk.done("procedure", "add", str(own))
    assert desk.opens("1", "--raised", "2026-11-19T10:00", procedure="southshire").code == 0
    assert desk.row("1")["due"]
    assert desk.done("verify").code == 0


# ------------------------------------------------------------------ try


def test_a_file_is_tried_before_it_is_added_and_nothing_is_written(desk: Desk, own: Path) -> None:
    before = sorted(desk.folder.rglob("*"))
    said = desk.done("procedure", "try", str(own), "--on", "16 Dec 2026 15:30").out
    assert "southshire@2026-04 FROM Wed 16 Dec 2026 15:30" in said
    assert "limit that applies  within 96 hours of raised: Sun 20 Dec 2026 15:30" in said
    assert "Sun 20 Dec 2026 15:30, not a working day: act by Fri 18 Dec 2026" in said
    assert sorted(desk.folder.rglob("*")) == before


def test_without_a_date_a_procedure_is_tried_from_now_and_over_christmas(desk: Desk) -> None:
    document = desk.at("2026-12-16T15:30").done("procedure", "try", "nyscp", "--json").document
    assert document["kind"] == "procedure-try"
    froms = [each["from"] for each in document["ladders"]]
    assert froms == ["2026-12-16T15:30:00+00:00", "2027-12-16T15:30:00+00:00"]
    first = document["ladders"][0]["stages"][0]
    assert first["due"] == "2026-12-20T15:30:00+00:00"
    assert first["limits"][first["applies"]]["rule"] == "within 96 hours"
    assert (first["next"], first["other_ways"]) == ("2", [])


def test_a_procedure_is_tried_from_another_stage(desk: Desk) -> None:
    words = ("procedure", "try", "cyscb", "--on", "2026-12-16")
    said = desk.done(*words, "--at-stage", "Conference").out
    assert "conference: Dissent at a child protection conference" in said
    assert "practitioners" not in said
    desk.refused(4, *words, "--at-stage", "nowhere")


# ------------------------------------------------------------------ checked, remove


def unchecked(desk: Desk) -> bool:
    """Whether `due` notes that nobody checked the procedure within a year."""
    said = desk.does("due")
    return "against the published text" in said.out + said.err


def test_who_checked_a_procedure_is_kept_beside_its_file(desk: Desk) -> None:
    desk.at("2026-12-18T10:00").opens("1", "--raised", "2026-12-17T10:00")
    before = {path: path.read_bytes() for path in (desk.folder / "procedures").iterdir()}
    assert unchecked(desk)
    said = desk.done("procedure", "checked", "nyscp", "--on", "17 Dec 2026", "--by", "A. Lead")
    assert said.out == ("nyscp@as-read-2024-05-r2 was checked on 17 December 2026 by A. Lead\n")
    assert not unchecked(desk)
    assert {path: path.read_bytes() for path in (desk.folder / "procedures").iterdir()} == before
    assert "Thu 17 Dec 2026, A. Lead" in desk.done("procedure", "list").out
    listed = desk.done("procedure", "list", "--json").document["procedures"]
    (nyscp,) = (each for each in listed if each["label"] == "nyscp@as-read-2024-05-r2")
    assert (nyscp["checked_on"], nyscp["checked_by"]) == ("2026-12-17", "A. Lead")
    assert nyscp["stale"] is None
    assert desk.done("verify").code == 0
    desk.at("2027-12-18T10:00")
    assert unchecked(desk)


def test_a_later_check_replaces_an_earlier_one_and_a_damaged_one_does_not_count(
    desk: Desk,
) -> None:
    desk.at("2026-12-18T10:00").opens("1", "--raised", "2026-12-17T10:00")
    for day in ("2026-12-01", "2026-12-10"):
        desk.done("procedure", "checked", "nyscp", "--on", day)
    (kept,) = (desk.folder / "checked").glob("*.toml")
    assert "Thu 10 Dec 2026" in desk.done("procedure", "list").out
    for damaged in ("not toml", 'digest = "x"', 'digest = "x"\non = "2026-12-10"\n'):
        kept.write_text(damaged)
        assert unchecked(desk)


def test_a_day_of_the_file_that_is_later_counts(desk: Desk, own: Path) -> None:
    own.write_text(own.read_text().replace("# checked_on = 2026-04-01", "checked_on = 2026-11-19"))
    desk.at("2026-11-20T10:00").done("procedure", "add", str(own))
    desk.done("procedure", "checked", "southshire", "--on", "2026-11-01", "--by", "A. Lead")
    row = next(x for x in desk.done("procedure", "list").out.splitlines() if "southshire" in x)
    assert "Thu 19 Nov 2026" in row
    assert "A. Lead" not in row


def test_nobody_has_checked_a_procedure_tomorrow(desk: Desk) -> None:
    desk.at("2026-12-18T10:00")
    desk.refused(3, "procedure", "checked", "nyscp", "--on", "2026-12-19")
    desk.refused(4, "procedure", "checked", "nowhere")
    assert not (desk.folder / "checked").exists()


def test_a_procedure_is_removed_while_nothing_was_opened_under_it(desk: Desk, own: Path) -> None:
    desk.done("procedure", "add", str(own))
    assert desk.done("procedure", "remove", "southshire").out == (
        "removed southshire@2026-04; no dispute was opened under it\n"
    )
    assert list((desk.folder / "procedures").iterdir()) == []
    desk.refused(4, "procedure", "remove", "southshire")
    desk.done("procedure", "add", str(own))
    desk.opens("1", "--raised", "2026-11-19T10:00", procedure="southshire")
    err = desk.refused(3, "procedure", "remove", "southshire")
    assert "disputes were opened under this procedure: 1" in err
    assert desk.row("1")["due"]
    assert desk.done("verify").code == 0


# ------------------------------------------------------------------ new, asked at a terminal

HEAD = (
    "Resolving professional disagreements",
    "Riverside Safeguarding Partnership",
    "England",
    "Riverside procedures, chapter 9",
    "2026-04",
)
TALK = ("The two workers talk", "Both workers", "2 working days", "9.2")


def test_a_new_file_asked_for_at_a_terminal_holds_the_answers_and_nothing_else(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "riverside.toml"
    managers = ("Their managers talk", "Line managers of both; the lead", "as soon as possible")
    desk.at("2026-11-20T10:00").typing(
        *HEAD, "three", *TALK, *managers, "9.3", "The panel", "Panel", "", "9.4"
    )
    said = desk.asks("procedure", "new", "riverside", "-o", str(path))
    assert said.code == 0, said
    found = tomllib.loads(path.read_text("utf-8"))
    assert found["procedure"] == {
        "id": "riverside",
        "version": "2026-04",
        "title": HEAD[0],
        "owner": HEAD[1],
        "nation": "england",
        "source": HEAD[3],
    }
    first, second, third = found["stage"]
    assert first == {
        "id": "1",
        "title": "The two workers talk",
        "who": ["Both workers"],
        "start": True,
        "cite": "9.2",
        "moves": [{"to": "2"}],
        "limit": [{"within": "2 working days", "of": "entered", "cite": "9.2"}],
    }
    assert second["who"] == ["Line managers of both", "the lead"]
    assert second["limit"] == [{"said": "as soon as possible", "cite": "9.3"}]
    assert third == {"id": "3", "title": "The panel", "who": ["Panel"], "cite": "9.4"}
    assert set(found) == {"procedure", "stage"}


def test_the_check_names_what_a_new_file_still_lacks(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "riverside.toml"
    desk.at("2026-11-20T10:00").typing(*HEAD, "1", *TALK)
    assert desk.asks("procedure", "new", "riverside", "-o", str(path)).code == 0
    said = desk.does("procedure", "check", str(path))
    names = [line.rpartition("[")[2] for line in said.out.splitlines()]
    assert (said.code, sorted(names)) == (3, ["dead-end]", "stale]", "unread-limit]"])
    path.write_text(path.read_text("utf-8") + '\n[outcomes]\nagreed = "they agreed"\n')
    assert desk.does("procedure", "check", str(path)).code == 0


def test_an_answer_that_cannot_be_used_is_asked_for_again_with_what_to_type(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "riverside.toml"
    head = (*HEAD[:2], "France", *HEAD[2:4], "a b", HEAD[4])
    desk.typing(*head, "0", "one", "Talk", ";", "Both workers", "72hrs", "72 hours", "9.2")
    said = desk.asks("procedure", "new", "riverside", "-o", str(path))
    assert said.code == 0
    for told in (
        "Type one of these: england, wales, scotland",
        "Type letters, digits, hyphens and single dots",
        "Type a number from 1 to 20.",
        "Type who acts",
        'That is no amount of time: write "72 hours".',
    ):
        assert told in said.asked
    (stage,) = tomllib.loads(path.read_text("utf-8"))["stage"]
    assert stage["limit"][0]["within"] == "72 hours"


def test_going_back_asks_the_question_before_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "riverside.toml"
    desk.typing("A wrong title", "<", *HEAD, "1", *TALK)
    assert desk.asks("procedure", "new", "riverside", "-o", str(path)).code == 0
    assert tomllib.loads(path.read_text("utf-8"))["procedure"]["title"] == HEAD[0]


def test_the_template_is_there_at_a_terminal_too(desk: Desk) -> None:
    desk.typing()
    assert desk.asks("procedure", "new", "riverside", "--template").out.count("#") > 40
