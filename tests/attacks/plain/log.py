"""A log: plain lists, gone through from the beginning every time."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.attacks.plain.days import When


class Refused(Exception):
    """The command is refused, with this exit code."""

    def __init__(self, code: int = 3) -> None:
        self.code = code


@dataclass(frozen=True)
class Fact:
    """One thing that was recorded; `knows` holds the ids of all that was there, its own too."""

    id: str
    kind: str
    at: When
    recorded: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    knows: frozenset[str] = frozenset()

    @property
    def closes(self) -> bool:
        return self.kind == "closed" or self.facts.get("to") == "closed"

    @property
    def moves(self) -> bool:
        moving = ("opened", "escalated", "closed", "reopened")
        return self.kind in moving or (self.kind == "decided" and bool(self.facts.get("to")))


def apart(one: Fact, other: Fact) -> bool:
    return one.id not in other.knows and other.id not in one.knows


def in_order(log: Iterable[Fact]) -> list[Fact]:
    """After all they know; not closing before closing; then as recorded; then by id."""
    waiting = list(log)
    placed: list[Fact] = []
    written: dict[str, datetime] = {}
    for fact in waiting:
        known = [other.recorded for other in waiting if other.id in fact.knows]
        written[fact.id] = max([fact.recorded, *known])
    while waiting:
        done = {fact.id for fact in placed}
        free = [f for f in waiting if f.knows - {f.id} <= done]
        chosen = min(free, key=lambda f: (f.kind != "opened", f.closes, written[f.id], f.id))
        placed.append(chosen)
        waiting.remove(chosen)
    return placed


def redacted(log: Iterable[Fact]) -> set[tuple[str, str]]:
    """(id, key) of every text that is gone; in corrections too, save those made knowing it."""
    log, gone = list(log), set()
    for fact in log:
        for key in fact.facts["keys"] if fact.kind == "redacted" else ():
            gone.add((fact.facts["entry"], key))
            for other in log:
                about = other.kind == "corrected" and other.facts["entry"]
                if about == fact.facts["entry"] and fact.id not in other.knows:
                    gone.add((other.id, f"set-{key}"))
    return gone


class History:
    """What a log says of itself: what was set aside, what is corrected, which moves count."""

    def __init__(self, order: list[Fact], whole: list[Fact] | None = None) -> None:
        self.order = order
        self.gone = redacted(whole or order)
        self.withdrawn: set[str] = set()
        for fact in reversed(order):
            if fact.facts.get("withdraw") and fact.id not in self.withdrawn:
                self.withdrawn.add(fact.facts["entry"])
        live = [fact for fact in order if fact.id not in self.withdrawn]
        self.corrections = [f for f in live if f.kind == "corrected" and "set" in f.facts]
        moves = [fact for fact in live if fact.moves]
        stands = {fact.facts["stands"] for fact in live if fact.kind == "settled"}
        standing = [move for move in moves if move.id in stands]
        rivals = [
            move
            for move in moves
            if move.id in stands or not any(apart(move, other) for other in standing)
        ]
        self.moves: list[Fact] = []
        self.apart: list[Fact] = []
        for move in rivals:
            follows = not self.moves or self.moves[-1].id in move.knows
            unseen = move.closes and any(apart(move, other) for other in rivals)
            (self.moves if follows and not unseen else self.apart).append(move)

    @property
    def contested(self) -> set[str]:
        """The moves that there are to choose from."""
        against = {m.id for m in self.moves if any(apart(m, other) for other in self.apart)}
        return against | {move.id for move in self.apart}

    def texts(self, fact: Fact) -> dict[str, str | None]:
        """The texts an entry has by itself; None for those that are gone."""
        return {k: None if (fact.id, k) in self.gone else text for k, text in fact.texts.items()}

    def as_it_stands(self, fact: Fact) -> Fact:
        """The entry with its corrections laid over it, the last one on top."""
        texts, facts, at = self.texts(fact), dict(fact.facts), fact.at
        for correction in self.corrections:
            if correction.facts["entry"] != fact.id:
                continue
            for key, value in correction.facts["set"].items():
                table, dot, name = key.partition(".")
                if key == "at":
                    at = value
                elif dot:
                    facts[table] = {**facts[table], name: value}
                else:
                    facts[key] = value
            over = self.texts(correction).items()
            texts |= {key[4:]: text for key, text in over if key.startswith("set-")}
        return replace(fact, at=at, facts=facts, texts=texts)
