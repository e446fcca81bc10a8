"""Procedure files: those that ship with the program, and those that a workspace has in use.

`folder` is always `<workspace>/procedures`, or None where there is no workspace.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from resolutions_cli import errors
from resolutions_cli.core.procedure.model import PROCEDURE, Procedure
from resolutions_cli.core.text import is_among
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import cache
from resolutions_cli.files.disk.durable import create, make_folder
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import digest_of, read_bytes, shown
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.workspace.accepted import Thing, What, is_accepted

# The modules that parse and check a file are imported where they are used: a file that was read
# before is in the cache.
if TYPE_CHECKING:
    from resolutions_cli.core.procedure.example import Example
    from resolutions_cli.core.procedure.table import Problem

#: In bytes; the longer of the two shipped files has 18 thousand.
LARGEST_PROCEDURE = 256 * 1024

#: The version that a bare id means, among all versions that the program ever shipped.
CURRENT_VERSIONS = {"nyscp": "as-read-2024-05-r2", "cyscb": "cites-wt2018-r2"}

_PINNED = re.compile(r"(?P<label>[^@]+@.+)-(?P<digest>[0-9a-f]{16})\.toml")


class ProcedureFile(Value):
    """A procedure file and its bytes; only `procedure` parses them.

    `label` is the one in its name, such as "nyscp@as-read-2024-05".
    """

    path: Path
    label: str
    raw: bytes

    @property
    def id(self) -> str:
        return self.label.partition("@")[0]

    @cached_property
    def digest(self) -> str:
        """The hex SHA-256 of the file's bytes."""
        return digest_of(self.raw)

    @property
    def thing(self) -> Thing:
        """The file as a thing to be accepted."""
        return Thing(What.PROCEDURE, self.digest)

    @property
    def procedure(self) -> Procedure:
        """The procedure in the file. Raises ProcedureUnusable."""
        procedure, count = _read(self.raw)
        if procedure is None:
            raise errors.ProcedureUnusable(str(self.path), count=count)
        return procedure


def names_of(files: Iterable[ProcedureFile]) -> tuple[str, ...]:
    """The ids and labels of procedures, each once, without parsing the files."""
    return tuple(dict.fromkeys(name for file in files for name in (file.id, file.label)))


# ------------------------------------------------------------------ reading one file


def load_procedure_file(path: Path) -> ProcedureFile:
    """The file at any path, labelled by its contents.

    Raises NoProcedureFile, ProcedureUnreadable, ProcedureUnusable.
    """
    file = ProcedureFile(path, "", read_procedure_bytes(path))
    return ProcedureFile(path, file.procedure.label, file.raw)


def check_bytes(
    raw: bytes, as_of: date | None = None
) -> "tuple[Procedure | None, tuple[Problem, ...]]":
    """The procedure, or None if it cannot be used, and every problem of the file by line;
    with `as_of`, warnings too, and what is asked of new files."""
    from resolutions_cli.core.procedure.checks import check_draft
    from resolutions_cli.core.procedure.reader import draft_procedure
    from resolutions_cli.core.procedure.table import Problem
    from resolutions_cli.files.disk.toml_advice import what_is_wrong
    from resolutions_cli.files.disk.toml_library import decoded, line_numbers

    plain = _without_mark(raw)
    try:
        data = load_toml(plain, limit=LARGEST_PROCEDURE)
    except TomlFault as fault:
        reason = f" ({_in_line(fault.reason)})" if fault.reason else ""
        sentence, advice = f"{fault.problem}{reason}", what_is_wrong(plain, fault)
        return None, (Problem("not-toml", fault.line or 1, sentence, advice),)
    draft = draft_procedure(data, line_numbers(decoded(plain)), digest_of(raw))
    procedure, problems = check_draft(draft, as_of)
    if procedure is None or as_of is None or not draft.examples:
        return procedure, problems
    different = _examples_that_differ(procedure, draft.examples)
    in_order = sorted((*problems, *different), key=lambda problem: problem.line)
    return (None if different else procedure), tuple(in_order)


def _examples_that_differ(
    procedure: Procedure, examples: "Iterable[Example]"
) -> "tuple[Problem, ...]":
    """The problems of counting the examples, by the bank holidays that come with the program: on
    every machine the same."""
    from resolutions_cli.core.views.examples import examples_that_differ
    from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list

    calendar = calendar_for(procedure.nation, [shipped_list()])
    return tuple(examples_that_differ(procedure, examples, calendar))


