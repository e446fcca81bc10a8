"""Names of agencies and roles are texts: nowhere that texts do not go, gone once removed."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from resolutions_cli.app import agency_words, streams
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.facts import Opened, Redacted
from resolutions_cli.files.workspace.create import init
from tests.desk import REF, Desk

#: Each typed in another place; some shaped as a code, which a name can be too.
RAISED, WITH, JOINS, ROLE, SET = (
    "Dr Jane Fernquill",
    "carer-ann-thistlewood",
    "Fostering at 3 Elmbrook Street",
    "mother Marlowe",
    "aunt-beatrix",
)
NAMES = (RAISED, WITH, JOINS, ROLE, SET)
WHY = ("--reason", "Asked for.")
_NOTHING: Mapping[str, str] = {}
SHEET_MAP = """
format = 1
procedure = "nyscp"
dates = ["dd/mm/yyyy"]
[[column]]
heading = "Ref"
is = "reference"
[[column]]
heading = "By"
is = "raised-by"
[[column]]
heading = "With"
is = "with"
between = ";"
"""
ORGANISATION = "Is this an organisation? Only organisations go on the list, never a person."
YORK = ("--procedure", "cyscb", "--at-stage", "case-review-group")


@pytest.fixture
def named(desk: Desk) -> Desk:
    """A dispute in which every name is typed that an option takes, and used again by its words."""
    desk.lists({}).at("2026-10-05T09:00")
    desk.done("open", *YORK, "--ref", REF, "--child", "C-1", "--raised-by", RAISED, "--with", WITH)
    desk.done("party", REF, "--add", f"{ROLE}: Jo Park, {JOINS}, 01904 000000")
    desk.done("correct", REF, "1", "--set", f"with={WITH}", "--set", f"with={SET}", *WHY)
    information = ("record", REF, "information-requested", "--on", "today")
    desk.done(*information, "--agency", WITH.upper())
    desk.at("2026-10-06T09:00").done(*information, "--agency", JOINS)
    desk.done("note", REF, "The rest is for tomorrow.")
    return desk


def names_in(*places: Path) -> set[str]:
    """The names that any file in these folders holds, in any case."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    raw = b"\n".join(path.read_bytes() for path in files).lower()
    return {name for name in NAMES if name.lower().encode() in raw}


def heads(desk: Desk) -> str:
    files = (desk.folder / "disputes" / REF).iterdir()
    return "\n".join(path.read_text("utf-8").partition("\n[text.")[0] for path in files)


def said_in(out: str) -> set[str]:
    return {name for name in NAMES if name.casefold() in out.casefold()}


# ------------------------------------------------------------------ in


def test_no_name_that_was_typed_stands_in_the_head_of_an_entry(named: Desk) -> None:
    assert said_in(heads(named)) == set()
    assert names_in(named.folder) == set(NAMES)


def test_the_words_are_a_text_of_the_entry_that_names_an_agency_first(named: Desk) -> None:
    first, party, correction, *_ = named.log().entries
    assert (first.texts["agency-1"], first.texts["agency-2"]) == (RAISED, WITH)
    assert (party.texts["agency-1"], party.texts["role"]) == (JOINS, ROLE)
    assert correction.texts["agency-1"] == SET
    assert isinstance(first.facts, Opened)
    assert first.facts.raised_by == (f"agency-1-{first.id[:16]}",)
    raw = (named.folder / "disputes" / REF).glob("*-opened-*")
    assert 'raised_by = [\n    "agency-1",\n]' in next(raw).read_text("utf-8")


def test_only_entries_with_such_a_text_are_of_the_newer_format(named: Desk) -> None:
    folder = named.folder / "disputes" / REF
    formats = {
        path.name.split("-", 1)[1].rpartition("-")[0]: path.read_text("utf-8").splitlines()[0]
        for path in folder.iterdir()
    }
    assert formats == {
        "opened": "format = 2",
        "party": "format = 2",
        "corrected": "format = 2",
        "recorded": "format = 1",
        "noted": "format = 1",
    }


def test_a_script_is_told_once_that_a_name_was_kept_and_not_which(desk: Desk) -> None:
    desk.lists({}).at("2026-10-05T09:00")
    said = desk.done("open", *YORK, "--ref", REF, "--raised-by", RAISED, "--with", WITH)
    assert said.err.count("that this workspace does not list") == 1
    assert said_in(said.err) == set()


def test_the_same_words_in_any_case_are_one_agency(named: Desk) -> None:
    named.done("party", REF, "--add", f"clerk: Al, {JOINS.upper()}")
    assert named.agencies() == (RAISED, WITH, SET, JOINS)


