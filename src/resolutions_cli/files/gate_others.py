"""The gate, of procedures and seals: whether they fit what is here and what came with them."""

from collections.abc import Callable, Collection, Mapping, Sequence

from resolutions_cli import errors
from resolutions_cli.files.entry_file import NAME_DIGITS
from resolutions_cli.files.procedures import ProcedureFile, check_label, procedures_in
from resolutions_cli.files.seals import entries_sealed
from resolutions_cli.files.workspace import Workspace


def with_labels_taken(
    workspace: Workspace, came: Mapping[str, Sequence[bytes]], standing: Collection[str]
) -> tuple[str, ...]:
    """The paths of procedures that came under a label which stands for another content: for a
    shipped one, or for one that is here and not among the `standing`, which are judged anew."""
    if not came:
        return ()
    folder = workspace.folder
    here = [
        file
        for file in procedures_in(workspace.procedures)
        if file.path.relative_to(folder).as_posix() not in standing
    ]
    return tuple(path for path, raws in came.items() if any(_is_taken(here, raw) for raw in raws))


def _is_taken(here: Collection[ProcedureFile], raw: bytes) -> bool:
    try:
        check_label(here, raw)
    except errors.ProcedureLabelTaken:
        return True
    return False


def listing_what_is_missing(
    came: Mapping[str, Sequence[bytes]], digits_in: Callable[[str], Collection[str]]
) -> tuple[str, ...]:
    """The paths of seals that came and list an entry which is not in its dispute; `digits_in`
    has the first digits of the ids of a dispute's entries, here and among what came."""
    known: dict[str, Collection[str]] = {}
    found = []
    for path, raws in came.items():
        sealed = entries_sealed(raws[0])
        for reference in sealed.keys() - known.keys():
            known[reference] = digits_in(reference)
        if any(
            id_[:NAME_DIGITS] not in known[reference]
            for reference, ids in sealed.items()
            for id_ in ids
        ):
            found.append(path)
    return tuple(found)
