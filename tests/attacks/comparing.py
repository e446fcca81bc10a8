"""The program's deadlines beside those of the plain calculator: every field that both have."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from resolutions_cli.cli import main
from tests.attacks.asked import as_line
from tests.attacks.plain.calculator import KEY, deadlines
from tests.attacks.plain.changes import questions as asked_about
from tests.attacks.plain.disputes import Dispute, procedures
from tests.attacks.plain.files import put
from tests.attacks.plain.standing import LIMIT_FIELDS, said_against


def differences(folder: Path, seeds: range, *, new: bool = True) -> Iterator[tuple[int, str]]:
    """Each difference over the disputes of some seeds: the seed, and what differs in words.

    The workspace is made in `folder`, which must not be there.
    """
    disputes = [Dispute(seed, new=new) for seed in seeds]
    make(folder, disputes, new=new)
    questions = [(d, *asked) for d in disputes for asked in asked_about(d)]
    lines = [as_line((d.ref, as_of, known_at)) for d, as_of, known_at in questions]
    process = subprocess.run(
        [sys.executable, "-m", "tests.attacks.asked", str(folder)],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    answered = process.stdout.splitlines()
    assert len(answered) == len(questions), process.stderr
    for (dispute, as_of, known_at), line in zip(questions, answered, strict=True):
        mine = deadlines(dispute.entries, dispute.procedure, as_of, known_at)
        answer = json.loads(line)
        for found in compared(answer["deadlines"], mine):
            yield dispute.seed, f"as of {as_of}, known at {known_at}: {found}"
        for found in answer["findings"]:
            if found.split()[0] != "not-allowed":
                yield dispute.seed, f"as of {as_of}: found {found}"


def make(
    folder: Path, disputes: list[Dispute], *, known_at: datetime | None = None, new: bool = True
) -> None:
    """A practice workspace with these disputes and their procedures; as it was at a moment."""
    say = io.StringIO()
    with contextlib.redirect_stdout(say), contextlib.redirect_stderr(say):
        assert main(["init", str(folder), "--practice"]) == 0, say.getvalue()
        for number, text in enumerate(procedures(new=new)[2:]):
            file = folder.with_name(f"{folder.name}-{number}.toml")
            file.write_text(text, "utf-8")
            code = main(["procedure", "add", "-w", str(folder), str(file)])
            assert code == 0, say.getvalue()
    for dispute in disputes:
        known = [e for e in dispute.entries if known_at is None or e["known"] <= known_at]
        if known:
            put(folder / "disputes" / dispute.ref, known)


def compared(
    theirs: list[dict[str, Any]] | None, mine: list[dict[str, Any]] | None
) -> Iterator[str]:
    """What differs, in words."""
    if theirs is None or mine is None:
        if theirs != mine:
            yield f"opened then? program {theirs is not None}, rules {mine is not None}"
        return
    program, rules = _by_key(theirs), _by_key(mine)
    for key in program.keys() ^ rules.keys():
        where = "program" if key in program else "rules"
        yield f"{key}: only the {where} has it: {_short((program | rules)[key])}"
    if len(program) != len(theirs) or len(rules) != len(mine):
        yield "a key is there twice"
    for key in program.keys() & rules.keys():
        for name, value in rules[key].items():
            if name == "limits":
                said = [{k: limit[k] for k in LIMIT_FIELDS} for limit in program[key][name]]
            elif name == "concerns":
                said = said_against(program[key][name])
            else:
                said = program[key][name]
            if said != value:
                yield f"{key} {name}: program {said}, rules {value}"


def _by_key(found: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(each[name] for name in KEY): each for each in found}


def _short(row: dict[str, Any]) -> str:
    return f"{row['status']}, due {row['due_at'] or row['due']}, {row['fulfilled_at']}"


def in_words(seed: int, *, new: bool = True) -> str:
    """The log of a seed, an entry a line."""
    dispute = Dispute(seed, new=new)
    first = f"{dispute.ref}, {dispute.route.id}, now {dispute.now:%Y-%m-%d %H:%M}"
    return "\n".join([first, *dispute.words])


if __name__ == "__main__":
    first, count = int(sys.argv[1]), int(sys.argv[2])
    for start in range(first, first + count, 500):
        block = range(start, min(start + 500, first + count))
        with tempfile.TemporaryDirectory() as place:
            found = list(differences(Path(place) / "book", block))
        for seed in dict.fromkeys(seed for seed, _ in found):
            said = [says for each, says in found if each == seed]
            sys.stdout.write("\n".join([in_words(seed), *said[:5], ""]) + "\n")
        sys.stdout.write(f"{block[0]} to {block[-1]}: {len(found)} differences\n")
