"""A procedure as its file has it: what may follow what, and what each stage asks for."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from tests.attacks.plain.days import DATA

#: Who is told of an immediate risk where the text says nothing of it.
GENERAL_PRACTICE = ["safeguarding-lead", "police", "social-care"]


def newest(name: str) -> str:
    """The newest file of a procedure that comes with the program, as text."""
    found = [p for p in (DATA / "procedures").iterdir() if p.name.startswith(f"{name}@")]
    return max(found, key=lambda path: path.name.removesuffix(".toml")).read_text("utf-8")


class Route:
    """A procedure as its file has it."""

    def __init__(self, text: str) -> None:
        raw = tomllib.loads(text)
        self.id: str = raw["procedure"]["id"]
        self.version: str = raw["procedure"]["version"]
        self.nation: str = raw["procedure"]["nation"]
        self.follow_up: list[str] = raw["procedure"].get("follow_up", [])
        self.stages: dict[str, dict[str, Any]] = {stage["id"]: stage for stage in raw["stage"]}
        self.events: dict[str, dict[str, Any]] = raw.get("events", {})
        self.outcomes = [*raw["outcomes"], "opened-in-error"]
        self.grounds = list(raw.get("grounds", ()))
        self.starts = [stage["id"] for stage in raw["stage"] if stage.get("start")]
        self.tell: list[str] = raw.get("risk", {}).get("tell", GENERAL_PRACTICE)

    # ---------------------------------------------------------------- ways

    def moves(self, stage: str) -> list[dict[str, Any]]:
        return list(self.stages[stage].get("moves", ()))

    def move(self, stage: str, to: str) -> dict[str, Any] | None:
        return next((move for move in self.moves(stage) if move["to"] == to), None)

    def decisions(self, stage: str) -> dict[str, dict[str, Any]]:
        return {each["code"]: each for each in self.stages[stage].get("decision", ())}

    def ways_on(self, stage: str) -> list[str]:
        """The stages that a move or a decision leads to; closing is no way on."""
        decided = [each["to"] for each in self.decisions(stage).values()]
        found = [move["to"] for move in self.moves(stage)] + decided
        return [to for to in dict.fromkeys(found) if to not in ("", "closed")]

    def reached_from(self, stage: str, but: str = "") -> set[str]:
        """Every stage that can follow, without going through one."""
        found: set[str] = set()
        waiting = self.ways_on(stage)
        while waiting:
            here = waiting.pop()
            if here != but and here not in found:
                found.add(here)
                waiting += self.ways_on(here)
        return found

    def unavoidable(self, stage: str) -> list[str]:
        """The stages that every way on leads through, nearest first.

        A way on goes to a stage that has none itself; where none does, it goes on for ever.
        """
        ends = {each for each in self.stages if not self.ways_on(each)}
        if stage in ends:
            return []
        found = []
        for other in self.reached_from(stage) - {stage}:
            round_it = {stage, *self.reached_from(stage, other)}
            goes_on = (
                round_it & ends if self.reached_from(stage) & ends else self._circles(round_it)
            )
            if not goes_on:
                found.append(other)
        # what is met without going through another is nearer
        return sorted(found, key=lambda each: len(self.reached_from(stage, each) & set(found)))

    def _circles(self, among: set[str]) -> set[str]:
        """Those of some stages from which they can follow each other for ever."""
        left = set(among)
        while left:
            last = {each for each in left if not left & set(self.ways_on(each))}
            if not last:
                break
            left -= last
        return left

    # ---------------------------------------------------------------- events

    def once(self, event: str) -> bool:
        return not self.events[event].get("recurring")

    def of_agency(self, event: str) -> bool:
        return bool(self.events[event].get("of_agency"))

    def missing(
        self, event: str, details: Mapping[str, Any], texts: Mapping[str, Any]
    ) -> list[str]:
        """The details that the record of an event must hold and does not."""
        rules = self.events[event].get("details", {})
        return [
            name
            for name, rule in rules.items()
            if rule.get("needed") and not _is_whole(rule, name, details, texts)
        ]

    def duties(self, stage: str) -> Iterator[dict[str, Any]]:
        """Further duties of a stage."""
        yield from self.stages[stage].get("duty", ())


def _is_whole(
    rule: dict[str, Any], name: str, details: Mapping[str, Any], texts: Mapping[str, Any]
) -> bool:
    given = details.get(name)
    match rule["kind"]:
        case "text":
            return f"detail-{name}" in texts
        case "people":
            return int(given or 0) >= int(rule.get("at_least", 1))
        case "agencies":
            return len(given or ()) >= int(rule.get("at_least", 1))
        case "all-of":
            return set(rule["choices"]) <= set(given or ())
        case _:
            return given is not None


def amount(words: str) -> tuple[int, str]:
    """How many of what: "10 working days" is 10, "working day"; no number counts as 0."""
    first, _, rest = words.partition(" ")
    return (int(first), rest.removesuffix("s")) if first.isdigit() else (0, words)
