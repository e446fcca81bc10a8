"""A dispute is found by looking at few of the folders, and is the one that a look at all finds."""

import os
import re
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resolutions_cli.core.entries import reference
from resolutions_cli.core.entries.reference import (
    TWIN,
    completing,
    is_reference,
    is_taken,
    match,
    same_in_any_case,
    typed_as,
)
from resolutions_cli.core.record.log import Log
from resolutions_cli.errors import AmbiguousReference, NoSuchDispute, ResolveError
from resolutions_cli.files.record import log
from resolutions_cli.files.workspace import folders
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.settings import Origin, Workspace

#: Names that lie near each other: a case, a letter that is misread, a digit or a year apart.
NAMES = st.one_of(
    st.from_regex(r"202[67]-[0OoK1IiLl]{5}", fullmatch=True),
    st.from_regex(r"[Hh][Ii]ll-?1[0-2]?", fullmatch=True),
    st.from_regex(r"[0OoK1IiLl]{1,5}", fullmatch=True),
    st.sampled_from(["CON", "2026-", "-x", ".git", "Thumbs.db", "HILL 1", "straße", "2026"]),
)
#: The shape of a generated reference, and of any.
GENERATED = re.compile(r"[0-9]{4}-[0-9A-HJKMNP-TV-Z]{5}")
REFERENCE = re.compile(r"(?!-)[A-Za-z0-9-]{1,40}(?<!-)")
DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
ENDS = st.sampled_from(["", " ", TWIN, f"{TWIN}0"])


class Entry:
    """What `os.scandir` gives of something among the disputes: a folder, a file or a link."""

    def __init__(self, name: str, kind: str) -> None:
        self.name, self._kind = name, kind

    def is_symlink(self) -> bool:
        return self._kind == "link"

    def is_dir(self) -> bool:
        assert self._kind != "link"  # it would be followed
        return self._kind == "folder"


KINDS = st.sampled_from(["folder", "folder", "folder", "file", "link"])


def found_by_looking_at_all(typed: str, known: tuple[str, ...]) -> str:
    """The rules of `match`, said once more and of every reference."""
    wanted = typed.strip().upper()
    if not wanted:
        raise NoSuchDispute
    begin = []
    for each in sorted(known):
        forms, asked = [each.upper()], [wanted]
        if GENERATED.fullmatch(each):
            heard = wanted.replace("O", "0").replace("I", "1").replace("L", "1")
            forms, asked = [each, each.split("-")[1]], [heard]
            if each.startswith(wanted):
                asked.append(wanted)
        if any(form.startswith(word) for form in forms for word in asked):
            begin.append(each)
    whole = [each for each in begin if len(each) == len(wanted)]
    found = whole if len(whole) == 1 else begin
    if not found:
        raise NoSuchDispute
    (first, *others) = found
    own = not GENERATED.fullmatch(first)
    splits = own and wanted[-1].isdigit() and first[len(wanted) :][:1].isdigit()
    if others or splits:
        raise AmbiguousReference(candidates=reference.listed(found))
    return first


def answer_of(call: object, *given_: object) -> str:
    """What a call returns, or the words it refuses with."""
    try:
        return str(call(*given_))  # type: ignore[operator]
    except ResolveError as refused:
        # the one that names a near reference says otherwise the same
        kind = NoSuchDispute if isinstance(refused, NoSuchDispute) else type(refused)
        return f"{kind.__name__}: {refused.message}"


def workspace_with(there: dict[str, str]) -> "mock._patch[object]":
    """As if that were among the disputes of every workspace."""
    entries = mock.MagicMock()
    entries.__enter__.return_value = [Entry(name, kind) for name, kind in there.items()]
    return mock.patch.object(folders.os, "scandir", return_value=entries)


HERE = Workspace(Path("/nowhere"), Origin.GIVEN)


@given(there=st.dictionaries(NAMES, KINDS, max_size=8), typed=NAMES, end=ENDS)
@example(there={"HILL-12": "folder"}, typed="HILL-1", end="")
@example(there={"HILL-1": "folder", "hill-1": "folder"}, typed="HILL-1", end="")
@example(there={"HILL-1": "folder", "HILL-12": "folder"}, typed="hill-1", end="")
@example(there={"2026-KKKKO": "folder", "2026-KKKK0": "folder"}, typed="2026-KKKKO", end="")
@example(there={"2026-KKKK0": "link", "2027-KKKK0": "folder"}, typed="kkkko", end="")
def test_what_is_found_is_what_a_look_at_every_folder_finds(
    there: dict[str, str], typed: str, end: str
) -> None:
    with workspace_with(there):
        every = list_disputes(HERE).references
        slow = answer_of(found_by_looking_at_all, typed, every)
        assert answer_of(match, typed, every) == slow
        with mock.patch.object(log, "read_logs", read_whatever):
            quick = answer_of(lambda: log.find_logs(HERE, typed + end)[0].reference)
    if end.startswith(TWIN) and not slow.startswith(("NoSuch", "Ambiguous")):
        slow = f"{slow}{TWIN}0"
    assert quick == slow


def read_whatever(folder: Path) -> tuple[Log, ...]:
    """Two disputes under one reference, in every folder."""
    damaged = mock.Mock(is_damaged=True, entries=())
    damaged.reference = folder.name
    twin = mock.Mock(is_damaged=True, entries=())
    twin.reference = f"{folder.name}{TWIN}0"
    return damaged, twin


@given(there=st.dictionaries(NAMES, KINDS, max_size=8), typed=NAMES)
def test_a_reference_is_taken_and_completed_as_by_a_look_at_every_folder(
    there: dict[str, str], typed: str
) -> None:
    with workspace_with(there):
        every = list_disputes(HERE).references
        same = list_disputes(HERE, same_in_any_case(typed)).references
        begun = list_disputes(HERE, completing(typed)).references
    assert bool(same) == is_taken(typed, every)
    assert begun == tuple(each for each in every if typed_as(each, typed))


def test_what_does_not_begin_so_is_not_looked_at(tmp_path: Path) -> None:
    here = Workspace(tmp_path, Origin.GIVEN)
    here.disputes.mkdir()
    for name in ("HILL-1", "HILL-12", "DALE-1", "notes.txt"):
        (here.disputes / name).mkdir()
    looked: list[str] = []
    real = folders._finding_of

    def finding_of(each: "os.DirEntry[str]") -> str:
        looked.append(each.name)
        return real(each)

    with mock.patch.object(folders, "_finding_of", finding_of), pytest.raises(NoSuchDispute):
        log.find_logs(here, "hill-1")  # its folder is there, and no entry
    assert sorted(looked) == ["HILL-1", "HILL-12"]


@given(st.one_of(NAMES, st.text(max_size=42), st.from_regex(r"[A-Za-z0-9-]{1,42}", fullmatch=True)))
@example("com7")
@example("LPT٣")
@example("K" * 40)
@example("K" * 41)
def test_what_can_be_a_reference_is_what_it_always_was(text: str) -> None:
    assert is_reference(text) == bool(REFERENCE.fullmatch(text) and not DEVICE.fullmatch(text))
    generated = GENERATED.fullmatch(text.partition(TWIN)[0])
    assert reference._is_generated(text) == bool(generated)