def test_two_people_of_one_new_agency_in_one_command_name_it_once(named: Desk) -> None:
    named.done("party", REF, "--add", "a: Jo, Beck Surgery", "--add", "b: Al, beck surgery")
    one, other = named.log().entries[-2:]
    assert (one.texts["agency-1"], "agency-1" in other.texts) == ("Beck Surgery", False)
    assert named.agencies()[-1:] == ("Beck Surgery",)
    assert one.facts.agency == other.facts.agency  # type: ignore[attr-defined]


def test_a_listed_agency_is_its_code_whether_its_code_or_its_words_are_typed(desk: Desk) -> None:
    desk.lists({"csc": "Children's Social Care", "oak": "Oak School"}).at("2026-10-05T09:00")
    said = desk.done("open", "--ref", REF, "--raised-by", "OAK", "--with", "children's social care")
    assert desk.case().dispute.agencies == ("oak", "csc")
    assert said.err.startswith("resolve: note: put the decision")


def test_a_role_of_the_procedure_is_its_code_and_any_other_a_text(desk: Desk) -> None:
    desk.at("2026-10-05T09:00").opens("1")
    desk.done("party", REF, "--add", "Police: Al Reed", "--add", "grandmother: Bo")
    police, other = desk.log().entries[-2:]
    assert (police.facts.role, "role" in police.texts) == ("police", False)  # type: ignore[attr-defined]
    assert (other.facts.role, other.texts["role"]) == ("", "grandmother")  # type: ignore[attr-defined]


def test_who_accepts_a_date_is_a_code(desk: Desk) -> None:
    desk.lists({}).at("2026-10-05T09:00")
    words = ("--procedure", "cyscb", "--at-stage", "practitioners", "--ref", REF)
    desk.done("open", *words, "--raised-by", RAISED, "--with", WITH)
    accept = ("--with", f"{RAISED.lower()}: Jo", "--with", WITH.upper())
    desk.done("agree", REF, "--by-date", "2026-10-12", *accept, *WHY)
    assert desk.newest().facts.accepted == desk.case().dispute.agencies  # type: ignore[attr-defined]
    assert desk.texts()["with-2"] == WITH
    assert said_in(heads(desk)) == set()


def test_the_role_of_a_person_is_corrected_as_a_text(named: Desk) -> None:
    named.done("correct", REF, "2", "--set", "role=aunt Marlowe", *WHY)
    assert "aunt Marlowe, Jo Park" in named.done("show", REF).out
    assert "Marlowe" not in heads(named)


def test_the_words_of_an_agency_are_corrected_where_they_stand(named: Desk) -> None:
    named.done("correct", REF, "2", "--set", "agency-1=Elm House", *WHY)
    assert named.agencies()[-1] == "Elm House"
    named.done("correct", REF, "2", "--set", f"agency-1={WITH}", *WHY)
    assert named.agencies() == (RAISED, WITH, SET)


def test_a_row_of_a_sheet_has_its_agencies_as_texts(desk: Desk) -> None:
    desk.lists({"oak": "Oak School"}).at("2026-11-20T10:00")
    sheet, own = desk.folder.with_name("sheet.csv"), desk.folder.with_name("map.toml")
    sheet.write_text(f"Ref,By,With\n{REF},oak school,{WITH}; {JOINS}\n", "utf-8")
    own.write_text(SHEET_MAP, "utf-8")
    for words in (("--dry-run",), ()):
        said = desk.done("import", "--csv", str(sheet), "--map", str(own), *words)
        assert "that this workspace does not list" in said.err
        assert said_in(said.out + said.err) == set()
    assert desk.agencies() == ("Oak School", WITH, JOINS)
    assert said_in(heads(desk)) == set()


def test_at_immediate_risk_names_are_kept_at_once_and_others_are_learned_later(desk: Desk) -> None:
    desk.lists({"oak": "Oak School"}).at("2026-10-05T09:00")
    known = ("--child", "C-77", "--raised", "2026-10-01", "--disputed", "2026-10-01")
    # nobody told, no concern; then who raises it
    answers = ("", "", "", "", JOINS, "no", WITH.upper(), "OAK", "")
    said = desk.typing(*answers, *[""] * 9).asks(
        "open", "--immediate-risk", "--ref", REF, "--with", WITH, *known
    )
    assert said.code == 0, said.err
    opened, _, learned = desk.log().entries
    assert (opened.texts["agency-1"], learned.texts["agency-1"]) == (WITH, JOINS)
    assert desk.agencies() == (JOINS, WITH, "Oak School")
    assert said_in(heads(desk)) == set()


# ------------------------------------------------------------------ on a terminal


