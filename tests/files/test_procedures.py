"""Procedure files: finding the shipped ones, pinning one to a workspace, adding one's own."""

import hashlib
import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from resolutions_cli.core.procedure.name_checks import TEMPLATE_HEAD, TEMPLATE_STAGES
from resolutions_cli.errors import (
    AmbiguousProcedure,
    NoProcedureFile,
    NoSuchProcedure,
    NoSuchProcedureOrFile,
    ProcedureChanged,
    ProcedureLabelTaken,
    ProcedureMissing,
    ProcedureRefused,
    ProcedureUnreadable,
    ProcedureUnusable,
    UsageError,
)
from resolutions_cli.files.record.first_marks import add_procedure
from resolutions_cli.files.workspace import procedures
from resolutions_cli.files.workspace.procedures import (
    check_bytes,
    load_procedure_file,
    pin,
    procedure_named,
    procedure_or_file,
    procedure_with_digest,
    procedures_in,
    shipped_procedures,
)
from resolutions_cli.files.workspace.template import new_procedure
from tests.written import written_procedure

OWN = """
[procedure]
id = "southshire"
version = "2026-04"
title = "Escalation"
owner = "Southshire"
nation = "england"
source = "chapter 4"

[outcomes]
agreed = "agreement was reached"

[[stage]]
id = "1"
title = "Between the professionals"
who = ["the professionals"]
start = true
cite = "row 1"
"""

