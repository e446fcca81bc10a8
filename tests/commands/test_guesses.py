"""Words that are no command and options that a command does not have lead somewhere."""

import re
import shlex

import pytest
import typer

from resolutions_cli import cli, guesses
from resolutions_cli.cli import COMMANDS, main
from tests.desk import REF, Desk


@pytest.fixture
def book(desk: Desk) -> Desk:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19", "--disputed", "2026-11-18")
    return desk


# ------------------------------------------------------------------ a beginning of a command


@pytest.mark.parametrize("begun", ["sho", "SHOW", "Sh"])
def test_a_beginning_that_fits_one_command_runs_it(book: Desk, begun: str) -> None:
    assert book.done(begun, REF) == book.done("show", REF)


def test_a_beginning_runs_a_command_that_records_too(book: Desk) -> None:
    said = book.done("esc", REF, "--reason", "No agreement after two calls.", "--no-input")
    assert f"{REF}" in said.out
    assert book.newest().kind == "escalated"


def test_a_beginning_of_a_command_within_a_group_runs_it(book: Desk) -> None:
    assert book.done("proc", "li") == book.done("procedure", "list")


def test_a_beginning_that_fits_several_names_them(book: Desk) -> None:
    assert book.refused(2, "re", REF) == (
        "resolve: error: several commands begin like that: record, reopen, report\n"
        "  type more of the one that you mean\n"
    )


def test_no_command_is_the_beginning_of_another() -> None:
    """Otherwise a command could not be named by a beginning that is as long as it is."""
    assert {name for name in COMMANDS if sum(n.startswith(name) for n in COMMANDS) > 1} == set()


@pytest.mark.parametrize("typed", ["red", "redac", "redcat", "redakt", "rdact", "re", "edit"])
def test_redact_runs_in_full_only_and_is_never_an_answer_to_a_guess(book: Desk, typed: str) -> None:
    said = book.refused(2, typed, REF, "1", "--yes", "--reason", "It named a child.")
    assert "redact" not in said


@pytest.mark.parametrize("word", [*guesses.WORDS, "delete", "remove", "rm", "zzz"])
def test_no_answer_to_a_word_names_redact(book: Desk, word: str) -> None:
    assert "redact" not in book.refused(2, word)


def test_a_command_that_was_begun_is_named_whole_in_its_own_errors(book: Desk) -> None:
    assert "`resolve escalate --help` shows" in book.refused(2, "esc", REF, "--no-such-option")


# ------------------------------------------------------------------ words that people try


@pytest.mark.parametrize(
    ("word", "leads"),
    [
        ("add", "resolve open"),
        ("new", "resolve open"),
        ("edit", "resolve correct REF ENTRY"),
        ("update", "resolve correct REF ENTRY"),
        ("status", "resolve show REF"),
        ("view", "resolve show REF"),
        ("log", "resolve show REF"),
        ("history", "resolve show REF"),
        ("search", "resolve find"),
        ("settings", "resolve config"),
        ("cancel", "resolve undo"),
        ("Emergency", "resolve risk REF"),
        ("version", "resolve --version"),
    ],
)
def test_a_word_that_is_no_command_leads_to_the_command_for_it(
    book: Desk, word: str, leads: str
) -> None:
    said = book.refused(2, word, REF)
    assert said.startswith("resolve: error: there is no such command\n  `")
    assert f"`{leads}`" in said


@pytest.mark.parametrize("word", ["delete", "remove", "rm"])
def test_who_wants_to_delete_is_told_that_nothing_is_and_what_is_done_instead(
    book: Desk, word: str
) -> None:
    assert book.refused(2, word, REF) == (
        "resolve: error: nothing in a log is deleted\n"
        "  `resolve correct REF ENTRY --withdraw` sets an entry aside\n"
        "  `resolve close REF --outcome opened-in-error` ends a dispute that was opened by"
        " mistake\n"
    )


def test_the_words_of_the_table_are_not_for_the_commands_of_a_group(book: Desk) -> None:
    assert "there is no such command\n" in book.refused(2, "procedure", "logs")


def test_every_word_of_the_table_leads_to_commands_that_exist() -> None:
    named = {way.typed.split()[0] for ways in guesses.WORDS.values() for way in ways}
    assert {name for name in named if not name.startswith("-")} <= set(COMMANDS)


def test_no_word_of_the_table_is_a_command_or_begins_one() -> None:
    """A beginning runs the command, so such a word would never be looked up, or not be run."""
    words = {*guesses.WORDS, "delete", "remove", "rm", guesses.HELP}
    assert [w for w in words if any(name.startswith(w) for name in COMMANDS)] == []


# ------------------------------------------------------------------ options


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("due --late", "--overdue"),
        ("due --week", '--within "5 working days"'),
        ("due --tomorrow", '--within "1 working day"'),
        ("due --over", "--overdue"),
        ("due --rep", ""),
        ("due --excel", "--xlsx"),
        ("list --from today", "--since"),
        ("open --urgent", "--immediate-risk"),
        ("open --name Bob", "--child"),
        ("note D-1 said --date today", "--at"),
        ("record D-1 panel-meeting --date today", "--on"),
        ("escalate D-1 --why because", "--reason"),
        ("escalate D-1 --resaon because", "--reason"),
        ("correct D-1 1 --delete", "--withdraw"),
        ("sooner D-1 --by tomorrow", ""),
        ("show D-1 --folder here", "--workspace"),
        ("redact D-1 1 --ye", ""),
        ("du --late", "--overdue"),
    ],
)
def test_an_option_that_a_command_does_not_have_leads_to_the_one_for_it(
    book: Desk, line: str, leads: str
) -> None:
    before = book.files()
    said = book.does(*shlex.split(line))
    assert (said.code, said.out, book.files()) == (2, "", before)
    if leads:
        assert f"there is no such option; did you mean {leads}?\n" in said.err
    else:
        assert "did you mean" not in said.err


def test_every_option_of_the_table_is_one_of_its_command_and_none_that_it_replaces() -> None:
    group = typer.main.get_command(cli.app)
    for name, table in guesses.OPTIONS.items():
        command = group.get_command(None, name)  # type: ignore[attr-defined]
        options = {option for param in command.params for option in param.opts}
        for typed, leads in table.items():
            assert {option.partition(" ")[0] for option in leads} <= options, (name, typed)
            assert typed not in options, (name, typed)


def test_no_word_and_no_option_that_was_typed_is_repeated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in (["zwolfkanarie"], ["due", "--zwolfkanarie"], ["zwolfkanarie", "add"]):
        assert main(words) == 2
        assert not re.search("zwolf", "".join(capsys.readouterr()))
