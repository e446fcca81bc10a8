"""`resolve find`: every entry that has the words, wherever they stand, and nothing else."""

import json
import os
from pathlib import Path

import pytest

from resolutions_cli.files.workspace.procedures import shipped_procedures
from tests.desk import REF, Desk

SUMMARY = "The referral of 29 January was closed; Zoë had told her class teacher about it."


@pytest.fixture
def book(desk: Desk) -> Desk:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19", "--summary", SUMMARY)
    desk.at("2026-11-21T11:00").done(
        "note", REF, "Rang the duty team.\nThey rang\nback at noon.", "--with", "P. Ahmed"
    )
    return desk


def test_it_says_which_dispute_entry_and_date_what_happened_and_shows_the_words(
    book: Desk,
) -> None:
    assert book.done("find", "duty", "team").out == (
        "D-1  entry 2, Sat 21 Nov 2026 11:00: discussion\n"
        "    note  Rang the duty team. They rang back at noon.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["DUTY"],
        ["uty te"],
        ["rang  back"],
        ["rang back at"],
        ["ahmed", "noon"],
        ["p. ahmed", "duty team"],
    ],
)
def test_case_and_line_breaks_do_not_matter_and_the_words_may_stand_in_several_texts(
    book: Desk, words: list[str]
) -> None:
    assert book.done("find", *words).out.startswith("D-1  entry 2, ")


@pytest.mark.parametrize("typed", ["zoë", "Zoe", "ZOE\u0308", "zoë had"])
def test_accents_do_not_matter_however_they_were_typed(book: Desk, typed: str) -> None:
    assert "Zoë had told" in book.done("find", typed).out


def test_quotation_marks_that_look_alike_are_the_same(book: Desk) -> None:
    book.done("note", REF, "The school’s own record – all of it.")
    assert "school’s own" in book.done("find", "school's own record -").out


@pytest.mark.parametrize(
    "words", [["duty", "zoe"], ["zzz"], ["teamduty"], ["duty team they ring"], ["a" * 300]]
)
def test_an_entry_must_have_all_words_and_nothing_found_is_no_failure(
    book: Desk, words: list[str]
) -> None:
    said = book.done("find", *words)
    assert (said.out, said.err) == ("Nothing found.\n", "")


def test_facts_are_searched_and_agencies_by_their_words(book: Desk) -> None:
    assert (
        "raised by  Hilltop School"
        in book.lists({"school": "Hilltop School"}).done("find", "hilltop").out
    )
    assert "reference  D-1" in book.done("find", "d-1").out


def test_of_a_long_text_it_shows_what_stands_around_each_word(book: Desk) -> None:
    text = " ".join(["before"] * 60 + ["needle"] + ["between"] * 60 + ["thimble"] + ["end"] * 60)
    book.done("note", REF, text)
    (_, context) = book.done("find", "needle", "thimble").out.splitlines()
    assert context.startswith("    note  … before before ")
    assert " needle between " in context
    assert " … between " in context
    assert " thimble end " in context
    assert context.endswith(" end …")
    assert len(context) < 300


def test_a_removed_text_is_not_found_any_more(book: Desk) -> None:
    assert "Ahmed" in book.done("find", "ahmed").out
    book.done("redact", REF, "2", "--yes", "--reason", "It named somebody.", "--no-input")
    assert book.done("find", "ahmed").out == "Nothing found.\n"
    assert book.done("find", "duty team").out == "Nothing found.\n"
    assert "It named somebody." in book.done("find", "named somebody").out


def test_an_entry_that_was_set_aside_is_found_and_said_to_be(book: Desk) -> None:
    book.done("correct", REF, "2", "--withdraw", "--reason", "It belongs to another dispute.")
    assert book.done("find", "duty", "team").out.splitlines()[1] == "    SET ASIDE"


def test_the_original_and_its_correction_are_found_each_in_its_own_entry(book: Desk) -> None:
    book.done("correct", REF, "1", "--reason", "A slip.", "--set", "summary=The plan was closed.")
    heads = [
        line for line in book.done("find", "closed").out.splitlines() if line.startswith("D-1")
    ]
    assert [head.split(",")[0] for head in heads] == ["D-1  entry 1", "D-1  entry 3"]