#: Every file that the program ever shipped.
LABELS = [
    *("cyscb@cites-wt2018", "cyscb@cites-wt2018-r2"),
    *("nyscp@as-read-2024-05", "nyscp@as-read-2024-05-r2"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """`<workspace>/procedures`, not made yet."""
    return tmp_path / "procedures"


def written(path: Path, text: str = OWN) -> Path:
    path.write_text(text, "utf-8", newline="\n")
    return path


# ------------------------------------------------------------------ what ships


def test_a_shipped_file_is_named_by_its_label_and_known_by_its_bytes() -> None:
    files = shipped_procedures()
    assert sorted(file.label for file in files) == LABELS
    for file in files:
        assert file.digest == hashlib.sha256(file.path.read_bytes()).hexdigest()
        assert file.procedure.label == file.label
        assert file.procedure.digest == file.digest


@pytest.mark.parametrize("name", ["nyscp", "nyscp@as-read-2024-05-r2"])
def test_a_shipped_procedure_is_found_by_id_or_label(name: str, folder: Path) -> None:
    assert procedure_named(name, None).procedure.title == "Professional Resolutions"
    assert procedure_named(name, folder).label == "nyscp@as-read-2024-05-r2"


@pytest.mark.parametrize("name", ["nysc", "nyscp@", "nyscp@2", "", "../nyscp", "a b"])
def test_no_other_name_finds_one_and_what_there_is_is_listed(name: str) -> None:
    with pytest.raises(NoSuchProcedure) as refusal:
        procedure_named(name, None)
    assert refusal.value.advice == f"there are: {', '.join(LABELS)}"


def test_an_id_is_found_in_either_case() -> None:
    assert procedure_named("NYSCP", None).id == "nyscp"


def test_a_name_that_could_be_a_text_is_not_repeated() -> None:
    with pytest.raises(NoSuchProcedure) as refusal:
        procedure_named("Anna Example, 4 High Street", None)
    assert refusal.value.message == "there is no procedure of that name"


def test_every_shipped_id_has_a_current_version() -> None:
    labels = {f"{name}@{version}" for name, version in procedures.CURRENT_VERSIONS.items()}
    assert labels <= {file.label for file in shipped_procedures()}
    assert {file.id for file in shipped_procedures()} == set(procedures.CURRENT_VERSIONS)


# ------------------------------------------------------------------ pinning


def test_a_pinned_file_is_a_byte_for_byte_copy_named_after_label_and_digest(folder: Path) -> None:
    nyscp = procedure_named("nyscp", folder)
    path = pin(folder, nyscp.raw)
    assert path.name == f"nyscp@as-read-2024-05-r2-{nyscp.digest[:16]}.toml"
    assert path.read_bytes() == nyscp.raw
    assert [each.name for each in folder.iterdir()] == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_a_pinned_file_is_its_owner_s_alone(folder: Path) -> None:
    path = pin(folder, procedure_named("nyscp", None).raw)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_pinning_again_changes_nothing(folder: Path) -> None:
    raw = procedure_named("nyscp", None).raw
    first = pin(folder, raw)
    before = first.stat()
    assert pin(folder, raw) == first
    assert first.stat().st_mtime_ns == before.st_mtime_ns


def test_what_a_cut_off_run_left_behind_is_no_obstacle(folder: Path) -> None:
    raw = procedure_named("nyscp", None).raw
    name = f"nyscp@as-read-2024-05-r2-{hashlib.sha256(raw).hexdigest()[:16]}.toml"
    folder.mkdir()
    left = folder / f".{name}.4711-0123456789abcdef.part"
    left.write_bytes(raw[:100])
    assert pin(folder, raw).read_bytes() == raw
    assert sorted(each.name for each in folder.iterdir()) == [left.name, name]


def test_a_file_with_problems_is_not_pinned(folder: Path) -> None:
    with pytest.raises(ProcedureRefused):
        pin(folder, OWN.replace("england", "narnia").encode())
    assert not folder.exists()


def test_a_pinned_file_that_was_edited_is_never_replaced(folder: Path) -> None:
    raw = procedure_named("nyscp", None).raw
    path = pin(folder, raw)
    path.write_bytes(raw.replace(b"96 hours", b"960 hours"))
    with pytest.raises(ProcedureChanged):
        pin(folder, raw)
    assert b"960 hours" in path.read_bytes()


# ------------------------------------------------------------------ by digest


def test_the_workspace_comes_first_and_the_program_second(folder: Path) -> None:
    nyscp = procedure_named("nyscp", None)
    assert procedure_with_digest(nyscp.digest, None).path == nyscp.path
    path = pin(folder, nyscp.raw)
    assert procedure_with_digest(nyscp.digest, folder).path == path


def test_a_file_is_found_by_its_bytes_under_any_name(folder: Path, tmp_path: Path) -> None:
    path = add_procedure(folder, written(tmp_path / "own.toml"))
    digest = load_procedure_file(path).digest
    renamed = path.rename(folder / "copy of it.toml")
    assert procedure_with_digest(digest, folder).path == renamed


def test_an_edited_file_is_missing_and_never_counted_by(folder: Path, tmp_path: Path) -> None:
    path = add_procedure(folder, written(tmp_path / "own.toml"))
    digest = load_procedure_file(path).digest
    path.write_text(OWN.replace("Escalation", "Escalation!"), "utf-8")
    with pytest.raises(ProcedureMissing) as missing:
        procedure_with_digest(digest, folder, label="southshire@2026-04")
    assert f"southshire@2026-04-{digest[:16]}.toml" in missing.value.advice
    assert procedures_in(folder) == ()
    with pytest.raises(NoSuchProcedure):
        procedure_named("southshire", folder)


@pytest.mark.parametrize("turned", [(b"\n", b"\r\n"), (b"\r\n", b"\n")])
def test_line_ends_that_git_turned_do_no_harm(
    turned: tuple[bytes, bytes], folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(OWN.encode().replace(turned[1], turned[0]))
    path = add_procedure(folder, own)
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    path.write_bytes(path.read_bytes().replace(*turned))
    assert procedure_with_digest(digest, folder).procedure.digest == digest
    assert [file.digest for file in procedures_in(folder)] == [digest]
    assert pin(folder, own.read_bytes()) == path


def test_what_cannot_be_read_in_the_folder_is_passed_over(folder: Path) -> None:
    (folder / "a-folder.toml").mkdir(parents=True)
    (folder / "big.toml").write_bytes(b"#" * (256 * 1024 + 1))
    (folder / "link.toml").symlink_to(folder / "nowhere")
    nyscp = procedure_named("nyscp", folder)
    assert procedure_with_digest(nyscp.digest, folder).path == nyscp.path


# ------------------------------------------------------------------ adding one's own


def test_an_added_procedure_is_found_by_id_and_label(folder: Path, tmp_path: Path) -> None:
    add_procedure(folder, written(tmp_path / "own.toml"))
    assert procedure_named("southshire", folder).procedure.owner == "Southshire"
    assert procedure_named("southshire@2026-04", folder).label == "southshire@2026-04"


def test_a_label_stands_for_one_content(folder: Path, tmp_path: Path) -> None:
    add_procedure(folder, written(tmp_path / "own.toml"))
    add_procedure(folder, tmp_path / "own.toml")
    with pytest.raises(ProcedureLabelTaken):
        add_procedure(folder, written(tmp_path / "own.toml", OWN + "# changed"))
    assert len(procedures_in(folder)) == 1


def test_a_shipped_label_cannot_be_taken(folder: Path, tmp_path: Path) -> None:
    nyscp = OWN.replace("southshire", "nyscp").replace("2026-04", "AS-READ-2024-05")
    with pytest.raises(ProcedureLabelTaken):
        add_procedure(folder, written(tmp_path / "own.toml", nyscp))


def test_an_id_of_two_versions_must_be_said_in_full(folder: Path, tmp_path: Path) -> None:
    add_procedure(folder, written(tmp_path / "a.toml"))
    add_procedure(folder, written(tmp_path / "b.toml", OWN.replace("2026-04", "2027-01")))
    with pytest.raises(AmbiguousProcedure) as ambiguous:
        procedure_named("southshire", folder)
    assert ambiguous.value.advice == "say which: southshire@2026-04, southshire@2027-01"
    assert procedure_named("southshire@2027-01", folder).procedure.version == "2027-01"


def test_a_bare_id_means_the_current_shipped_version_not_an_older_one_in_use(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "data" / "procedures"
    shipped.mkdir(parents=True)
    old = written(shipped / "southshire@2026-04.toml")
    written(shipped / "southshire@2027-01.toml", OWN.replace("2026-04", "2027-01"))
    monkeypatch.setattr(procedures, "DATA", tmp_path / "data")
    monkeypatch.setattr(procedures, "CURRENT_VERSIONS", {"southshire": "2027-01"})
    pin(folder, old.read_bytes())
    assert procedure_named("southshire", folder).label == "southshire@2027-01"
    assert procedure_named("southshire@2026-04", folder).label == "southshire@2026-04"


def test_a_file_with_problems_is_not_added(folder: Path, tmp_path: Path) -> None:
    own = written(tmp_path / "own.toml", OWN.replace("england", "narnia"))
    with pytest.raises(ProcedureRefused) as refusal:
        add_procedure(folder, own)
    assert refusal.value.message == "the procedure file has 1 problem(s) and cannot be used"


# ------------------------------------------------------------------ a file named by hand


def test_a_file_named_by_hand_is_labelled_by_what_stands_in_it(tmp_path: Path) -> None:
    file = load_procedure_file(written(tmp_path / "own.toml"))
    assert file.label == "southshire@2026-04"
    assert file.digest == hashlib.sha256(OWN.encode()).hexdigest()


def test_a_file_that_is_not_there_or_no_file_or_too_large_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(NoProcedureFile):
        load_procedure_file(tmp_path / "nowhere.toml")
    with pytest.raises(ProcedureUnreadable):
        load_procedure_file(tmp_path)
    for path in (tmp_path / "nowhere.toml", tmp_path):
        with pytest.raises(NoSuchProcedureOrFile):
            procedure_or_file(path, None)
    (tmp_path / "big.toml").write_bytes(b"#" * (256 * 1024 + 1))
    with pytest.raises(ProcedureUnreadable):
        procedure_or_file(tmp_path / "big.toml", None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are not everywhere")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(ProcedureUnreadable):
        procedure_or_file(tmp_path / "pipe.toml", None)


@pytest.mark.parametrize("raw", [b"", b"\xff", b"a = ", b"[procedure]", OWN.encode() + b"x = 1"])
def test_damaged_bytes_are_problems_with_lines_and_an_error_when_used(
    raw: bytes, tmp_path: Path
) -> None:
    procedure, problems = check_bytes(raw)
    assert procedure is None
    assert problems
    assert all(problem.line >= 1 for problem in problems)
    (tmp_path / "own.toml").write_bytes(raw)
    with pytest.raises(ProcedureUnusable):
        load_procedure_file(tmp_path / "own.toml")


# ------------------------------------------------------------------ a new one


def test_the_template_does_not_pass_its_check_and_only_for_what_is_left_of_it() -> None:
    text = new_procedure("northshire")
    unusable, problems = check_bytes(text.encode(), date(2026, 11, 22))
    assert unusable is None
    # Nobody has held a template against a published text.
    assert {problem.name for problem in problems} == {"left-from-template", "stale"}
    lines = {problem.line for problem in problems}
    assert len(lines) == len(TEMPLATE_HEAD) + len(TEMPLATE_STAGES) + 1
    procedure, _ = check_bytes(text.encode())
    assert procedure is not None
    assert procedure.label == "northshire@2026-04"


def test_a_file_with_nothing_left_of_the_template_passes_its_check() -> None:
    procedure, problems = check_bytes(written_procedure().encode(), date(2026, 11, 22))
    assert procedure is not None
    assert [problem.name for problem in problems] == ["stale"]


def test_the_texts_that_are_the_template_s_all_stand_in_it() -> None:
    procedure, _ = check_bytes(new_procedure("southshire").encode())
    assert procedure is not None
    assert {key: getattr(procedure, key) for key in TEMPLATE_HEAD} == TEMPLATE_HEAD
    stages = {(stage.title, stage.cite) for stage in procedure.stages.values()}
    assert stages == TEMPLATE_STAGES


def test_a_file_in_use_stays_in_use_whatever_is_asked_of_a_new_one(tmp_path: Path) -> None:
    raw = new_procedure("southshire").encode()
    path = pin(tmp_path / "procedures", raw)
    assert load_procedure_file(path).procedure.label == "southshire@2026-04"


def test_the_template_shows_every_key_of_the_language() -> None:
    procedure, _ = check_bytes(new_procedure("northshire").encode())
    assert procedure is not None
    kinds = {
        detail.kind for event in procedure.events.values() for detail in event.details.values()
    }
    limits = [limit for stage in procedure.stages.values() for limit in stage.limits]
    assert {"people", "all-of"} <= kinds
    assert any(limit.agreed for limit in limits)
    assert any(limit.aim for limit in limits)
    assert any(move.questions for stage in procedure.stages.values() for move in stage.moves)
    assert procedure.about
    assert procedure.grounds


@pytest.mark.parametrize("name", ["", "South Shire", 'x"', "a\nb", "../x"])
def test_a_new_procedure_has_an_id_that_can_be_one(name: str) -> None:
    with pytest.raises(UsageError):
        new_procedure(name)