def _in_line(reason: str) -> str:
    """The library's reason to read on in a sentence, without characters that move a cursor."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in reason[:120])
    return plain[:1].lower() + plain[1:]


def _without_mark(raw: bytes) -> bytes:
    """The bytes without the byte-order mark that some editors put before a text."""
    return raw.removeprefix(b"\xef\xbb\xbf")


@lru_cache(maxsize=32)
def _read(raw: bytes) -> tuple[Procedure | None, int]:
    """The procedure, or None and the number of problems; many disputes share one file.

    A good one is cached under its digest, which no other bytes have.
    """
    digest = digest_of(raw)
    folder = cache.folder(os.environ)
    name, key = f"procedure-{digest[:16]}", (digest,)
    if kept := cache.load(folder, name, key):
        return PROCEDURE.unpack(kept[1]), 0
    procedure, count = _parsed(raw, digest)
    if procedure is not None:
        cache.store(folder, name, (key, PROCEDURE.pack(procedure)))
    return procedure, count


def _parsed(raw: bytes, digest: str) -> tuple[Procedure | None, int]:
    """Do the same as `_read`, from the bytes. Line numbers only help to mend a file; leaving
    them out saves a third of the time."""
    from resolutions_cli.core.procedure.checks import check_procedure

    try:
        data = load_toml(_without_mark(raw), limit=LARGEST_PROCEDURE)
    except TomlFault:
        return None, 1
    procedure, problems = check_procedure(data, {}, digest)
    return procedure, len(problems)


def read_procedure_bytes(path: Path) -> bytes:
    """The bytes of a file that the user named. Raises NoProcedureFile, ProcedureUnreadable."""
    try:
        # Opening a pipe would wait for a writer.
        if path.exists() and not path.is_file():
            raise errors.ProcedureUnreadable(str(path))
        with path.open("rb") as file:
            raw = file.read(LARGEST_PROCEDURE + 1)
    except FileNotFoundError:
        raise errors.NoProcedureFile(str(path)) from None
    except OSError:
        raise errors.ProcedureUnreadable(str(path)) from None
    if len(raw) > LARGEST_PROCEDURE:
        raise errors.ProcedureUnreadable(str(path))
    return raw


# ------------------------------------------------------------------ lists of files


def shipped_procedures() -> tuple[ProcedureFile, ...]:
    """Every file that the program ever shipped, by label."""
    return tuple(
        ProcedureFile(path, path.stem, _with_line_feeds(read_procedure_bytes(path)))
        for path in _toml_files(DATA / "procedures")
    )


def procedures_in(folder: Path | None) -> tuple[ProcedureFile, ...]:
    """The files that a workspace has in use, by label. Leaves out changed files. Includes those
    that came from elsewhere with disputes and serve only these."""
    return tuple(
        file
        for path in files_in_use(folder)
        if (name := _PINNED.fullmatch(path.name))
        for file in _forms(path)
        if file.digest.startswith(name["digest"])
    )


def own_procedures_in(folder: Path | None) -> tuple[ProcedureFile, ...]:
    """The same as `procedures_in`, without those that wait to be accepted here."""
    waiting = {file.digest for file in waiting_procedures(folder)}
    return tuple(file for file in procedures_in(folder) if file.digest not in waiting)


def waiting_procedures(folder: Path | None) -> tuple[ProcedureFile, ...]:
    """The files from elsewhere that have not been accepted here. Shipped procedures need no
    acceptance."""
    if folder is None:
        return ()
    came = [file for file in procedures_in(folder) if not is_accepted(folder.parent, file.thing)]
    shipped = {file.digest for file in shipped_procedures()} if came else set()
    return tuple(file for file in came if file.digest not in shipped)


def is_pinned_name(name: str) -> bool:
    """Whether a file in use can have this name: label, digits of its digest, .toml."""
    return _PINNED.fullmatch(name) is not None


def can_be_pinned(name: str, raw: bytes) -> bool:
    """Whether a file with that name and these bytes would be usable in a workspace's folder."""
    procedure, _ = _read(raw)
    return procedure is not None and name == f"{procedure.label}-{procedure.digest[:16]}.toml"


def is_unchanged(path: Path) -> bool:
    """Whether a file in use still has the digest in its name."""
    name = _PINNED.fullmatch(path.name)
    return name is not None and any(file.digest.startswith(name["digest"]) for file in _forms(path))


def files_in_use(folder: Path | None) -> list[Path]:
    """The files in a workspace's folder; none if the folder is a link, since they would not be
    the workspace's. `verify` reports the link."""
    return [] if folder is None or folder.is_symlink() else _toml_files(folder)


def _toml_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return []
    except OSError:
        raise errors.ProcedureUnreadable(str(folder)) from None


def _forms(path: Path) -> Iterator[ProcedureFile]:
    """The file as it is, and with the line ends that it may have had before git or a sync tool
    changed them; no forms if it cannot be read."""
    with suppress(OSError):
        raw = read_bytes(path, LARGEST_PROCEDURE)
        fed = _with_line_feeds(raw)
        name = _PINNED.fullmatch(path.name)
        label = name["label"] if name else path.stem
        for form in dict.fromkeys((raw, fed, fed.replace(b"\n", b"\r\n"))):
            yield ProcedureFile(path, label, form)


