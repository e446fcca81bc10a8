"""What is answered when an interrupt, or an output that fails, stopped the run."""

from resolutions_cli import errors

#: The command that shows what this run has recorded last; none while it is nothing.
_shown_by: list[str] = []

#: The codes under which this run has listed agencies in the settings.
_listed: list[str] = []


def begin_run() -> None:
    """A run of the program begins, in which nothing is recorded yet."""
    _shown_by.clear()
    _listed.clear()


def note_recorded(command: str) -> None:
    """Something was recorded in this run, which `command` shows."""
    _shown_by.append(command)


def note_listed(code: str) -> None:
    """An agency was listed in the settings under a code, whatever comes of the rest."""
    _listed.append(code)


def interruption() -> errors.ResolveError:
    """The answer to an interrupt: whether something was recorded in this run."""
    if _shown_by:
        return errors.InterruptedAfterRecording(command=_shown_by[-1])
    if _listed:
        return errors.InterruptedAfterListing(codes=", ".join(_listed))
    return errors.Interrupted()


def not_printed(error: "errors.NotPrinted") -> errors.ResolveError:
    """The answer where nothing can be printed: whether something was recorded in this run."""
    if _shown_by:
        return errors.RecordedNotPrinted(command=_shown_by[-1], reason=error.facts["reason"])
    return error
