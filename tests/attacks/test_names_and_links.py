"""Names that lead elsewhere and links that do: refused or told, nothing touched outside.

"Outside" is a folder beside the workspace with a file of each sort in it. After every command
its bytes, names and times are what they were, and nothing that stands in it was printed.
"""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from resolutions_cli.core.entries.reference import is_reference
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.disk.places import DATA
from tests.desk import REF, Desk
from tests.torture import sampled

pytestmark = sampled

CANARY = "zwolfkanarie"

READING = (
    *(["list", "--all"], ["due"], ["next"], ["show", REF], ["next", REF], ["similar", REF]),
    *(
        ["explain", REF],
        ["timeline", REF],
        ["calendar"],
        ["procedure", "list"],
        ["verify"],
        ["verify", "--gaps"],
        ["find", "school"],
    ),
    *(["where"], ["show", REF, "--json"], ["due", "--json"], ["verify", "--json"]),
)
WRITING = (
    ["note", REF, "more"],
    ["escalate", REF, "--reason", "no answer"],
    ["open", "--ref", "D-9", "--raised", "2026-11-19", "--procedure", "cyscb"],
    ["redact", REF, "2", "--reason", "a name", "--yes"],
    ["seal"],
)


@pytest.fixture
def book(desk: Desk) -> Desk:
    """A dispute of two entries, a seal, an imported list."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    desk.at("2026-11-20T11:00").done("note", REF, "said", "--by", "a worker")
    desk.done("seal")
    return desk


class Outside:
    """The folder beside the workspace, and how it was at the beginning."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "file").write_text(CANARY)
        (folder / "folder").mkdir()
        (folder / "folder" / "inside").write_text(CANARY)

    def keep(self) -> None:
        """How it is now is how it has to stay."""
        self.before = self._state()

    def _state(self) -> list[tuple[str, int, int, bytes]]:
        return [
            (
                str(path),
                about.st_mtime_ns,
                about.st_mode,
                b"" if path.is_dir() else path.read_bytes(),
            )
            for path in sorted((self.folder, *self.folder.rglob("*")))
            for about in [path.lstat()]
        ]

    def is_untouched(self) -> bool:
        return self._state() == self.before


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    return Outside(tmp_path / "outside")


# ------------------------------------------------------------------ links

Where = Callable[[Path], Path]


def first(pattern: str) -> Where:
    return lambda folder: min(folder.glob(pattern))


