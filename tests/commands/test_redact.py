"""`resolve redact`: a text is removed for good, from every file, and the record still verifies."""

import os
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from resolutions_cli.core.entries.facts import KINDS
from resolutions_cli.files.record.redaction import files_with
from resolutions_cli.files.workspace.settings import Origin, read
from tests.desk import REF, Desk

#: In every text of the record below, and in nothing else.
C = "zwolfkanarie"
WHY = ("--reason", "it names a child", "--yes", "--no-input")

RECORDED = (
    ("note", REF, C, "--with", f"{C} A", "--with", f"{C} B", "--document", C),
    ("record", REF, "lead-informed", "--on", "2026-11-19", "--detail", f"lead={C}", "--note", C),
    ("chase", REF, "--by", "2026-11-25", "--who", C, C),
    ("party", REF, "--add", f"lead: {C}, school, {C}"),
    ("risk", REF, "--reason", C, "--told", f"police=2026-11-19T11:00 by {C} to {C} ref {C}"),
    ("sooner", REF, "--to", "2026-11-23", "--reason", C),
    ("escalate", REF, "--reason", C, "--risk-to-child", C, "--position", f"school: {C}"),
    ("correct", REF, "1", "--reason", C, "--set", f"summary={C} corrected"),
    ("close", REF, "--outcome", "agreed", "--reason", C, "--action", f"{C}: {C} by 2026-12-01",
     "--learning", C, "--position", f"school: {C}"),
    ("reopen", REF, "--reason", C),
)  # fmt: skip


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A dispute with the canary in every text of every entry, who recorded it included."""
    desk.at("2026-11-20T10:00")
    words = ("--raised", "2026-11-19", "--summary", C, "--seeking", C, "--risk-to-child", C)
    desk.opens("1", *words, "--child", f"{C} 2", "--position", f"school: {C}", "--by", C)
    for each in RECORDED:
        # its --by is a date; who records it is the setting, else the login name
        desk.done(*each, *(() if each[0] == "chase" else ("--by", C)))
    return desk


@pytest.fixture
def noted(desk: Desk) -> Desk:
    """A dispute with a note in it, entry 2."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    desk.done("note", REF, f"{C} was there", "--with", f"{C} Senior", "--by", "a worker")
    return desk


