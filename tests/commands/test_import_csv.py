"""`resolve import --csv`: the spreadsheet that a partnership kept until today."""

import pytest

from resolutions_cli.files.record.entry_file import name_of
from tests.desk import AGENCIES, Desk, Said
from tests.house.project import PROJECT

EXAMPLE = PROJECT / "examples" / "import"
SHEET = (EXAMPLE / "escalations.csv").read_text("utf-8")


@pytest.fixture
def office(desk: Desk) -> Desk:
    return desk.lists({**AGENCIES, "police": "Police"}).at("2026-11-20T10:00")


def take(desk: Desk, raw: bytes | str, *words: str, of: str = "") -> Said:
    """Take a sheet in, by the map of the example or another."""
    sheet, own = desk.folder.with_name("sheet.csv"), desk.folder.with_name("map.toml")
    sheet.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    own.write_text(of or (EXAMPLE / "map.toml").read_text("utf-8"), "utf-8")
    return desk.does("import", "--csv", str(sheet), "--map", str(own), *words)


def test_the_example_becomes_four_disputes(office: Desk) -> None:
    dry = take(office, SHEET, "--dry-run")
    assert (dry.code, dry.err, office.files()) == (0, "", [])
    said = take(office, SHEET)
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "line 2: ESC-101, opened Wed 2 Sep 2026 09:30, closed\n"
        "line 4: ESC-102, opened Thu 12 Nov 2026\n"
        "line 6: ESC-103, opened Tue 17 Nov 2026\n"
        "line 7: ESC-104, opened Wed 14 Oct 2026, closed\n"
        "imported: 4 disputes\n"
    )
    assert said.out == dry.out.replace("would be imported", "imported")
    assert office.done("verify").out == ""
    assert office.due(ref="ESC-103") == ("due-soon", "2026-11-24")
    closed = office.case("ESC-104").dispute
    assert (closed.is_open, closed.outcome) == (False, "withdrawn")


def test_a_row_is_recorded_as_open_records_one_that_is_under_way(office: Desk) -> None:
    take(office, SHEET)
    office.done(
        *("open", "--ref", "X-1", "--child", "C-4503", "--raised-by", "school"),
        *("--with", "social-care", "--concern", "roles-and-responsibilities"),
        *("--raised", "2026-11-10", "--disputed", "2026-11-10", "--at-stage", "3"),
        *("--reached", "2=2026-11-12", "--reached", "3=2026-11-17"),
        *("--summary", "Both say that the other leads."),
    )
    mine, typed = office.log("ESC-103").entries[0], office.log("X-1").entries[0]
    assert (mine.at, mine.facts, mine.texts) == (typed.at, typed.facts, typed.texts)
    assert office.due(ref="ESC-103") == office.due(ref="X-1")


def test_the_row_as_it_stood_is_kept_and_can_be_redacted(office: Desk) -> None:
    take(office, SHEET)
    opened, note, _ = office.log("ESC-101").entries
    assert (opened.kind, note.kind) == ("opened", "noted")
    kept = note.texts["text"] or ""
    assert kept.startswith("Taken in from a spreadsheet, line 2.\nRef: ESC-101\n")
    assert "Notes: The referral was not taken up.\nThe school asks for an assessment." in kept
    assert kept.endswith("Colour: green")  # no column of the map, and kept
    office.done("redact", "ESC-101", "2", "--reason", "A name.", "--yes")
    assert office.done("verify").out == ""


def test_the_same_sheet_once_more_doubles_nothing(office: Desk) -> None:
    take(office, SHEET)
    before = office.files()
    again = take(office, SHEET)
    assert (again.code, office.files()) == (3, before)
    assert again.out.count("a dispute has the reference of that row already") == 4
    more = SHEET + "ESC-105,C-1,school,health,,19/11/2026,,,,,,,,,\n"
    assert take(office, more, "--skip-bad").code == 0
    assert len(office.files()) == len(before) + 3  # the folder, the opening, the row
    assert take(office, "\n".join((SHEET.strip(), SHEET.splitlines()[-1])), "--skip-bad").code == 0


