"""Making a bundle: the disputes that were named, their procedures, a file for somebody else."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.context import streams
from resolutions_cli.context.handing_out import hand_out
from resolutions_cli.context.progress import progress
from resolutions_cli.context.run import Run
from resolutions_cli.core.anchors import home
from resolutions_cli.core.log import Log
from resolutions_cli.files.bundle import Bundle, BundledDispute, read_bundle, write_bundle
from resolutions_cli.files.bundling import bundled
from resolutions_cli.files.log import find_logs
from resolutions_cli.files.procedures import procedure_with_digest
from resolutions_cli.render.words import several

#: The file name that means standard output.
STDOUT = Path("-")


def make_bundle(
    run: Run, typed: Sequence[str], output: Path, *, without_text: bool, again: bool
) -> int:
    """Write the disputes that were named to a file, and say the digest of each.

    Raises NoSuchDispute, AmbiguousReference, NotToBeSent, TooManyBeside, ProcedureMissing,
    BundleNotReadable, and what `hand_out` raises.
    """
    logs: dict[str, dict[str, Log]] = {}
    for each in typed:
        for log in find_logs(run.here, each):
            logs.setdefault(home(log), {})[log.reference] = log
    disputes = []
    with progress(run, "reading the record", len(logs)) as step:
        for reference in sorted(logs):
            meant = list(logs[reference].values())
            disputes.append(bundled(run.here, meant, without_text=without_text))
            step()
    procedures, labels = _procedures(
        run, [log for found in logs.values() for log in found.values()]
    )
    bundle = Bundle(
        made=run.now,
        program=version("resolutions-cli"),
        # names are texts, and stay here with them
        by="" if without_text else run.by,
        procedures=procedures,
        disputes=tuple(disputes),
        practice=run.here.practice,
    )
    to_stdout = output == STDOUT
    raw = write_bundle(bundle, labels)
    try:
        read_bundle(raw)  # what nobody could take in is not sent
    except errors.NotABundle as fault:
        raise errors.BundleNotReadable(problem=fault.facts["problem"]) from fault
    hand_out(run, raw, None if to_stdout else output, again=again)
    if not to_stdout:
        streams.say("".join(_line(dispute) for dispute in disputes))
    return 0


def _line(dispute: BundledDispute) -> str:
    entries = several(len(dispute.entries), "entry")
    return f"{dispute.reference}: {entries}, digest {dispute.digest}\n"


def _procedures(run: Run, logs: Sequence[Log]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The procedure files of these disputes, and their labels, by digest."""
    files: dict[str, bytes] = {}
    labels: dict[str, str] = {}
    for log in logs:
        opened = log.opened
        if opened and opened.digest not in files:
            labels[opened.digest] = f"{opened.procedure}@{opened.version}"
            folder, label = run.here.procedures, labels[opened.digest]
            files[opened.digest] = procedure_with_digest(opened.digest, folder, label=label).raw
    return files, labels
