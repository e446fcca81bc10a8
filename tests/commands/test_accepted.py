"""What came from elsewhere counts once it was accepted here: redactions, calendars, procedures."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from resolutions_cli.commands.sync import CALENDAR_CAME
from resolutions_cli.files.workspace.procedures import shipped_procedures
from tests.clones import Clones, files, git, newest
from tests.clones import begun as begun
from tests.clones import clones as clones
from tests.desk import REF, Desk, Said
from tests.tools import needs
from tests.written import written_procedure

C = "Zaubervogel"
WHY = ("--reason", "it names a child", "--yes")
MARKS = "accepted"


@pytest.fixture
def theirs(desk: Desk) -> Path:
    """A partner who has the dispute from a bundle without its texts, and asks for all to go."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19", "--summary", f"{C} was hit.")
    desk.done("note", REF, f"{C} telephoned.", "--by", "A Worker")
    folder = desk.folder.with_name("theirs")
    desk.done("init", str(folder), "--practice", "--procedure", "nyscp")
    desk.done("import", str(send(desk, desk.folder, "--without-text")), "-w", str(folder))
    desk.at("2026-11-20T11:00")
    for number in ("1", "2"):
        desk.done("redact", REF, number, *WHY, "--by", "A Partner", "-w", str(folder))
    desk.at("2026-11-20T12:00")
    return folder


def send(desk: Desk, folder: Path, *words: str) -> Path:
    file = desk.folder.with_name("sent.toml")
    desk.done("export", "--bundle", str(file), "--replace", REF, "-w", str(folder), *words)
    return file


def take(desk: Desk, theirs: Path, *words: str) -> Said:
    return desk.done("import", str(send(desk, theirs)), *words)


def canaries(folder: Path) -> int:
    """How many files of the record hold the name."""
    return sum(C.encode() in path.read_bytes() for path in folder.glob("disputes/*/*"))


# ------------------------------------------------------------------ redactions


def test_a_redaction_from_a_bundle_without_texts_removes_nothing_and_says_what_would_go(
    desk: Desk, theirs: Path
) -> None:
    dry = take(desk, theirs, "--dry-run").out
    said = take(desk, theirs).out
    for told in (dry, said):
        assert "entry 1: by, child-1, summary; asked to be removed by A Partner" in told
        assert "entry 2: by, text; asked to be removed by A Partner" in told
        assert f"resolve redact --as-asked {REF} 2" in told
    assert canaries(desk.folder) == 2
    desk.done("note", REF, "the next writer finishes nothing that was not accepted")
    assert canaries(desk.folder) == 2
    assert f"{C} telephoned." in desk.done("show", REF).out


@pytest.mark.parametrize("words", [("show", REF), ("next", REF), ("verify",)])
def test_what_is_asked_is_said_with_the_command_and_is_no_finding(
    desk: Desk, theirs: Path, words: tuple[str, ...]
) -> None:
    take(desk, theirs)
    said = desk.done(*words)
    assert "ASKED TO BE REMOVED" in said.out
    assert "asked to be removed by A Partner, on Fri 20 Nov 2026 11:00" in said.out
    assert f"resolve redact --as-asked {REF} 1" in said.out
    assert said.err == ""
    listed = json.dumps(desk.done(*words, "--json").document)
    assert f"resolve redact --as-asked {REF} 1" in listed
    assert desk.done("verify", "--json").document["findings"] == []
    assert "1 request to remove texts" not in desk.done("next").out
    assert f"2 requests to remove texts: resolve next {REF}" in desk.done("next").out


def test_what_was_asked_goes_when_it_is_accepted_and_only_that(desk: Desk, theirs: Path) -> None:
    take(desk, theirs)
    assert "--yes is missing" in desk.does("redact", "--as-asked", REF, "2", "--no-input").err
    assert canaries(desk.folder) == 2
    said = desk.done("redact", "--as-asked", REF, "2", "--yes", "--no-input").out
    assert "Entry 2: by, text; asked to be removed by A Partner" in said
    assert "it names a child" in said
    assert "cannot reach copies that others hold" in said
    assert canaries(desk.folder) == 1
    assert [entry.kind for entry in desk.log().entries].count("redacted") == 2
    page = desk.done("show", REF).out
    assert "texts of entry 2 removed for good" in page
    assert "texts of entry 1 asked to be removed" in page
    told = desk.refused(3, "redact", "--as-asked", REF, "2", "--yes")
    assert "nobody has asked to remove a text that entry 2 still has" in told
    # by the number of the request as well
    number = next(n for n, e in enumerate(desk.log().entries, 1) if e.kind == "redacted")
    desk.done("redact", "--as-asked", REF, str(number), "--yes")
    assert canaries(desk.folder) == 0
    assert desk.done("verify").out == ""


