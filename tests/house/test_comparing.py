"""Two versions are compared by every command that reads, and every difference is shown."""

import io
import zipfile
from pathlib import Path

import pytest

from resolutions_cli.cli import COMMANDS
from tests.compare_versions import Answer, Version, differences, excerpt, settled, unpacked
from tests.house.project import PROJECT
from tests.reading_commands import NEVER_COMPARED, Case, cases

CASE = Case(("due", "--within", "5 working days"), 80)
VERSION = Version("before", Path("/before/tree"), Path("/before"), "0.2.0")


def archive(text: str, year: int = 2026) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(zipfile.ZipInfo("word/document.xml", (year, 1, 1, 0, 0, 0)), text)
    return made.getvalue()


def answer(**files: bytes) -> Answer:
    found: dict[str, bytes] = {}
    for name, content in files.items():
        found |= unpacked(f"made.{name}", content)
    return Answer(0, b"out\n", b"err\n", found)


def test_every_command_is_compared_or_said_not_to_be() -> None:
    compared = {case.command for case in cases(["D-1"], PROJECT)}
    assert compared | NEVER_COMPARED == set(COMMANDS)
    assert compared & NEVER_COMPARED == set()


def test_the_help_of_every_command_is_compared() -> None:
    helped = {
        case.words[:-1]
        for case in cases(["D-1"], PROJECT, list(COMMANDS))
        if "--help" in case.words
    }
    assert helped == {(), *((name,) for name in COMMANDS)}


def test_no_case_is_run_twice() -> None:
    found = list(cases(["D-1", "D-2"], PROJECT, list(COMMANDS)))
    assert len(set(found)) == len(found)


def test_two_answers_of_the_same_bytes_do_not_differ() -> None:
    assert list(differences(CASE, answer(docx=archive("a")), answer(docx=archive("a")))) == []


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (answer(csv=b"1")._replace(code=9), "exit code"),
        (answer(csv=b"1")._replace(out=b"out \n"), "stdout"),
        (answer(csv=b"1")._replace(err=b"err\r\n"), "stderr"),
        (answer(csv=b"2"), "file made.csv"),
        (answer(), "file made.csv"),
    ],
)
def test_each_part_of_an_answer_is_compared(other: Answer, part: str) -> None:
    for one, two in ((answer(csv=b"1"), other), (other, answer(csv=b"1"))):
        assert [each.part for each in differences(CASE, one, two)] == [part]


def test_of_a_word_file_each_file_in_it_is_compared_and_its_times() -> None:
    before = answer(docx=archive("a"))
    assert [each.part for each in differences(CASE, before, answer(docx=archive("b")))] == [
        "file made.docx/word/document.xml"
    ]
    assert [each.part for each in differences(CASE, before, answer(docx=archive("a", 2027)))] == [
        "file made.docx"
    ]


def test_text_that_differs_is_shown_with_its_lines_and_other_bytes_by_their_place() -> None:
    assert excerpt(b"a\nb\n", b"a\nc\n").splitlines()[-2:] == ["-b", "+c"]
    assert excerpt(b"ab\xff", b"ac\xff") == "3 and 3 bytes, the first difference at byte 1\n"


def test_where_lines_only_end_otherwise_the_place_is_shown() -> None:
    assert excerpt(b"a\n", b"a\r\n") == "2 and 3 bytes, the first difference at byte 1\n"


def test_only_the_number_of_the_version_and_the_paths_of_its_own_folders_may_differ() -> None:
    said = b"resolve 0.2.0 and 10.2.0; /before/cache/resolve/x.1 and /before/tree/src\n"
    assert settled(VERSION, said) == b"resolve NUMBER and 10.2.0; CACHE and SOURCES/src\n"


def test_a_case_is_shown_as_it_is_typed() -> None:
    assert CASE.shown == 'due --within "5 working days"  [terminal, 80 columns]'
