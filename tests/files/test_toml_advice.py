"""What the check of a procedure file says of a text that is no TOML: what it usually is."""

import pytest

from resolutions_cli.core.procedure.table import Problem
from resolutions_cli.files.workspace.procedures import check_bytes

HEAD = '[procedure]\nid = "southshire"\n'


def problem_of(raw: bytes) -> Problem:
    """The one problem of a file that cannot be read."""
    procedure, problems = check_bytes(raw)
    (problem,) = problems
    assert procedure is None
    assert problem.name == "not-toml"
    return problem


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ('title = "Escalation', "the closing quotation mark is missing"),
        ('title = Escalation"', "the opening quotation mark is missing"),
        ("title = Escalation", "a text is in quotation marks"),
        ("title = “Escalation”", "curly quotation marks, as Word makes them"),
        ("title = ‘Escalation’", "curly quotation marks, as Word makes them"),
        ("moves = [{ to = “2” }]", "curly quotation marks, as Word makes them"),
        ("start = yes", "write `true`"),
        ("start = True", "write `true`"),
        ("start = No", "write `false`"),
        ("checked_on = 01/11/2026", "write the date as 2026-11-01"),
        ("checked_on = 1.11.2026", "write the date as 2026-11-01"),
        ("checked_on = 2026-11-1", "write the date as 2026-11-01"),
        ("checked_on = 11/31/2026", "there is no such day"),
        ('title: "Escalation"', "`=` between a key and its value"),
        ('checked on = "Escalation"', "join the words with `_`"),
        ("title =", "the value is missing"),
        ('who = ["a" "b"]', "a comma is missing"),
        ('who = ["a, "b"]', "a quotation mark is missing"),
        ('moves = [{ to = "2", }]', "no comma before the closing `}`"),
        ('moves = { to = "2"', "`{` and `}` stand in one line"),
        ("[risk", "the closing bracket is missing"),
        ('title = "the "lead" says"', "quotation marks inside a text"),
        ("title = 'it's'", "apostrophe"),
        ('title = "C:\\dir"', "a backslash"),
        ("title =\N{NO-BREAK SPACE}\"x\"", "a no-break space"),
        ('id = "northshire"', "leave one of the two out"),
        ("[procedure]", "put the keys of both into one table"),
        ("what is this", "TOML in UTF-8"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_toml_is_answered_with_what_it_usually_is(line: str, advice: str) -> None:
    problem = problem_of(f"{HEAD}{line}\n".encode())
    assert problem.line == 3
    assert advice in problem.allowed


@pytest.mark.parametrize(
    ("lines", "advice"),
    [
        ("[stage]\n[stage]\n", "two brackets on each side, as [[stage]]"),
        ("[stage]\n[[stage]]\n", "an earlier [stage] has one bracket"),
        ('who = [\n  "a",\n  "b"\nx = 1\n', "a comma is missing after the value before"),
        ('who = ["a", "b"\nx = 1\n', "the closing bracket of a list before this line is missing"),
    ],
)
def test_a_line_can_be_wrong_because_of_one_before_it(lines: str, advice: str) -> None:
    assert advice in problem_of(f"{HEAD}{lines}".encode()).allowed


def test_the_library_s_reason_stands_beside_it() -> None:
    assert problem_of(b'a = "b').sentence.startswith("not TOML (unterminated string")
    assert problem_of(b"a = \x01").sentence.isprintable()


@pytest.mark.parametrize(
    ("raw", "advice"),
    [
        (b"PK\x03\x04\x14", "a Word document"),
        (b"{\\rtf1}", "a formatted document"),
        ('title = "Ré"'.encode("latin-1"), "another encoding"),
        (HEAD.encode("utf-16"), "another encoding"),
    ],
)
def test_a_file_that_is_no_plain_text_is_named(raw: bytes, advice: str) -> None:
    problem = problem_of(raw)
    assert advice in problem.allowed
    assert "UTF-8" in problem.allowed


def test_one_table_where_there_are_several_is_told_of_its_brackets() -> None:
    _, problems = check_bytes(b'[stage]\nid = "1"\n')
    found = next(problem for problem in problems if problem.name == "wrong-type")
    assert (found.line, found.allowed) == (1, "two brackets on each side, as [[stage]]")


def test_a_byte_order_mark_before_the_text_is_read_over() -> None:
    raw = b"a = 1\n"
    with_mark, without = check_bytes(b"\xef\xbb\xbf" + raw)[1], check_bytes(raw)[1]
    assert with_mark == without
    assert {problem.name for problem in without} == {"missing-key", "unknown-key"}