def listed(desk: Desk) -> str:
    return (desk.folder / "resolve.toml").read_text("utf-8").partition("[agencies]\n")[2]


def opening(desk: Desk, *answers: str) -> str:
    """Open a dispute with a new agency on a terminal, with these answers about it."""
    given = ("--raised", "2026-10-02", "--disputed", "2026-10-01", "--raised-by", "school")
    desk.at("2026-10-05T09:00").typing("no", *answers, *[""] * 9)
    said = desk.asks("open", "--ref", REF, *given, "--with", "Beck Surgery")
    assert said.code == 0, said.err
    return said.err


def test_on_a_terminal_a_new_agency_stays_a_text_unless_it_is_listed(desk: Desk) -> None:
    said = opening(desk, "")
    assert "Beck Surgery is new here." in said
    assert f"{ORGANISATION} [y/N]:" in " ".join(said.split())
    assert "Beck" not in listed(desk)
    assert desk.agencies() == ("school", "Beck Surgery")


def test_on_a_terminal_an_organisation_is_listed_under_the_code_that_is_typed(desk: Desk) -> None:
    said = opening(desk, "yes", "beck")
    assert 'beck = "Beck Surgery"\n' in listed(desk)
    assert desk.case().dispute.agencies == ("school", "beck")
    assert said_in(heads(desk)) == set()
    warning = "The code is shown in lists and in everything you send, and cannot be taken out"
    assert " ".join(said.split()).index(warning) < said.index("A short code for it")


def test_no_code_is_proposed_that_would_put_a_name_into_every_list(desk: Desk) -> None:
    said = opening(desk, "yes", "", "beck")
    assert "beck-surgery" not in said
    assert "beck-surgery" not in listed(desk)


def test_a_line_deleted_from_the_settings_unlists_an_agency_for_disputes_to_come(
    desk: Desk,
) -> None:
    opening(desk, "yes", "beck")
    settings = desk.folder / "resolve.toml"
    settings.write_text(settings.read_text("utf-8").replace('beck = "Beck Surgery"\n', ""), "utf-8")
    assert "Beck" not in desk.done("show", REF).out
    assert desk.agencies() == ("school", "beck")
    desk.opens("1", ref="D-2")
    desk.done("party", "D-2", "--add", "nurse: Jo, Beck Surgery")
    assert desk.texts("D-2")["agency-1"] == "Beck Surgery"


def test_a_code_that_is_taken_or_none_is_asked_for_again(desk: Desk) -> None:
    said = opening(desk, "yes", "school", "Beck!", "agency-1", "beck")
    assert said.count("small letters, digits and hyphens") == 3
    assert desk.case().dispute.agencies == ("school", "beck")


def in_force(desk: Desk) -> dict[str, str]:
    settings = desk.at("2026-10-05T09:00").done("where", "--json").document["settings"]
    return {each["name"]: each["value"] for each in settings}


@pytest.mark.parametrize(
    "settings",
    [
        "format = 1\npractice = true # so far\n",
        'format = 1\npractice = true\nagencies = {school = "S"}\n',
        'format = 1\npractice = true\nagencies.school = "S"\n',
        'format = 1\npractice = true\n[agencies]#!\nschool = "S"\n[settings]\nsoon = 3',
    ],
)
def test_listing_one_leaves_the_other_settings_as_they_are(desk: Desk, settings: str) -> None:
    (desk.folder / "resolve.toml").write_text(settings)
    before = in_force(desk)
    desk.at("2026-10-05T09:00").opens("1")
    desk.typing("yes", "beck").asks("party", REF, "--add", "nurse: Jo, Beck Surgery")
    after = in_force(desk)
    assert "beck" in after.pop("agencies").split(", ")
    same = ("practice", "soon", "quiet", "default procedure")
    assert [after[name] for name in same] == [before[name] for name in same]


# ------------------------------------------------------------------ out


def test_people_read_the_words(named: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("show", REF), ("report", "case", REF, "--format", "md"), ("timeline", REF)):
        out = named.done(*words).out
        assert "agency-1-" not in out
        assert RAISED in out or words[0] == "timeline"
    assert {RAISED, WITH, JOINS, SET} <= said_in(named.done("show", REF).out)
    assert "mother Marlowe, Jo Park" in named.done("show", REF).out
    monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is sys.stdout)
    out = " ".join(named.done("due", "--group", "agency").out.split())
    assert "agency-1-" not in out
    assert {WITH, JOINS} <= said_in(out)