def test_it_asks_on_a_terminal_and_no_removes_nothing(desk: Desk, theirs: Path) -> None:
    take(desk, theirs)
    desk.typing("n").asks("redact", "--as-asked", REF, "1")
    assert canaries(desk.folder) == 2
    assert desk.typing("y").asks("redact", "--as-asked", REF, "1").code == 0
    assert canaries(desk.folder) == 1


def test_due_says_where_texts_are_asked_to_be_removed_also_in_a_closed_dispute(
    desk: Desk, theirs: Path
) -> None:
    note = f"resolve: note: you are asked to remove texts: {REF}\n  `resolve show {REF}` says who"
    assert note not in desk.done("due").err
    take(desk, theirs)
    for _ in range(2):  # read, and then from the index
        assert note in desk.done("due").err
    assert desk.done("due", "--quiet").err == ""
    desk.done("close", REF, "--outcome", "withdrawn", "--reason", "nobody asks more", "--no-action")
    for _ in range(2):
        assert note in desk.done("due", "--overdue").err
    for number in ("1", "2"):
        desk.done("redact", "--as-asked", REF, number, "--yes")
    assert note not in desk.done("due").err


def test_as_asked_goes_without_a_key_and_a_reason(desk: Desk, theirs: Path) -> None:
    take(desk, theirs)
    told = desk.refused(2, "redact", "--as-asked", REF, "1", "--key", "summary", "--yes")
    assert "--as-asked cannot be used with --key or --reason" in told


def test_an_import_may_accept_what_it_asks(desk: Desk, theirs: Path) -> None:
    dry = take(desk, theirs, "--dry-run", "--accept-redactions").out
    assert "would be removed for good" in dry
    assert canaries(desk.folder) == 2
    take(desk, theirs)
    # also what came before, with the same bundle
    assert "removed for good" in take(desk, theirs, "--accept-redactions").out
    assert canaries(desk.folder) == 0
    assert desk.done("verify").out == ""
    assert take(desk, theirs, "--accept-redactions").out.endswith("nothing was changed\n")


def test_what_was_removed_here_is_not_put_back_and_what_was_asked_stays(
    desk: Desk, theirs: Path
) -> None:
    old = shutil.copy(send(desk, desk.folder), desk.folder.with_name("old.toml"))
    take(desk, theirs)
    desk.done("redact", "--as-asked", REF, "2", "--yes")
    assert canaries(desk.folder) == 1
    desk.done("import", str(old))
    assert canaries(desk.folder) == 1
    newest(desk.folder, "opened").unlink()
    desk.done("import", str(old))
    assert canaries(desk.folder) == 1
    assert f"{C} was hit." in desk.done("show", REF).out


def test_a_text_asked_to_be_removed_that_never_came_is_not_missing(
    desk: Desk, theirs: Path
) -> None:
    third = desk.folder.with_name("third")
    desk.done("init", str(third), "--practice")
    desk.done("import", str(send(desk, theirs)), "-w", str(third))
    found = desk.done("verify", "-w", str(third), "--json").document["findings"]
    assert {each["name"] for each in found} == {"gone-as-asked"}
    assert "(redacted)" in desk.done("show", REF, "-w", str(third)).out
    # and comes when somebody sends it, since nobody here has accepted
    desk.done("import", str(send(desk, desk.folder)), "-w", str(third))
    assert canaries(third) == 2