def _with_line_feeds(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


# ------------------------------------------------------------------ finding one


def procedure_with_digest(digest: str, folder: Path | None, *, label: str = "") -> ProcedureFile:
    """The file that a dispute is pinned to: in the workspace under any name, or a shipped one.

    `label` is only for the message. Raises ProcedureMissing rather than give another file.
    """
    for file in _by_likelihood(digest, folder):
        if file.digest == digest:
            return file
    name = f"{label or 'ID@VERSION'}-{digest[:16]}.toml"
    raise errors.ProcedureMissing(str(folder or ""), label=label or "the file", name=name)


def _by_likelihood(digest: str, folder: Path | None) -> Iterator[ProcedureFile]:
    """The workspace's files, the one named after the digest first; then the shipped ones."""
    paths = sorted(files_in_use(folder), key=lambda path: digest[:16] not in path.name)
    for path in paths:
        yield from _forms(path)
    yield from shipped_procedures()


def procedure_named(name: str, folder: Path | None, *, even_waiting: bool = False) -> ProcedureFile:
    """The procedure with an id ("nyscp") or a label ("nyscp@as-read-2024-05").

    A bare id means the current shipped version; if the workspace has its own version, a label
    is needed. An id never finds a file from elsewhere that has not been accepted here; a label
    does if `even_waiting`, for looking at it. Raises NoSuchProcedure, AmbiguousProcedure,
    ProcedureWaits.
    """
    every = {file.digest: file for file in (*shipped_procedures(), *own_procedures_in(folder))}
    named = [file for file in every.values() if name in (file.id, file.label)]
    if not named:
        named = [file for file in every.values() if is_among(name, (file.id, file.label))]
    if "@" not in name and len(named) > 1:
        named = [file for file in named if not _is_superseded(file)]
    if not named:
        waiting = [file for file in waiting_procedures(folder) if name in (file.id, file.label)]
        if not waiting:
            raise errors.NoSuchProcedure(known=labels_of(every.values()))
        if not even_waiting:
            raise errors.ProcedureWaits(label=shown(waiting[0].label))
        named = waiting
    if len(named) > 1:
        raise errors.AmbiguousProcedure(candidates=labels_of(named))
    return named[0]


def procedure_or_file(path: Path, folder: Path | None) -> ProcedureFile:
    """The file at a path, labelled by the path; if there is none, the procedure of that name,
    even one that waits to be accepted.

    Raises ProcedureUnreadable, NoSuchProcedureOrFile, AmbiguousProcedure.
    """
    with suppress(errors.NoProcedureFile):
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
            return ProcedureFile(path, str(path), read_procedure_bytes(path))
    try:
        return procedure_named(str(path), folder, even_waiting=True)
    except errors.NoSuchProcedure as fault:
        raise errors.NoSuchProcedureOrFile(known=fault.facts["known"]) from None


def _is_superseded(file: ProcedureFile) -> bool:
    """Whether it is a shipped version, or a pinned copy of one, that is not the current one."""
    shipped = {each.digest: each.label for each in shipped_procedures()}
    current = f"{file.id}@{CURRENT_VERSIONS.get(file.id, '')}"
    return file.digest in shipped and shipped[file.digest] != current


def labels_of(files: Iterable[ProcedureFile]) -> str:
    """The labels of some files in one line, each once."""
    return ", ".join(sorted({file.label for file in files}))


# ------------------------------------------------------------------ putting one in use


def pin(folder: Path, raw: bytes) -> Path:
    """The path of a file after copying it into the workspace, durably.

    Pinning the same file twice changes nothing. Raises ProcedureRefused for a file that could
    not be used afterwards, ProcedureChanged if the file of that name was changed, and OSError
    if it cannot be written, leaving nothing behind.
    """
    procedure, count = _read(raw)
    if procedure is None:
        raise errors.ProcedureRefused(count=count)
    path = folder / f"{procedure.label}-{procedure.digest[:16]}.toml"
    if os.path.lexists(path):
        if all(file.digest != procedure.digest for file in _forms(path)):
            raise errors.ProcedureChanged(str(path))
        return path
    make_folder(folder)
    create(folder, path.name, raw, up_to=folder.parent)
    return path


def check_label(others: Iterable[ProcedureFile], raw: bytes, place: str = "") -> Procedure:
    """The procedure in these bytes, if the workspace can use it together with `others`.

    Raises ProcedureRefused and ProcedureLabelTaken, with `place`.
    """
    procedure, count = _read(raw)
    if procedure is None:
        raise errors.ProcedureRefused(place, count=count)
    for file in (*shipped_procedures(), *others):
        # Many disks treat upper and lower case as one name.
        same_label = file.label.lower() == procedure.label.lower()
        if same_label and file.digest != procedure.digest:
            raise errors.ProcedureLabelTaken(place, label=procedure.label)
    return procedure