NO_TEXTS = [
    ("export", "--jsonl"),
    ("list", "--all", "--csv"),
    ("list", "--all", "--json"),
    ("due", "--all"),
    ("due", "--all", "--csv"),
    ("due", "--all", "--json"),
    ("due", "--ics"),
    ("report", "case", REF, "--ics"),
    ("report", "return", "--format", "md", "--no-suppress", "--from", "2026-09-01"),
    ("stats", "--csv", "--no-suppress", "--from", "2026-09-01"),
    ("next", REF, "--json"),
    ("explain", REF, "--json"),
    ("timeline", REF, "--json"),
    ("verify", "--gaps", "--json"),
]


@pytest.mark.parametrize("words", NO_TEXTS, ids=" ".join)
def test_what_has_no_texts_has_codes(named: Desk, words: tuple[str, ...]) -> None:
    said = named.does(*words)
    assert said.code in (0, 1), said
    assert said.out
    assert said_in(said.out + said.err) == set()


def test_a_bundle_without_texts_has_codes(named: Desk, tmp_path: Path) -> None:
    named.done("export", "--bundle", str(tmp_path / "b.toml"), "--without-text", REF)
    named.done("export", "--bundle", str(tmp_path / "whole.toml"), REF)
    assert said_in((tmp_path / "b.toml").read_text("utf-8")) == set()
    assert said_in((tmp_path / "whole.toml").read_text("utf-8")) == set(NAMES)


def test_the_cache_has_codes(named: Desk, cache: Path) -> None:
    time.sleep(2.1)  # what changed within two seconds is not kept
    named.done("due")
    assert list(cache.rglob("index-*"))
    assert names_in(cache) == set()


def test_the_return_counts_agencies_of_one_dispute_together(named: Desk) -> None:
    out = named.done("stats", "--no-suppress", "--from", "2026-09-01").out
    assert "agencies named in one dispute only" in out


@pytest.mark.parametrize("words", [("due",), ("list",)])
def test_a_list_is_narrowed_by_the_words_that_were_typed(named: Desk, words: tuple[str]) -> None:
    named.opens("1", "--raised", "2026-10-02", ref="D-2")
    out = named.done(*words, "--agency", JOINS.lower()).out
    assert (REF in out, "D-2" in out) == (True, False)


def test_disputes_are_alike_by_the_words_of_their_agencies(named: Desk) -> None:
    named.done("open", *YORK, "--ref", "D-2", "--raised-by", WITH, "--with", RAISED.upper())
    assert "same agencies" in named.done("similar", REF).out