def test_ones_own_redaction_needs_nobody_to_accept_it(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19", "--summary", f"{C} was hit.")
    desk.done("note", REF, f"{C} telephoned.")
    desk.done("redact", REF, "1", *WHY)
    assert canaries(desk.folder) == 1
    assert desk.done("verify").out == ""


def test_a_workspace_of_an_earlier_version_counts_all_that_is_in_it_and_then_waits(
    desk: Desk, theirs: Path
) -> None:
    desk.done("redact", REF, "2", "--key", "text", *WHY)
    shutil.rmtree(desk.folder / MARKS)
    assert desk.done("verify").out == ""
    assert not (desk.folder / MARKS).exists()
    take(desk, theirs)
    assert (desk.folder / MARKS).is_dir()
    assert canaries(desk.folder) == 1
    assert "[redaction" not in desk.done("verify").out
    assert len(desk.log().asked) == 2


def test_a_mark_that_is_damaged_is_found_and_nothing_goes_by_it(desk: Desk, theirs: Path) -> None:
    take(desk, theirs)
    desk.done("redact", "--as-asked", REF, "1", "--yes")
    for mark in (desk.folder / MARKS).glob("*.toml"):
        mark.write_bytes(b"what = ")
    said = desk.done("verify", "--json").document["findings"]
    assert {each["name"] for each in said} == {"mark-unread", "gone-as-asked"}
    assert canaries(desk.folder) == 1
    desk.done("redact", "--as-asked", REF, "2", "--yes")
    assert canaries(desk.folder) == 0


# ------------------------------------------------------------------ through sync


pytest_sync = needs("git")


@pytest_sync
def test_a_redaction_that_is_pushed_takes_no_text_from_another_machine(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(theirs, "2026-11-20T11:00", "redact", REF, "1", *WHY)
    clones.done(theirs)
    said = clones.done(clones.mine)
    assert "entry 1: by, child-1, summary; asked to be removed by" in said
    assert f"resolve redact --as-asked {REF} 1" in said
    assert C.encode() in newest(clones.mine, "opened").read_bytes()
    # what all share lacks it, and nobody puts it there again: there is nothing to send
    tips = set()
    for folder in (clones.mine, theirs, clones.mine, theirs):
        assert clones.done(folder).startswith("received: nothing; sent: nothing")
        tips.add(git(clones.bare, "rev-parse", "main"))
    assert len(tips) == 1
    assert C.encode() not in newest(theirs, "opened").read_bytes()
    assert C.encode() in newest(clones.mine, "opened").read_bytes()
    clones.desk.done("redact", "--as-asked", REF, "1", "--yes", "-w", str(clones.mine))
    clones.done(clones.mine)
    assert files(theirs) == files(clones.mine)
    assert git(clones.bare, "rev-parse", "main") in tips


@pytest_sync
def test_what_was_accepted_here_is_nobody_elses_business(clones: Clones) -> None:
    theirs = clones.joins()
    clones.records(theirs, "2026-11-20T11:00", "redact", REF, "1", *WHY)
    git(theirs, "add", "-A")
    clones.done(theirs)
    assert MARKS not in git(clones.bare, "ls-tree", "-r", "--name-only", "main")
    assert git(theirs, "status", "--porcelain") == ""


@pytest_sync
def test_the_setting_accepts_as_it_comes_and_says_what_went(clones: Clones) -> None:
    theirs = clones.joins()
    clones.accepts(clones.mine)
    clones.records(theirs, "2026-11-20T11:00", "redact", REF, "1", *WHY)
    clones.done(theirs)
    said = clones.done(clones.mine)
    assert f"{REF}: entry 1: by, child-1, summary; removed for good, as requested" in said
    assert C.encode() not in newest(clones.mine, "opened").read_bytes()
    assert files(theirs) == files(clones.mine)


# ------------------------------------------------------------------ calendars


#: Of a dispute whose stage 3 has a limit of ten working days.
DATED = ("--raised", "2026-11-19", "--disputed", "2026-11-18", "--reached", "3=2026-11-19")


def with_more(days: dict[str, str]) -> bytes:
    """GOV.UK's list with days that nobody proclaimed."""
    import resolutions_cli

    data = Path(resolutions_cli.__file__).parent / "data" / "bank-holidays.json"
    official: dict[str, Any] = json.loads(data.read_bytes())
    for division in official.values():
        there = {event["date"] for event in division["events"]}
        for day, title in days.items():
            if day not in there:
                event = {"title": title, "date": day, "notes": "", "bunting": False}
                division["events"].append(event)
    return json.dumps(official).encode()


NOT_DONE = "[y/N]: Not done. Nothing was changed.\n"


@pytest.mark.parametrize("answer", ["no", ""])
def test_whoever_does_not_want_a_text_removed_is_told_that_nothing_was_done(
    desk: Desk, theirs: Path, answer: str
) -> None:
    take(desk, theirs)
    before = desk.files()
    for words in (("redact", "--as-asked", REF, "2"), ("redact", REF, "1", "--reason", "why")):
        said = desk.typing(answer).asks(*words)
        assert (said.code, said.err.endswith(NOT_DONE)) == (130, True), said
        assert desk.files() == before


@pytest_sync
def test_a_list_that_came_says_what_it_takes_away_before_it_asks(clones: Clones) -> None:
    desk, theirs = clones.desk, clones.joins()
    file = clones.place / "list.json"
    file.write_bytes(with_more({"2026-11-24": "Invented"}).replace(b"2026-12-28", b"2026-12-29"))
    desk.at("2026-11-20T11:00").done(*("calendar", "import", str(file), "--yes", "-w", str(theirs)))
    clones.done(theirs)
    clones.done(clones.mine)
    said = desk.typing("no").asks("calendar", "accept")
    assert said.code == 130
    assert said.err.endswith(f"Use this list from now on? {NOT_DONE}")
    rows = [re.split("  +", line) for line in said.out.splitlines()]
    assert ["Tue 24 Nov 2026", "Invented", "everywhere"] in rows
    away = rows.index(["Bank holidays that are taken away"])
    assert ["Mon 28 Dec 2026", "Boxing Day (substitute day)", "everywhere"] in rows[away:]


@pytest_sync
def test_a_calendar_that_comes_moves_no_date_until_it_is_accepted(clones: Clones) -> None:
    desk, theirs = clones.desk, clones.joins()
    desk.opens("3", *DATED, ref="D-2")
    before = desk.done("due", "--json").document["deadlines"]
    file = clones.place / "list.json"
    file.write_bytes(with_more({"2026-11-24": "Invented", "2026-11-25": "Invented too"}))
    desk.at("2026-11-20T11:00").done(*("calendar", "import", str(file), "--yes", "-w", str(theirs)))
    clones.done(theirs)
    came = clones.done(clones.mine)
    assert CALENDAR_CAME.strip() in came
    assert CALENDAR_CAME.strip() not in clones.done(clones.mine)
    said = desk.done("due", "--json")
    assert [each["due"] for each in said.document["deadlines"]] == [each["due"] for each in before]
    assert "a list of bank holidays arrived from another machine and is not used yet" in said.err
    assert "`resolve calendar accept`" in said.err
    assert desk.done("due", "--quiet", "--json").err == ""
    (name,) = (path.name for path in (clones.mine / "calendar").iterdir())
    assert name in desk.done("calendar").out
    assert [each["name"] for each in desk.done("calendar", "--json").document["waiting"]] == [name]
    dry = desk.done("calendar", "accept", "--dry-run").out
    assert "Open deadlines that move" in dry and name in dry
    days = [re.split("  +", line) for line in dry.splitlines() if "Invented" in line]
    assert days == [
        ["Tue 24 Nov 2026", "Invented", "everywhere"],
        ["Wed 25 Nov 2026", "Invented too", "everywhere"],
    ]
    assert "imported Fri 20 Nov 2026 11:00, for 2012 to 2028" in dry
    assert "--yes is missing" in desk.does("calendar", "accept", "--no-input").err
    accepted = desk.done("calendar", "accept", name, "--yes").out
    assert "Open deadlines that move" in accepted
    # from the index, and from the files: the list is noticed
    for words in (("due",), ("due",), ("due", "--all")):
        now = desk.done(*words, "--json")
        assert now.err == ""
        dues = [each["due"] for each in now.document["deadlines"]]
        assert dues != [each["due"] for each in before]
    assert desk.done("calendar", "accept").out == "there is no list of bank holidays to accept\n"
    assert "waiting: none" in desk.refused(4, "calendar", "accept", "other.json")


def test_ones_own_list_counts_at_once_and_makes_the_same_one_of_others_needless(
    desk: Desk,
) -> None:
    desk.at("2026-11-20T10:00").opens("3", *DATED)
    file = desk.folder.with_name("list.json")
    file.write_bytes(with_more({"2026-11-24": "Invented"}))
    before = desk.done("due", "--json").document["deadlines"][0]["due"]
    other = desk.folder.with_name("other")
    desk.done("init", str(other), "--practice")
    desk.done("calendar", "import", str(file), "--yes", "-w", str(other))
    (came,) = (other / "calendar").iterdir()
    shutil.copy(came, desk.folder / "calendar")
    assert "arrived from another machine" in desk.done("due").err
    assert desk.done("due", "--json").document["deadlines"][0]["due"] == before
    desk.at("2026-11-20T11:00").done("calendar", "import", str(file), "--yes")
    said = desk.done("due", "--json")
    assert said.err == "" and said.document["deadlines"][0]["due"] != before


def test_an_accepted_list_under_another_time_is_another_list(desk: Desk) -> None:
    """Else an old list could be made the newest by giving its file another name."""
    desk.at("2026-11-20T10:00").opens("3", *DATED)
    old, new = desk.folder.with_name("old.json"), desk.folder.with_name("new.json")
    old.write_bytes(with_more({"2026-11-24": "Invented"}))
    new.write_bytes(with_more({}))
    desk.done("calendar", "import", str(old), "--yes")
    desk.at("2026-11-20T11:00").done("calendar", "import", str(new), "--yes")
    before = desk.done("due", "--json").document["deadlines"]
    first = min((desk.folder / "calendar").iterdir())
    shutil.copy(first, first.with_name(f"20270101T000000.000Z{first.name[20:]}"))
    assert desk.done("due", "--json").document["deadlines"] == before


# ------------------------------------------------------------------ procedures


@pytest.fixture
def came(desk: Desk) -> str:
    """A partner's dispute has come, with a North Yorkshire of their own; its label."""
    desk.at("2026-11-20T10:00")
    (nyscp,) = (each for each in shipped_procedures() if each.label == "nyscp@as-read-2024-05-r2")
    raw = nyscp.raw.replace(b'version = "as-read-2024-05-r2"', b'version = "as-read-2026-01"')
    assert raw != nyscp.raw
    own, other = desk.folder.with_name("own.toml"), desk.folder.with_name("other")
    own.write_bytes(raw)
    label = "nyscp@as-read-2026-01"
    desk.done("init", str(other), "--practice")
    desk.done("procedure", "add", str(own), "-w", str(other))
    opening = ("--procedure", label, "--ref", REF, "--raised", "2026-11-19")
    desk.done("open", *opening, "-w", str(other))
    desk.done("import", str(send(desk, other)))
    return label


def test_a_procedure_that_comes_is_for_its_dispute_alone(desk: Desk, came: str) -> None:
    assert desk.case().dispute.procedure.label == came
    desk.done("due")
    # a bare id means one's own
    desk.done("open", "--procedure", "nyscp", "--ref", "D-2")
    assert desk.case("D-2").dispute.procedure.label == "nyscp@as-read-2024-05-r2"
    told = desk.refused(3, "open", "--procedure", came, "--ref", "D-3")
    assert f"the procedure {came} came from another machine and nobody has accepted it here" in told
    listed = desk.done("procedure", "list", "--json").document["procedures"]
    assert [each["label"] for each in listed if each["waits"]] == [came]
    assert f"resolve procedure accept {came}" in desk.done("procedure", "list").out.replace(
        "\n", " "
    )
    assert desk.done("procedure", "show", came).out


def test_once_it_is_accepted_it_is_among_the_others(desk: Desk, came: str) -> None:
    assert f"accepted {came}" in desk.done("procedure", "accept", came).out
    desk.done("open", "--procedure", came, "--ref", "D-2")
    assert "more than one procedure" in desk.refused(
        4, "open", "--procedure", "nyscp", "--ref", "D-3"
    )
    assert "nothing of that name waits" in desk.refused(4, "procedure", "accept", came)


def test_an_import_says_what_the_procedure_that_comes_is_for(desk: Desk) -> None:
    own, other = desk.folder.with_name("own.toml"), desk.folder.with_name("other")
    own.write_text(written_procedure("southshire"), "utf-8")
    desk.at("2026-11-20T10:00").done("init", str(other), "--practice")
    desk.done("procedure", "add", str(own), "-w", str(other))
    desk.done("open", "--procedure", "southshire", "--ref", REF, "-w", str(other))
    said = desk.done("import", str(send(desk, other))).out
    assert "It applies to these disputes only." in said
    assert "resolve procedure accept southshire@" in said
    # a file of one's own with the same words is one's own
    desk.done("procedure", "add", str(own))
    desk.done("open", "--procedure", "southshire", "--ref", "D-2")


@needs("git")
def test_texts_that_git_by_hand_took_out_as_somebody_asked_are_told_of(clones: Clones) -> None:
    other = clones.joins()
    clones.records(other, "2026-11-20T11:00", "redact", REF, "1", *WHY)
    clones.done(other)
    clones.done(clones.mine)
    assert canaries(clones.mine) == 1, "it was only asked"
    git(clones.mine, "restore", ".")
    assert canaries(clones.mine) == 0
    said = clones.desk.does("verify", "-w", str(clones.mine))
    assert said.code == 0
    assert "gone-as-asked" in said.out


@needs("git")
def test_whose_redactions_are_accepted_is_never_taken_from_the_repository(clones: Clones) -> None:
    evil, mine = clones.joins("evil"), clones.mine
    settings = evil / "resolve.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[settings]\nredactions = "accept"\n')
    git(evil, "add", "--force", "resolve.toml")
    git(evil, "commit", "--quiet", "-m", "x")
    git(evil, "push", "--quiet")
    joined = clones.joins("joined")
    assert "redactions" in (joined / "resolve.toml").read_text("utf-8")
    clones.records(mine, "2026-11-20T11:00", "redact", REF, "1", *WHY)
    before = canaries(joined)
    assert before
    clones.done(mine)
    clones.done(joined)
    assert canaries(joined) == before