def every_file(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of the workspace, hidden and temporary ones included, with its bytes."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def holding(desk: Desk, text: str) -> list[str]:
    wanted = text.encode().lower()
    return [path.name for path, raw in every_file(desk.folder) if wanted in raw.lower()]


def texts(desk: Desk, number: int) -> dict[str, str | None]:
    return dict(desk.log().entries[number - 1].texts)


def file_of(desk: Desk, kind: str) -> Path:
    return next((desk.folder / "disputes" / REF).glob(f"*-{kind}-*"))


# ------------------------------------------------------------------ what is removed


@pytest.mark.clause("N5")
def test_after_it_the_text_is_in_no_file_of_any_kind_of_entry_and_the_record_verifies(
    full: Desk,
) -> None:
    full.opens("practitioners", ref="D-2", procedure="cyscb")
    full.done("agree", "D-2", "--by-date", "2026-11-25", "--with", C, "--reason", C)
    full.opens("board-chair", ref="D-3", procedure="cyscb")
    full.done("decide", "D-3", "refer-to-crg", "--reason", C, "--position", f"school: {C}")
    full.done("done", "D-3", "child-file", "--note", C)
    kinds = set()
    for reference in (REF, "D-2", "D-3"):
        before = full.log(reference).entries
        named = [e for e in before if any(text and C in text for text in e.texts.values())]
        kinds |= {entry.kind for entry in named}
        for entry in named:
            full.done("redact", reference, entry.id[:16], *WHY)
            full.done("verify")
        after = full.log(reference).entries[: len(before)]
        assert [(e.id, e.facts) for e in after] == [(e.id, e.facts) for e in before]
        assert C not in full.done("show", reference).out
    assert kinds == set(KINDS) - {"redacted", "settled"}
    assert holding(full, C) == []


def test_the_reason_of_a_redaction_can_be_redacted_too(noted: Desk) -> None:
    noted.done("redact", REF, "2", "--reason", f"it names {C}", "--yes")
    assert len(holding(noted, C)) == 1
    noted.done("redact", REF, "3", *WHY)
    assert holding(noted, C) == []
    noted.done("verify")


def test_without_a_key_every_text_goes_who_recorded_it_included(noted: Desk) -> None:
    noted.done("redact", REF, "2", *WHY)
    assert texts(noted, 2) == {"by": None, "text": None, "with-1": None}
    assert noted.newest().texts["reason"] == "it names a child"


def test_a_key_removes_that_text_alone_and_a_base_name_all_its_numbers(full: Desk) -> None:
    full.done("redact", REF, "2", "--key", "with", *WHY)
    kept = {key for key, text in texts(full, 2).items() if text is not None}
    assert kept == {"text", "document", "by"}
    full.done("redact", REF, "1", "--key", "child-2", "--key", "seeking", *WHY)
    opened = texts(full, 1)
    assert {key for key, text in opened.items() if text is None} == {"child-2", "seeking"}


def test_the_text_in_corrections_goes_too_and_one_made_in_knowledge_of_it_stays(
    noted: Desk,
) -> None:
    noted.done("correct", REF, "2", "--reason", "spelling", "--set", f"text={C}e was there")
    noted.done("redact", REF, "2", "--key", "text", *WHY)
    assert texts(noted, 3)["set-text"] is None
    assert "was there" not in "".join(raw.decode() for _, raw in every_file(noted.folder))
    noted.done("correct", REF, "2", "--reason", "without the name", "--set", "text=A child was")
    assert "A child was" in noted.done("show", REF).out
    noted.done("verify")


def test_a_text_that_only_a_correction_gave_can_be_removed(noted: Desk) -> None:
    noted.done("correct", REF, "1", "--reason", "lacking", "--set", f"summary={C} fell")
    noted.done("redact", REF, "1", "--key", "summary", *WHY)
    assert holding(noted, f"{C} fell") == []
    noted.done("verify")


# ------------------------------------------------------------------ copies


@pytest.mark.parametrize(
    "name",
    ["x-LAPTOP.toml", "{} (1).toml", "{} (conflicted copy).toml", "{}.sync-conflict-20261120.toml"],
)
def test_copies_that_a_sync_tool_left_lose_the_text_as_well(noted: Desk, name: str) -> None:
    file = file_of(noted, "noted")
    shutil.copy(file, file.with_name(name.format(file.stem)))
    noted.done("redact", REF, "2", *WHY)
    assert holding(noted, C) == []
    (finding,) = noted.done("verify", "--json").document["findings"]
    assert finding["name"] == "copy"


def test_turned_line_ends_do_not_save_a_text(noted: Desk) -> None:
    file = file_of(noted, "noted")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    noted.done("redact", REF, "2", *WHY)
    assert holding(noted, C) == []
    assert texts(noted, 2)["text"] is None


@pytest.mark.parametrize("place", ["disputes/kept.bak", ".stversions/old~.toml", "seals/x.toml"])
def test_a_file_elsewhere_that_holds_the_text_is_told_loudly(noted: Desk, place: str) -> None:
    path = noted.folder / place
    path.parent.mkdir(exist_ok=True)
    shutil.copy(file_of(noted, "noted"), path)
    said = noted.does("redact", REF, "2", *WHY)
    assert said.code == 5
    assert place in said.err
    assert C not in said.err
    assert holding(noted, C) == [path.name]


def test_a_damaged_copy_that_cannot_be_read_is_told_too(noted: Desk) -> None:
    file = file_of(noted, "noted")
    copy = file.with_name(f"{file.stem} (1).toml")
    copy.write_bytes(file.read_bytes().replace(b"format = 1", b"format = ?"))
    said = noted.does("redact", REF, "2", *WHY)
    assert said.code == 5
    assert copy.name in said.err


def test_what_a_cut_off_recording_left_is_gone_afterwards(noted: Desk) -> None:
    file = file_of(noted, "noted")
    shutil.copy(file, file.with_name(f".{file.name}.part"))
    noted.done("redact", REF, "2", *WHY)
    assert holding(noted, C) == []


def test_the_same_words_in_another_entry_are_pointed_out(noted: Desk) -> None:
    noted.done("note", REF, f"{C} was there", "--by", "another")
    said = noted.done("redact", REF, "2", *WHY)
    assert "entry 3 still has the same words" in said.err
    assert C not in said.err


# ------------------------------------------------------------------ what is left


def test_a_guess_of_a_short_name_cannot_be_confirmed_from_what_is_left(desk: Desk) -> None:
    """A seal alone would be a way to try names; the 32 random bytes that went with it are gone."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    desk.done("note", REF, "Ann")
    file = file_of(desk, "noted")
    (block,) = re.findall(
        rb'\[text\.text\]\nsalt = "[0-9a-f]{64}"\nvalue = "Ann"\n', file.read_bytes()
    )
    (salt,) = re.findall(rb'"([0-9a-f]{64})"', block)
    sealed = sha256(block).hexdigest().encode()
    assert sealed in file.read_bytes()
    desk.done("redact", REF, "2", "--key", "text", *WHY)
    left = b"".join(raw for _, raw in every_file(desk.folder))
    assert sealed in left
    assert salt not in left
    salts = set(re.findall(rb"[0-9a-f]{64}", left)) | {b"", b"0" * 64}
    for known in salts:
        for guess in (b"Ann", b"ann", b"Ben"):
            tried = b'[text.text]\nsalt = "' + known + b'"\nvalue = "' + guess + b'"\n'
            assert sha256(tried).hexdigest().encode() != sealed
    assert sha256(b"Ann").hexdigest().encode() not in left


def test_the_search_for_what_is_left_looks_into_every_file(noted: Desk) -> None:
    here = read(noted.folder, Origin.GIVEN)
    raw = file_of(noted, "noted").read_bytes()
    salts = set(re.findall(rb'salt = "([0-9a-f]{64})"', raw))
    (noted.folder / ".git" / "deep").mkdir(parents=True)
    (noted.folder / ".git" / "deep" / "x").write_bytes(b"\0" + raw)
    entry = file_of(noted, "noted").relative_to(noted.folder).as_posix()
    found = files_with(here, salts)
    assert (found.entries, found.others, found.unread) == ((entry,), (".git/deep/x",), 0)


def test_a_reading_that_fails_once_never_tells_anybody_to_delete_an_entry(
    noted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reading of the entry's own file fails in turn, until the command makes no more."""
    entry = file_of(noted, "noted")
    before = Path(shutil.copytree(noted.folder, noted.folder.parent / "before"))
    ends = []
    failed = True
    while failed:
        with monkeypatch.context() as patch:
            readings = fail_to_open(patch, entry.name, len(ends) + 1)
            said = noted.does("redact", REF, "2", *WHY)
        failed = len(readings) > len(ends)
        assert "delete them" not in said.err
        ends.append(said.code)
        if said.code == 5 and "the redaction was recorded" in said.err:
            assert (
                "do not delete anything: the next entry that you record in this dispute finishes it"
            ) in said.err
            noted.done("note", REF, "the next recording")
        if any("-redacted-" in name for name in noted.files()):
            assert C not in entry.read_text("utf-8")
        else:
            assert C in entry.read_text("utf-8")
        shutil.rmtree(noted.folder)
        shutil.copytree(before, noted.folder)
    assert {0, 5} <= set(ends), ends


def fail_to_open(patch: pytest.MonkeyPatch, name: str, nth: int) -> list[str]:
    """Let the nth opening of a file for reading fail; every opening is in what is returned."""
    real, opened = os.open, list[str]()

    def opening(path: object, flags: int, *more: int, **named: int) -> int:
        if str(path).endswith(name) and not flags & os.O_CREAT:
            opened.append(str(path))
            if len(opened) == nth:
                raise OSError(5, "Input/output error")
        return real(path, flags, *more, **named)  # type: ignore[arg-type]

    patch.setattr(os, "open", opening)
    return opened


def test_a_copy_of_an_entry_that_cannot_be_read_now_is_not_called_clean(noted: Desk) -> None:
    (noted.folder / "backup").mkdir()
    lost = noted.folder / "backup" / "old.toml"
    lost.write_bytes(file_of(noted, "noted").read_bytes())
    lost.chmod(0)
    if os.access(lost, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    said = noted.does("redact", REF, "2", *WHY)
    assert "1 file(s) of the workspace could not be read" in said.err


def test_a_redaction_is_shown_with_who_and_why_and_removed_texts_as_removed(noted: Desk) -> None:
    noted.done("redact", REF, "2", "--key", "text", *WHY, "--by", "the manager")
    page = noted.done("show", REF).out
    assert "(redacted)" in page
    assert "it names a child" in page
    assert "the manager" in page
    assert "a worker" in page


def test_it_says_what_it_cannot_reach(noted: Desk) -> None:
    said = noted.done("redact", REF, "2", *WHY).out
    assert "recorded: entry 3" in said
    for place in ("copies that others hold", "a git history", "backups"):
        assert place in said


# ------------------------------------------------------------------ what is refused


def test_it_asks_first_or_needs_yes(noted: Desk) -> None:
    told = noted.refused(2, "redact", REF, "2", "--reason", "it names a child", "--no-input")
    assert "--yes is missing" in told
    assert "add --yes to confirm" in told
    assert len(holding(noted, C)) == 1


def test_it_needs_a_reason_an_entry_and_texts_that_are_there(noted: Desk) -> None:
    assert "--reason" in noted.refused(2, "redact", REF, "2", "--yes", "--no-input")
    noted.refused(4, "redact", REF, "9", *WHY)
    told = noted.refused(4, "redact", REF, "2", "--key", "summary", *WHY)
    assert "there are by, text, with-1" in told.replace("text, with-1, by", "by, text, with-1")


def test_nothing_is_removed_twice(noted: Desk) -> None:
    noted.done("redact", REF, "2", *WHY)
    assert "nothing is left to remove from entry 2" in noted.refused(3, "redact", REF, "2", *WHY)


# ------------------------------------------------------------------ cut off


def test_a_run_cut_short_says_so_is_found_and_finished_by_the_next_writer(
    noted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", no_room)
        said = noted.does("redact", REF, "2", *WHY)
    assert said.code == 7
    assert "the redaction was recorded, but" in said.err
    assert len(holding(noted, f"{C} was there")) == 1
    (finding,) = noted.does("verify", "--json").document["findings"]
    assert finding["name"] == "redaction-unfinished"
    assert C not in noted.done("show", REF).out
    assert len(holding(noted, f"{C} was there")) == 1, "verify and show write nothing"
    noted.opens("1", "--raised", "2026-11-19", ref="D-2")
    assert holding(noted, C) == []
    assert noted.done("verify").out == ""


def test_a_text_that_came_back_with_a_copy_is_found_and_removed_by_the_next_writer(
    noted: Desk,
) -> None:
    file = file_of(noted, "noted")
    raw = file.read_bytes()
    noted.done("redact", REF, "2", *WHY)
    file.with_name("from-another.toml").write_bytes(raw)
    said = noted.does("verify")
    assert said.code == 8
    assert "redaction-undone" in said.out
    noted.done("note", REF, "another note")
    assert holding(noted, C) == []


def test_a_folder_that_cannot_be_read_any_more_means_nothing_is_redacted(
    noted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise OSError(5, "Input/output error")

    files = noted.files()
    with monkeypatch.context() as patch:
        patch.setattr("resolutions_cli.commands.redact.salts_in", broken)
        said = noted.does("redact", REF, "2", *WHY)
    assert said.code == 7
    assert "nothing was recorded: Input/output error" in said.err
    assert noted.files() == files