#: What is put outside with a link left in its place, what `verify` calls it, and whether its
#: dispute can be counted all the same.
LINKS: dict[str, tuple[Where, str]] = {
    "the disputes": (lambda folder: folder / "disputes", "link"),
    "a dispute": (lambda folder: folder / "disputes" / REF, "link"),
    "the entry that opens": (first("disputes/*/*-opened-*"), "link"),
    "an entry": (first("disputes/*/*-noted-*"), "link"),
    "the procedures": (lambda folder: folder / "procedures", "link"),
    "a procedure": (first("procedures/*.toml"), "link"),
    "the calendars": (lambda folder: folder / "calendar", "link"),
    "a calendar": (first("calendar/*.json"), "link"),
    "the seals": (lambda folder: folder / "seals", "link"),
    "a seal": (first("seals/*.toml"), "link"),
    "the settings": (lambda folder: folder / "resolve.toml", ""),
    "the lock": (lambda folder: folder / ".lock", "link"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_leads_out_is_told_and_nothing_is_read_or_written_through_it(
    book: Desk, outside: Outside, name: str
) -> None:
    imported(book)
    find, finding = LINKS[name]
    here = find(book.folder)
    moved = outside.folder / here.name
    shutil.move(here, moved)
    here.symlink_to(moved)
    outside.keep()
    for words in (*READING, *WRITING):
        said = book.does(*words)
        assert said.code != 1, (words, said.err)
        assert outside.is_untouched(), words
    if finding:
        found = book.does("verify", "--json").document["findings"]
        path = here.relative_to(book.folder).as_posix()
        assert (finding, path) in [(each["name"], each["path"]) for each in found]
    else:
        assert book.does("verify").code == 5


@pytest.mark.parametrize("name", ["procedures", "calendar", "seals", f"disputes/{REF}"])
def test_a_link_among_the_files_that_leads_to_a_good_file_gives_nothing(
    book: Desk, outside: Outside, name: str
) -> None:
    """A good copy elsewhere may be changed there by whoever likes."""
    imported(book)
    file = min(path for path in (book.folder / name).iterdir())
    before = book.does("show", REF, "--json").out
    shutil.copy(file, outside.folder / "copy")
    (file.parent / f"added{file.suffix}").symlink_to(outside.folder / "copy")
    outside.keep()
    if not name.startswith("disputes"):
        assert book.does("show", REF, "--json").out == before
    assert ("link", f"{name}/added{file.suffix}") in [
        (each["name"], each["path"]) for each in book.does("verify", "--json").document["findings"]
    ]
    assert outside.is_untouched()


def imported(desk: Desk) -> None:
    """Put a list into the calendar folder: the shipped one, as if it had been imported."""
    from resolutions_cli.files.record.first_marks import write_import

    shipped = DATA / "bank-holidays.json"
    write_import(desk.folder / "calendar", shipped.read_bytes(), real_now())


def test_the_workspace_itself_may_be_reached_through_a_link_that_its_owner_made(
    book: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home or a share is often a link; what is told and written is inside all the same."""
    link = tmp_path / "link"
    link.symlink_to(book.folder)
    monkeypatch.setenv("RESOLVE_WORKSPACE", str(link))
    book.done("note", REF, "more")
    assert len(book.log().entries) == 3
    assert book.does("verify").code == 0


def test_a_lock_that_is_another_name_of_a_file_elsewhere_is_refused_and_not_written(
    book: Desk, outside: Outside
) -> None:
    (book.folder / ".lock").unlink()
    os.link(outside.folder / "file", book.folder / ".lock")
    outside.keep()
    assert book.does("note", REF, "more").code == 7
    assert book.does("verify").code == 0
    assert (outside.folder / "file").read_text() == CANARY


def test_a_redaction_takes_the_text_out_of_the_workspace_and_not_out_of_a_file_elsewhere(
    book: Desk, outside: Outside
) -> None:
    """A second name of an entry's file, as backup tools make them, is a copy that others hold."""
    file = min(book.folder.glob("disputes/*/*-noted-*"))
    os.link(file, outside.folder / "second")
    outside.keep()
    assert book.does("verify").code == 0
    book.done("redact", REF, "2", "--reason", "a name", "--yes")
    assert b"said" not in file.read_bytes()
    assert b"said" in (outside.folder / "second").read_bytes()


# ------------------------------------------------------------------ what is no file

FILES = (
    *("disputes/*/*-opened-*", "disputes/*/*-noted-*", "procedures/*.toml", "seals/*.toml"),
    *("calendar/*.json", "resolve.toml", ".lock"),
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
@pytest.mark.parametrize("pattern", FILES)
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_pipe_or_a_folder_in_the_place_of_a_file_is_told_and_waited_for_by_nobody(
    book: Desk, make: Callable[[Path], None], pattern: str
) -> None:
    imported(book)
    file = min(book.folder.glob(pattern))
    file.unlink()
    make(file)
    for words in (*READING, *WRITING):
        said = book.does(*words)
        assert said.code != 1, (words, said.err)
    assert stat.S_IFMT(file.lstat().st_mode) in (stat.S_IFIFO, stat.S_IFDIR)
    if pattern != ".lock":
        assert book.does("verify").code in (5, 8)
    else:
        assert book.does("note", REF, "more").code == 7


# ------------------------------------------------------------------ names

NAMES = (
    *("..", ".", "../x", "a/b", "/etc", "a\\b", "C:", "a:b", "\0", "a\0b", "a\nb", "a\rb", "a\tb"),
    *("con", "CON", "nul", "NUL", "aux", "prn", "com1", "LPT9", "con.txt", "a.", "a ", " a", "."),
    *("-a", "a-", "--help", "~", "~root", "$HOME", "`id`", "%00", "*", "?", "a|b", "<a>", '"', "'"),
    *(
        "x" * 41,
        "x" * 5_000,
        "é",
        "e\u0301",
        "２０２６",
        "Ⅷ",
        "\u202ea",
        "a\u200bb",
        "\u0430bc",
        "ſ",
    ),
    *("\ufeffa", "\x1b[2J", "\udcff", "", " ", "D_1", "D.1", "😀"),
)


@pytest.mark.parametrize("name", NAMES)
def test_no_reference_is_made_of_a_name_that_could_lead_elsewhere(
    book: Desk, outside: Outside, name: str
) -> None:
    outside.keep()
    before = sorted(map(str, book.folder.parent.rglob("*")))
    assert not is_reference(name)
    if name:  # without a reference one is made up
        book.refused(2, "open", "--ref", name, "--raised", "2026-11-19")
    assert sorted(map(str, book.folder.parent.rglob("*"))) == before


@pytest.mark.parametrize("name", [name for name in NAMES if name.strip()])
@pytest.mark.parametrize("command", [["show"], ["note", "x"], ["verify"], ["explain"]])
def test_a_reference_of_that_kind_finds_no_dispute_and_opens_no_file(
    book: Desk, command: list[str], name: str
) -> None:
    word, *rest = command
    said = book.does(word, *(["--no-input"] if word == "note" else []), "--", name, *rest)
    assert said.code in (2, 4), said
    assert said.out == ""
    assert CANARY not in said.err


@pytest.mark.parametrize("name", ["../x", "..", "/etc/passwd", "a\0b", "x" * 5_000, "a\nb", "CON"])
def test_a_procedure_of_that_name_is_not_looked_for_among_files(book: Desk, name: str) -> None:
    for words in (["procedure", "show", name], ["open", "--procedure", name, "--ref", "D-2"]):
        said = book.does(*words)
        assert said.code in (2, 4), said
        assert said.out == ""


# no argument of a process can hold a NUL
@pytest.mark.parametrize("name", ["x" * 5_000, "/dev/null/x", "\udcff", "a\nb"])
@pytest.mark.parametrize(
    "command",
    [
        ["-w", "{}", "due"],
        ["note", REF, "--text-file", "{}"],
        ["procedure", "check", "{}"],
        ["procedure", "add", "{}"],
        ["calendar", "import", "{}"],
        ["init", "{}"],
    ],
)
def test_a_path_that_cannot_be_one_is_refused_and_no_fault(
    book: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [word.replace("{}", name) for word in command]
    if words[0] == "-w":
        words = [words[2], *words[:2]]
    said = book.does(*words)
    # a line feed or a byte that is not UTF-8 can be in a name, so a workspace can be made there
    assert said.code in (2, 3, 4, 5, 7) or (words[0] == "init" and said.code == 0), said


@pytest.mark.parametrize(
    "made", ["{}..", "{}%2f..", " {}", "CON", "a.b", "D-1 ", "ＣＯＮ", "D\u20131"]
)
def test_a_folder_among_the_disputes_that_is_no_reference_is_told_and_not_entered(
    book: Desk, made: str
) -> None:
    shutil.copytree(book.folder / "disputes" / REF, book.folder / "disputes" / made.format(REF))
    found = book.does("verify", "--json").document["findings"]
    assert [each["name"] for each in found] == ["bad-folder"]
    assert len(book.does("list", "--json").document["disputes"]) == 1


# ------------------------------------------------------------------ folders others can write to


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o722])
def test_a_workspace_that_others_can_write_to_is_told(book: Desk, mode: int) -> None:
    book.folder.chmod(mode)
    found = book.does("verify", "--json").document["findings"]
    assert [each["name"] for each in found] == ["open-to-others"]
    book.folder.chmod(0o700)
    assert book.does("verify").out == ""


def test_one_in_a_shared_folder_is_still_its_owners_alone(tmp_path: Path, desk: Desk) -> None:
    """/tmp is for all, with the sticky bit; what is made there is not."""
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    desk.done("init", str(shared / "book"))
    assert stat.S_IMODE((shared / "book").stat().st_mode) == 0o700
    for path in (shared / "book").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