@pytest.mark.parametrize("kept", [1, 2])
def test_a_row_that_was_cut_off_between_its_entries_is_gone_on_with(
    office: Desk, kept: int
) -> None:
    take(office, SHEET)
    everything = office.log("ESC-101").entries
    folder = office.folder / "disputes" / "ESC-101"
    for entry in everything[kept:]:
        (folder / name_of(entry)).unlink()
    dry = take(office, SHEET, "--skip-bad", "--dry-run")
    assert "line 2: ESC-101, opened Wed 2 Sep 2026 09:30, closed\n" in dry.out
    said = take(office, SHEET, "--skip-bad", "--json").document
    assert [(each["dispute"], len(each["new"])) for each in said["disputes"]] == [
        ("ESC-101", 3 - kept)
    ]
    again = office.log("ESC-101").entries
    assert again[:kept] == everything[:kept]
    said_by = [(each.facts, dict(each.texts)) for each in again]
    assert said_by == [(each.facts, dict(each.texts)) for each in everything]
    assert office.done("verify").out == ""
    assert take(office, SHEET).code == 3


def test_a_dispute_that_went_on_otherwise_or_is_another_is_left_alone(office: Desk) -> None:
    take(office, SHEET)
    opened, note, _ = office.log("ESC-101").entries
    folder = office.folder / "disputes" / "ESC-101"
    for path in folder.iterdir():
        if path.name not in (name_of(opened), name_of(note)):
            path.unlink()
    office.done("note", "ESC-101", "It went on.")
    before = office.files()
    other = SHEET.replace("The referral was not taken up.", "Somebody else's.")
    for sheet in (SHEET, other):
        assert take(office, sheet, "--skip-bad").code == 0
        assert office.files() == before


def test_a_row_twice_in_the_sheet_goes_on_with_a_dispute_once(office: Desk) -> None:
    row = "ESC-105,C-1,school,health,,19/11/2026,,,,,Nobody came.,,,,\n"
    take(office, SHEET.splitlines()[0] + "\n" + row)
    opened, note = office.log("ESC-105").entries
    (office.folder / "disputes" / "ESC-105" / name_of(note)).unlink()
    said = take(office, SHEET.splitlines()[0] + "\n" + row + row, "--skip-bad")
    assert said.out.count("a dispute has the reference of that row already") == 1
    assert [each.kind for each in office.log("ESC-105").entries] == ["opened", "noted"]
    assert office.log("ESC-105").entries[0] == opened


def test_all_or_nothing_and_every_problem_is_named_with_its_line(office: Desk) -> None:
    bad = SHEET.replace("09/11/2026", "2026-11-09").replace("Role dispute", "Quarrel")
    bad = bad.replace("ESC-104", "ESC 104")
    for words in (["--dry-run"], []):
        said = take(office, bad, *words)
        assert (said.code, office.files()) == (3, [])
        assert said.err.startswith("resolve: error: 3 of 4 rows cannot be taken in, so none was\n")
        lines = [line for line in said.out.splitlines() if line.startswith("line ")]
        assert lines == [
            "line 4, Date raised: a cell is not a date of the form dd/mm/yyyy or dd/mm/yyyy HH:MM",
            "line 6: there is no concern of that name",
            "line 7, Ref: a reference has 1 to 40 letters, digits and hyphens,"
            " no hyphen first or last",
            "line 2: ESC-101, opened Wed 2 Sep 2026 09:30, closed",
        ]
        assert "Quarrel" not in said.out + said.err
    assert take(office, bad, "--skip-bad").code == 0
    assert len(office.done("list", "--all", "--json").document["disputes"]) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("04/09/2026", "31/08/2026"), "a move cannot be before the one it follows"),
        (("04/09/2026", "04/09/2027"), "what has not happened yet"),
        (("04/09/2026", "31/09/2026"), "line 2, Date closed: "),
        (("Resolved", ""), "a row that is closed says no outcome"),
        (("Resolved", "Given up"), "line 2, Outcome: there is no outcome of that name"),
        (("02/09/2026 09:30", "09/14/2026"), "line 2, Date raised: "),
        (("02/09/2026 09:30", "2/9/26"), "line 2, Date raised: a cell is not a date"),
        (("04/09/2026,Resolved,An assessment begins.", "04/09/2026,Resolved,n/a"), "n/a, tbc"),
    ],
)
def test_what_a_row_cannot_say(office: Desk, change: tuple[str, str], says: str) -> None:
    said = take(office, SHEET.replace(*change, 1))
    assert (said.code, office.files()) == (3, [])
    assert says in said.out