def test_words_are_read_for_what_is_printed_and_only_on_a_terminal(
    named: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = agency_words._words_in

    def noted(run: Run, reference: str) -> Mapping[str, str]:
        looked.append(reference)
        return real(run, reference)

    monkeypatch.setattr(agency_words, "_words_in", noted)
    named.done("open", *YORK, "--ref", "D-2", "--raised-by", "Elm Practice", "--with", "health")
    named.opens("1", "--raised", "2026-10-02", ref="D-3")
    named.done("due")
    named.done("list")
    assert looked == []
    monkeypatch.setattr(streams, "is_terminal", lambda stream: stream is sys.stdout)
    named.done("due", "--stage", "1")
    assert looked == []
    named.done("due")
    assert sorted(looked) == ["D-1", "D-2"]


# ------------------------------------------------------------------ removed


def test_after_redaction_every_name_is_gone_from_everything_here(named: Desk, cache: Path) -> None:
    before = named.done("due", "--all", "--json").document["deadlines"]
    for number in (1, 2, 3):
        named.done("redact", REF, str(number), "--yes", *WHY)
    assert names_in(named.folder, cache) == set()
    assert named.done("due", "--all", "--json").document["deadlines"] == before
    assert named.done("verify").code == 0
    shown = named.done("show", REF).out
    assert said_in(shown) == set()
    assert "who is who: (redacted)" in shown


def test_redact_says_of_an_older_entry_what_it_cannot_remove(older: Desk) -> None:
    said = older.done("redact", REF, "1", "--yes", *WHY)
    assert "names an agency or a role in words that cannot be removed" in said.err
    assert said_in(said.err) == set()
    assert "cannot be removed" not in older.done("redact", REF, "2", "--yes", *WHY).err


@pytest.fixture
def older(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A dispute as an earlier version recorded it, its agencies in words."""
    from resolutions_cli.app.opening import questions
    from resolutions_cli.core.record.agency_names import Sealed

    desk.lists({}).at("2026-10-05T09:00")
    with monkeypatch.context() as earlier:
        earlier.setattr(
            questions, "sealed_names", lambda names, _: Sealed({n: n for n in names}, {})
        )
        desk.done("open", *YORK, "--ref", REF, "--raised-by", RAISED, "--with", WITH)
    desk.done("note", REF, "Said.")
    return desk


def test_an_older_dispute_goes_on_with_the_words_of_its_heads(older: Desk) -> None:
    assert older.case().dispute.agencies == (RAISED, WITH)
    older.done("record", REF, "information-requested", "--on", "today", "--agency", WITH.upper())
    assert older.newest().facts.agency == WITH  # type: ignore[attr-defined]
    older.done("party", REF, "--add", f"lead: Jo, {RAISED.lower()}")
    assert older.agencies() == (RAISED, WITH)
    opened = older.log().entries[0]
    assert (opened.facts.FORMAT, set(opened.texts)) == (1, {"by"})


# ------------------------------------------------------------------ named apart


def apart(
    desk: Desk, tmp_path: Path, mine: str, theirs: str, listed: Mapping[str, str] = _NOTHING
) -> Desk:
    """Two copies that each name an agency, and mine with both; it alone has a list."""
    other = init(tmp_path / "theirs", "nyscp", practice=True).folder
    desk.lists(listed).at("2026-10-05T09:00")
    desk.done("open", *YORK, "--ref", REF, "--raised-by", RAISED, "--with", WITH)
    bundle = tmp_path / "b.toml"
    desk.done("export", "--bundle", str(bundle), REF)
    desk.done("import", str(bundle), "-w", str(other))
    desk.done("party", REF, "--add", f"a: Jo, {mine}")
    desk.at("2026-10-05T10:00").done("party", REF, "-w", str(other), "--add", f"b: Al, {theirs}")
    desk.done("export", "--bundle", str(bundle), "--replace", "-w", str(other), REF)
    desk.done("import", str(bundle))
    return desk


def test_agencies_named_apart_never_have_one_code(desk: Desk, tmp_path: Path) -> None:
    both = apart(desk, tmp_path, "Beck Surgery", "Elm Practice")
    assert both.agencies() == (RAISED, WITH, "Beck Surgery", "Elm Practice")


def called(desk: Desk, place: int) -> str:
    """What to type for the entry at a place in the log: two of them have the same number."""
    return desk.log().entries[place].id[:16]


def test_one_agency_named_apart_in_the_same_words_is_one(desk: Desk, tmp_path: Path) -> None:
    both = apart(desk, tmp_path, "Beck Surgery", "beck surgery")
    assert both.agencies() == (RAISED, WITH, "Beck Surgery")


def test_one_that_only_one_copy_lists_counts_as_two_and_is_a_gap_until_it_is_corrected(
    desk: Desk, tmp_path: Path
) -> None:
    both = apart(desk, tmp_path, "Beck Surgery", "Beck Surgery", listed={"beck": "Beck Surgery"})
    (_, _, third, fourth) = both.case().dispute.agencies
    assert "beck" in (third, fourth)
    words = ("verify", "--gaps", REF)
    assert "Beck Surgery; Beck Surgery (" in both.done(*words).out
    (place,) = (n for n in (1, 2) if both.log().entries[n].facts.agency != "beck")  # type: ignore[union-attr]
    both.done("correct", REF, called(both, place), "--set", "agency=beck", *WHY)
    assert both.agencies()[2:] == ("Beck Surgery",)
    assert "nearly alike" not in both.done(*words).out


@pytest.mark.parametrize("place", [1, 2])
def test_it_stays_one_when_its_name_is_removed(desk: Desk, tmp_path: Path, place: int) -> None:
    both = apart(desk, tmp_path, "Beck Surgery", "beck surgery")
    agencies = both.case().dispute.agencies
    both.done("redact", REF, called(both, place), "--yes", *WHY)
    assert both.case().dispute.agencies == agencies
    facts = both.newest().facts
    assert isinstance(facts, Redacted)
    assert list(facts.same.values()) == [agencies[-1]]
    both.done("redact", REF, called(both, 3 - place), "--yes", *WHY)
    assert both.case().dispute.agencies == agencies


def test_nobody_makes_one_agency_of_two_that_can_be_told_apart(desk: Desk, tmp_path: Path) -> None:
    both = apart(desk, tmp_path, "Beck Surgery", "Elm Practice")
    log = both.log()
    one, other = log.entries[1:3]
    claims = Redacted(
        entry=one.id,
        keys=("name",),
        same={other.facts.agency: one.facts.agency},  # type: ignore[attr-defined]
    )
    from resolutions_cli.core.record.agencies import agencies_named, unified

    forged = log.but(entries=(*log.entries, one.but(id="f" * 64, facts=claims, texts={})))
    assert list(agencies_named(unified(forged))) == list(agencies_named(log))