def test_closed_disputes_are_searched_too_and_the_past_is_as_it_was(book: Desk) -> None:
    book.at("2026-11-23T10:00").done(
        "close", REF, "--outcome", "agreed", "--no-action", "--reason", "They met halfway."
    )
    assert "They met halfway." in book.done("find", "halfway").out
    assert book.done("find", "halfway", "--as-of", "2026-11-22").out == "Nothing found.\n"
    assert book.done("find", "halfway", "--known-at", "2026-11-22").out == "Nothing found.\n"


def test_json_has_the_entry_its_places_and_what_cannot_be_read(book: Desk) -> None:
    document = book.done("find", "duty", "--json").document
    (entry,) = book.log().entries[1:]
    assert (document["kind"], document["unreadable"]) == ("find", [])
    assert document["found"] == [
        {
            "dispute": REF,
            "entry": entry.id,
            "number": 2,
            "label": "2",
            "at": "2026-11-21T11:00:00+00:00",
            "kind": "noted",
            "standing": "counts",
            "places": [{"key": "text", "context": "Rang the duty team. They rang back at noon."}],
        }
    ]
    assert book.done("find", "zzz", "--json").document["found"] == []


def test_a_damaged_dispute_is_named_and_what_can_be_read_of_it_is_searched(book: Desk) -> None:
    book.opens("1", "--raised", "2026-11-19", "--summary", "Another one.", ref="D-2")
    (first,) = (book.folder / "disputes" / "D-2").glob("*-opened-*.toml")
    first.write_bytes(b"not an entry")
    said = book.does("find", "duty")
    assert (said.code, said.out.splitlines()[0][:12]) == (5, "D-1  entry 2")
    assert "disputes/D-2/" in said.err
    assert book.does("find", "zzz").out == "Nothing found in what could be read.\n"
    assert json.loads(book.does("find", "duty", "--json").out)["unreadable"]


def test_a_dispute_without_its_procedure_is_searched_all_the_same(
    desk: Desk, tmp_path: Path
) -> None:
    shipped = next(file for file in shipped_procedures() if file.id == "nyscp")
    own = tmp_path / "own.toml"
    own.write_bytes(shipped.raw.replace(b'"nyscp"', b'"southshire"'))
    desk.done("procedure", "add", str(own))
    desk.at("2026-11-20T10:00")
    desk.opens("1", "--raised", "2026-11-19", "--summary", SUMMARY, procedure="southshire")
    (file,) = (desk.folder / "procedures").glob("southshire*")
    file.unlink()
    said = desk.does("find", "referral", "january")
    assert (said.code, said.out.splitlines()[0]) == (
        5,
        "D-1  entry 1, Thu 19 Nov 2026: opened",
    )
    assert "resolve: error: " in said.err
    assert f"procedures/{file.name}"[:20] in said.err


def test_nothing_is_written_into_the_workspace_and_no_text_into_the_cache(
    book: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = {path: path.stat().st_mtime_ns for path in book.folder.rglob("*")}
    book.done("find", "duty")
    assert {path: path.stat().st_mtime_ns for path in book.folder.rglob("*")} == before
    cached = b"".join(
        each.read_bytes() for each in (tmp_path / "cache").rglob("*") if each.is_file()
    )
    assert not any(word in cached for word in (b"duty", b"Ahmed", b"Zo", b"D-1"))


def test_without_words_a_terminal_asks_for_them_and_a_script_is_told(book: Desk) -> None:
    for words in ([], [""], ["  "]):
        assert book.refused(2, "find", *words) == (
            "resolve: error: WORDS is missing\n  it says what to look for\n"
        )
    said = book.typing("duty team").asks("find")
    assert (said.code, said.out.splitlines()[0][:12]) == (0, "D-1  entry 2")
    assert "What to look for: " in said.err


def test_what_was_typed_is_repeated_nowhere_but_in_what_was_found(book: Desk) -> None:
    said = book.done("find", "zwolfkanarie")
    assert "zwolf" not in said.out + said.err


@pytest.mark.skipif(os.name == "nt", reason="a name that Windows does not take")
def test_a_text_that_turns_a_line_round_is_shown_harmless(book: Desk) -> None:
    book.done("note", REF, "said \u202edetrever\x1b[2J")
    assert "said \\u202edetrever\\x1b[2J" in book.done("find", "said").out