def test_day_and_month_stand_as_the_map_says_and_are_never_guessed(office: Desk) -> None:
    own = (
        'format = 1\nprocedure = "nyscp"\ndates = "{}"\n'
        '[[column]]\nheading = "R"\nis = "reference"\n'
        '[[column]]\nheading = "D"\nis = "raised"\n'
        '[[column]]\nheading = "S"\nis = "stage"\n'
    )
    for ref, form, day in (("A", "dd/mm/yyyy", "2026-04-03"), ("B", "mm/dd/yyyy", "2026-03-04")):
        assert take(office, f"R,D,S\n{ref},03/04/2026,1\n", of=own.format(form)).code == 0
        assert str(office.log(ref).entries[0].at.day) == day
    for cell in (
        "19th November",
        "19.11.2026",
        "2026-09-19",
        "last friday",
        "today",
        "now",
        "13/13/2026",
    ):
        said = take(office, f"R,D,S\nC,{cell},1\n", of=own.format("dd/mm/yyyy"))
        assert (said.code, "line 2, D: " in said.out) == (3, True), cell


def test_however_the_sheet_was_saved_it_says_the_same(office: Desk) -> None:
    own = (EXAMPLE / "map.toml").read_text("utf-8")
    small = (
        "Ref,Case file,Raised by,Raised with,Type,Date raised,Date of decision,Stage,To stage 2,"
    )
    small += "To stage 3,Notes,Date closed,Outcome,Why closed\n"
    row = "{},C-1,school,health,,19/11/2026,,,,,Łukasz – “said”,,,\n"
    with_crlf = (small + row.format("A-2")).replace("\n", "\r\n\r\n")
    with_semicolons = (small + row.format("A-3")).replace(",", ";")
    semicolon = own.replace('separator = "comma"', 'separator = "semicolon"')
    semicolon = semicolon.replace('between = ";"', 'between = "/"')
    for raw, of in (
        (("\ufeff" + small + row.format("A-1")).encode(), own),
        (with_crlf.encode(), own),
        (with_semicolons.encode(), semicolon),
    ):
        assert take(office, raw, of=of).code == 0
    texts = [office.log(f"A-{n}").entries[0].texts["summary"] for n in (1, 2, 3)]
    assert texts == ["Łukasz – “said”"] * 3


def test_agencies_that_the_workspace_does_not_list_are_texts_and_said_to_be(office: Desk) -> None:
    said = take(office.lists({"school": "A school"}), SHEET)
    assert (said.code, said.err) == (
        0,
        "resolve: note: agencies that this workspace does not list are kept in one dispute each:"
        " 4 rows\n"
        "  the name is a text that can be removed; [agencies] in resolve.toml lists agencies\n",
    )
    opened = office.log("ESC-102").entries[0]
    assert opened.texts["agency-2"] == "social-care"


def test_names_of_children_are_questioned_once_and_not_repeated(office: Desk) -> None:
    said = take(office, SHEET.replace("C-4411", "Ada").replace("C-4502", "Bo"), "--dry-run")
    assert said.err.count("looks like a name in 2 rows") == 1
    assert "Ada" not in said.err + said.out


def test_the_document_lists_rows_and_problems(office: Desk) -> None:
    said = take(office, SHEET.replace("ESC-104", ""), "--json", "--dry-run")
    (problem,) = said.document["problems"]
    assert (problem["line"], problem["heading"]) == (7, "Ref")
    assert [each["line"] for each in said.document["disputes"]] == [2, 4, 6]
    assert (said.code, said.document["written"]) == (3, False)


def test_rows_whose_dates_speak_against_each_other_are_named(office: Desk) -> None:
    doubtful = SHEET.replace(",2 - own manager,12/11/2026,", ",2 - own manager,08/11/2026,")
    said = take(office, doubtful, "--dry-run")
    assert (said.code, said.err) == (
        0,
        "resolve: note: dates of stages, or of what was raised, speak against each other\n"
        "  in lines 4; check them before they are taken in\n",
    )


def test_a_row_in_a_stage_that_was_reached_before_another_is_refused(office: Desk) -> None:
    said = take(
        office,
        SHEET.replace(",2 - own manager,12/11/2026,,", ",2 - own manager,10/11/2026,12/11/2026,"),
    )
    assert said.code == 3
    assert "line 4, To stage 2: stage 2, where the dispute is, was reached before stage 3" in (
        said.out + said.err
    )


def test_an_outcome_that_the_map_gives_to_every_row_closes_none_without_a_date(
    office: Desk,
) -> None:
    given = (EXAMPLE / "map.toml").read_text("utf-8")
    given = given.replace('is = "outcome"', 'is = "outcome"\ndefault = "Resolved"')
    said = take(office, SHEET, "--dry-run", of=given)
    assert said.code == 0
    assert "line 4: ESC-102, opened Thu 12 Nov 2026\n" in said.out
