"""Procedures of made-up shapes, for tests of what the shipped ones do not have."""

import tomllib

from resolutions_cli.core.procedure.checks import check_procedure
from resolutions_cli.core.procedure.model import Procedure

HEAD = """
[procedure]
id = "southshire"
version = "2026-04"
title = "Escalation"
owner = "Southshire"
nation = "england"
source = "chapter 4"
asks = ["raised"]
follow_up = ["agreed"]
[outcomes]
agreed = "agreement was reached"
withdrawn = "it was withdrawn"
[events.raised]
means = "the disagreement was first put to the other agency"
[events.refused]
means = "the other agency said no"
[events.report]
means = "a report was given"
recurring = true
[events.letter]
means = "a letter came"
recurring = true
[events.hearing]
means = "the one hearing took place"
planned = true
[events.meeting]
means = "a meeting took place"
planned = true
recurring = true
[events.visit]
means = "an agency saw the child"
planned = true
recurring = true
of_agency = true
[events.findings]
means = "findings were given"
recurring = true
  [events.findings.details.author]
  means = "who wrote them"
  kind = "text"
  needed = true
  [events.findings.details.sure]
  means = "whether they are sure"
  kind = "yes-no"
  needed = true
[events.statement]
means = "an agency's statement"
of_agency = true
  [events.statement.details.sure]
  means = "whether it is sure"
  kind = "yes-no"
  needed = true
[events.reply]
means = "an agency replied"
recurring = true
of_agency = true
"""


def route(stages: str) -> Procedure:
    """The procedure of these stages, with the events above."""
    procedure, problems = check_procedure(tomllib.loads(HEAD + stages), {}, "digest")
    assert procedure is not None, problems
    return procedure


def stage(name: str, moves: str = "", more: str = "", head: str = "") -> str:
    """A stage with moves to stages of one letter each; `head` are more keys of it."""
    ways = ", ".join(f'{{ to = "{to}" }}' for to in moves)
    return (
        f'[[stage]]\nid = "{name}"\ntitle = "Stage {name}"\nwho = ["they"]\ncite = "row"\n'
        f"start = true\nmoves = [{ways}]\n{head}\n{more}\n"
    )


def limit(rule: str, of: str, more: str = "", key: str = "within") -> str:
    """A limit of a stage."""
    return f'[[stage.limit]]\n{key} = "{rule}"\nof = "{of}"\ncite = "row"\nreading = "so"\n{more}\n'


def duty(name: str, head: str, limits: str = "") -> str:
    """A further duty of a stage, with limits as they stand in a stage."""
    below = limits.replace("[[stage.limit]]", "[[stage.duty.limit]]")
    return (
        f'[[stage.duty]]\nid = "{name}"\ntitle = "Duty {name}"\nwho = ["them"]\n{head}\n{below}\n'
    )


def decision(code: str, to: str = "") -> str:
    """A decision of a stage."""
    return f'[[stage.decision]]\ncode = "{code}"\nmeans = "{code}"\nto = "{to}"\n'


BY_AGREEMENT = '[[stage.limit]]\nagreed = true\ncite = "row"\n'
