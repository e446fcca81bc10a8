"""Between the first write and its confirmation: what is said to an interrupt must be true."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from resolutions_cli import errors
from resolutions_cli.context import streams
from resolutions_cli.context.interruption import note_recorded
from resolutions_cli.files import durable


class Confirmation:
    """What was recorded and is not yet confirmed: nothing, until something was written."""

    def __init__(self, held: ExitStack) -> None:
        self.place = ""
        self.command = ""
        self._held = held
        self._interrupt = durable.Interrupt()

    def begin(self) -> None:
        """Hold Ctrl-C back from here on; to be called just before a write."""
        if not self._interrupt.holds:
            self._interrupt = self._held.enter_context(durable.interrupts_held())

    def recorded(self, place: str, command: str) -> None:
        """Note that something is durable, in that dispute or folder, and which command shows it."""
        self.place, self.command = place, command
        note_recorded(command)

    @property
    def was_interrupted(self) -> bool:
        """Whether an interrupt is held back."""
        return self._interrupt.came

    def raise_if_interrupted(self) -> None:
        """Raise InterruptedAfterRecording when an interrupt was held back."""
        if self.place and self._interrupt.came:
            raise errors.InterruptedAfterRecording(command=self.command)


@contextmanager
def confirming() -> Iterator[Confirmation]:
    """A block that records, under the lock, and then confirms, without it.

    Once something was written in it, an interrupt waits until the confirmation is out, and is
    answered with InterruptedAfterRecording (a second one is not held back, but answered in the
    same way: `interruption`); whatever else goes wrong, it is said that it was recorded, so that
    nobody records it again.
    """
    with ExitStack() as held:
        confirmation = Confirmation(held)
        try:
            yield confirmation
            streams.flush()
        except Exception as fault:
            # that it could not be printed is answered with that it was recorded (`interruption`)
            silent = isinstance(fault, streams.ClosedPipe | errors.NotPrinted)
            if confirmation.place and not silent:
                streams.remark(f"resolve: it was recorded in {confirmation.place}, but:")
            raise
    confirmation.raise_if_interrupted()
