"""Run a command with its output thrown away, and print what it used.

python -I -S usage.py COMMAND [WORD...]

One line: seconds, seconds of processor time, bytes of memory at most, exit code. Processes that
the command starts count too. What a process has had in memory at most is handed down to those it
starts, so this one is started anew for each command and imports next to nothing.
"""

import os
import sys
import time

_OUT, _ERR = 1, 2

#: Bytes in the unit that the system counts memory in.
_UNIT = 1 if sys.platform == "darwin" else 1024


def main(words: list[str]) -> None:
    """Run it, wait for it, and say."""
    nowhere = [(os.POSIX_SPAWN_OPEN, out, os.devnull, os.O_WRONLY, 0) for out in (_OUT, _ERR)]
    begun = time.perf_counter()
    process = os.posix_spawn(words[0], words, os.environ, file_actions=nowhere)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - begun
    processor = used.ru_utime + used.ru_stime
    code = os.waitstatus_to_exitcode(status)
    sys.stdout.write(f"{seconds} {processor} {used.ru_maxrss * _UNIT} {code}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
