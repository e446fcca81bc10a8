"""An agency that means harm and may push, or send bundles: what it does, drawn by luck.

It has a clone in which it works by hand, and a workspace of its own in which it works honestly.
"""

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import tomli_w

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.record.log import Log
from resolutions_cli.files.disk.read import digest_of
from resolutions_cli.files.exchange.bundle import (
    BundledDispute,
    EntryText,
    read_bundle,
    write_bundle,
)
from resolutions_cli.files.record.entry_file import decode, hold_back
from resolutions_cli.files.record.first_marks import accept
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace.accepted import Thing, What, redaction
from resolutions_cli.files.workspace.procedures import shipped_procedures
from tests.attacks.forged import (
    AT,
    NAME,
    OPEN,
    TABLE,
    Victim,
    at,
    beside,
    digits,
    recorded_in,
    with_holidays,
)
from tests.clones import files, git

LABEL = "nyscp@as-read-2024-05-r2"
LATER = "a later format"
TWIN = "another dispute of the same reference"

#: What an agency says of itself in everything that it types.
SAID = "Kormoran"

Made = dict[str, bytes]
#: A command of the program in a workspace: its exit code and what it printed.
Run = Callable[..., tuple[int, str]]


@dataclass
class Adversary:
    """`hand` is its clone, `theirs` its workspace; `mine` is the workspace that it is after.

    Whoever means harm knows all that is in there. `stopped` are the disputes that an entry of
    a later format was sent to.
    """

    place: Path
    luck: random.Random
    run: Run
    stopped: set[str] = field(default_factory=set)

    @property
    def mine(self) -> Path:
        return self.place / "mine"

    @property
    def theirs(self) -> Path:
        return self.place / "theirs"

    @property
    def hand(self) -> Path:
        return self.place / "hand"

    @property
    def sent(self) -> Path:
        return self.place / "sent.toml"

    def begin(self, bare: Path) -> None:
        git(self.place, "clone", "--quiet", str(bare), str(self.hand))
        git(self.place, "clone", "--quiet", str(bare), str(self.theirs))
        git(self.hand, "config", "user.name", "A. Hand")
        git(self.hand, "config", "user.email", "hand@example.org")

    # -------------------------------------------------------------- by git

    def pushes(self) -> str:
        """Something is pushed; what it was."""
        ways: Mapping[Callable[[], str], int] = {
            self.forges: 6,
            self.forges_many: 1,
            self.stops_a_dispute: 1 if len(self.stopped) < 2 else 0,
            self.marks_good_entries: 2,
            self.invents_holidays: 2,
            self.changes_the_procedure: 1,
            self.plays_with_the_clock: 2,
            self.deletes: 2,
            self.rewrites: 3,
            self.brings_texts_back: 1,
            self.forces: 2,
            self.accepts_for_the_other: 2,
            self.changes_settings: 1,
            self.links: 2,
            self.puts_a_file_in_the_way: 1,
            self.sends_litter: 2,
            self.works: 5,
        }
        way = self.luck.choices([*ways], [*ways.values()])[0]
        if way == self.works:
            return f"git: {way()}"
        git(self.hand, "fetch", "--quiet", "origin", "main")
        git(self.hand, "checkout", "--quiet", "--force", "-B", "main", "FETCH_HEAD")
        git(self.hand, "clean", "--quiet", "-dffx")
        said = way()
        git(self.hand, "add", "--all", "--force")
        git(self.hand, "commit", "--quiet", "--allow-empty", "-m", "by hand")
        git(self.hand, "push", "--quiet", "--force", "origin", "main")
        return f"git: {said}"

    def puts(self, made: Mapping[str, bytes]) -> None:
        for path, raw in made.items():
            target = self.hand / path
            if not target.is_dir() and not self._is_in_the_way(path):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(raw)

    def victim(self, ref: str = "") -> Victim:
        """A dispute of the other's, with what it holds now."""
        ref = ref or self.luck.choice(self.references)
        log = next(log for log in read_logs(self.mine / "disputes" / ref) if log.opened)
        return Victim(log.entries[0], log.heads, ref)

    @property
    def references(self) -> list[str]:
        folders = sorted(each.name for each in (self.mine / "disputes").iterdir())
        return [ref for ref in folders if ref not in self.stopped] or folders

    def forged(self) -> tuple[str, Made]:
        table = {**TABLE, **OPEN}
        name = self.luck.choice(sorted(table.keys() - {LATER}))
        victim = self.victim()
        return f"{name} for {victim.ref}", table[name].make(victim)

    def forges(self) -> str:
        said, made = self.forged()
        self.puts(made)
        return said

    def forges_many(self) -> str:
        many = [self.forged() for _ in range(20)]
        for _, made in many:
            self.puts(made)
        return "; ".join(said for said, _ in many)

    def stops_a_dispute(self) -> str:
        victim = self.victim()
        self.stopped.add(victim.ref)
        self.puts(OPEN[LATER].make(victim))
        return f"{LATER} for {victim.ref}"

    def marks_good_entries(self) -> str:
        path, raw = self.a_file("disputes")
        values = {"format": 1, "left_out": AT, "path": path, "reason": "garbage", "by": SAID}
        mark = tomli_w.dumps({**values, "digest": digest_of(raw)}).encode()
        self.puts(beside("left-out", NAME, mark))
        if self.luck.random() < 0.5:
            git(self.hand, "rm", "--quiet", "--ignore-unmatch", path)
        return f"a mark that {path} is left out"

    def invents_holidays(self) -> str:
        stamp = self.luck.choice([NAME, "20991231T120000.000Z", "20000101T120000.000Z"])
        raw = with_holidays(self.luck.randrange(1, 15))
        self.puts(beside("calendar", stamp, raw, "json"))
        return f"bank holidays of {stamp}"

    def changes_the_procedure(self) -> str:
        self.puts(beside("procedures", LABEL, self.alike))
        return "a procedure with the same label"

    @cached_property
    def alike(self) -> bytes:
        """The victim's procedure under its own label, with other limits."""
        (file,) = (each for each in shipped_procedures() if each.label == LABEL)
        raw = file.raw.replace(b'"10 working days"', b'"90 working days"')
        assert raw != file.raw
        return raw

    def plays_with_the_clock(self) -> str:
        victim = self.victim()
        year = self.luck.choice([2000, 2099])
        self.puts(recorded_in(victim, year))
        return f"an entry recorded in {year} for {victim.ref}"

    def deletes(self) -> str:
        listed = git(self.hand, "ls-files", "disputes", "procedures", "calendar", "seals")
        paths = [path for path in listed.splitlines() if (self.hand / path).is_file()]
        many = self.luck.choice([1, 3, len(paths)])
        for path in self.luck.sample(paths, min(many, len(paths))):
            (self.hand / path).unlink()
        return f"{many} files deleted"

    def rewrites(self) -> str:
        """A file of the record that somebody has is made another, under its own name."""
        path, raw = self.a_file()
        other = self.a_file()[1]
        place = self.luck.randrange(len(raw))
        ways = {
            "a byte changed": raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :],
            "cut off": raw[:place],
            "emptied": b"",
            "line ends turned": raw.replace(b"\n", b"\r\n"),
            "another file's bytes": other,
            "more at its end": raw + b"\n[text.more]\n",
        }
        if path.startswith("disputes/"):
            ways["texts held back"] = hold_back(raw)
        way = self.luck.choice(sorted(ways))
        self.puts({path: ways[way]})
        return f"{path}: {way}"

    def brings_texts_back(self) -> str:
        """Whatever an old commit has of the record is there again."""
        commits = git(self.hand, "rev-list", "--topo-order", "FETCH_HEAD").split()
        chosen = self.luck.choice(commits)
        git(self.hand, "checkout", "--quiet", chosen, "--", "disputes", fails=True)
        return f"disputes as of {chosen[:7]}"

    def forces(self) -> str:
        """The history is made another."""
        if self.luck.random() < 0.3:
            git(self.hand, "checkout", "--quiet", "--orphan", "anew")
            git(self.hand, "commit", "--quiet", "-m", "anew")
            git(self.hand, "branch", "--quiet", "-M", "anew", "main")
            return "a history without a past, forced"
        back = self.luck.randrange(1, 30)
        git(self.hand, "reset", "--quiet", "--hard", f"HEAD~{back}", fails=True)
        return f"{back} commits taken back, forced"

    def accepts_for_the_other(self) -> str:
        """The folder that says what was accepted is sent, for all that waits or might."""
        things = [
            redaction(each)
            for ref in self.references
            for log in read_logs(self.mine / "disputes" / ref)
            for each in log.entries
            if each.kind == "redacted"
        ]
        things += [
            Thing(What.CALENDAR, digest_of(path.read_bytes()), path.name)
            for path in (self.mine / "calendar").iterdir()
        ]
        things.append(Thing(What.PROCEDURE, digest_of(self.alike)))
        accept(self.hand, things)
        (self.hand / "accepted" / ".gitignore").unlink(missing_ok=True)
        return "marks that everything was accepted"

    def changes_settings(self) -> str:
        settings = b'format = 1\npractice = true\n[settings]\nredactions = "accept"\nsoon = 90\n'
        self.puts({"resolve.toml": settings, ".gitignore": b"*\n", ".lock": b"1\n"})
        self.puts({".gitattributes": b"* text eol=crlf filter=evil ident\n"})
        self.puts({".gitmodules": b'[submodule "x"]\n\tpath = disputes\n\turl = ../outside\n'})
        return "settings of the record and of git"

    def links(self) -> str:
        """Links that lead out of the workspace, where an entry or a folder would be."""
        ref = self.luck.choice(self.references)
        name = f"{NAME}-noted-{'ab' * 8}.toml"
        places = [f"disputes/{ref}/{name}", f"disputes/L-{self.luck.randrange(9)}", "left-out"]
        places += [f"calendar/{NAME}-{'ab' * 8}.json", f"procedures/{LABEL}-{'ab' * 8}.toml"]
        place = Path(self.hand, self.luck.choice(places))
        if not os.path.lexists(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(self.luck.choice(["../outside", "../../outside/secret.toml"]))
        return f"a link at {place.relative_to(self.hand)}"

    def puts_a_file_in_the_way(self) -> str:
        ref = self.luck.choice(self.references)
        git(self.hand, "rm", "--quiet", "-r", "--ignore-unmatch", f"disputes/{ref}")
        self.puts({f"disputes/{ref}": b"no folder\n"})
        return f"a file instead of the folder {ref}"

    def sends_litter(self) -> str:
        """Bytes that nobody chose, under names that nobody chose or that fit them."""
        made: Made = {}
        for _ in range(self.luck.randrange(1, 20)):
            raw = self.luck.randbytes(self.luck.randrange(200))
            names = ["x", "con", "nul.toml", ".lock", "-rf", "\u202etxt.lmot", "a b", "café.toml"]
            names += [f"{NAME}-noted-{digits(raw)}.toml", f"{LABEL}-{digits(raw)}.toml"]
            places = ["disputes", "disputes/D-1", "disputes/~", "disputes/N-9", "procedures"]
            places += ["calendar", "seals", "left-out", "elsewhere", "disputes/D-1/deep"]
            made[f"{self.luck.choice(places)}/{self.luck.choice(names)}"] = raw
        self.puts(made)
        return f"litter: {sorted(made)}"

    def _is_in_the_way(self, path: str) -> bool:
        """Whether a link or a file stands where a folder would be, put there before."""
        above = [self.hand / each for each in (path, *Path(path).parents)]
        return any(each.is_symlink() or (each.is_file() and each != above[0]) for each in above)

    def a_file(self, folder: str = "") -> tuple[str, bytes]:
        """A file of the other's record, with its bytes."""
        found = {path: raw for path, raw in files(self.mine).items() if path.startswith(folder)}
        path = self.luck.choice(sorted(path for path, raw in found.items() if raw))
        return path, found[path]

    # -------------------------------------------------------------- with the program itself

    def works(self) -> str:
        """Something is recorded as it should be, and goes with a sync; what it was."""
        self.run(self.theirs, "sync")
        said = self.records()
        self.run(self.theirs, "sync")
        return said

    def records(self) -> str:
        why = ("--reason", f"{SAID} says so.")
        refs = sorted(each.name for each in (self.theirs / "disputes").iterdir())
        ref, number = self.luck.choice(refs), str(self.luck.randrange(1, 9))
        moves: list[tuple[str, ...]] = [
            ("note", ref, f"{SAID} rang."),
            ("escalate", ref, *why),
            ("close", ref, "--outcome", "withdrawn", "--no-action", *why),
            ("correct", ref, number, "--set", f"summary={SAID}", *why),
            ("correct", ref, "1", "--set", "events.raised=2026-11-02", *why),
            *[("redact", ref, each, "--yes", *why) for each in ("1", "2", number)],
            ("open", "--ref", f"T-{number}", "--summary", SAID),
            ("seal",),
        ]
        words = self.luck.choice(moves)
        code, _ = self.run(self.theirs, *words)
        return f"with the program ({code}): {' '.join(words)}"

    # -------------------------------------------------------------- by bundle

    def bundles(self) -> str:
        """A bundle is made to be sent; what it is."""
        ways = [self.bundles_what_it_has, self.bundles_forged, self.bundles_forged]
        ways += [self.bundles_a_procedure, self.bundles_noise]
        return f"bundle: {self.luck.choice(ways)()}"

    def bundles_what_it_has(self) -> str:
        said = self.records() if self.luck.random() < 0.7 else "nothing new"
        without = self.luck.choice([(), ("--without-text",)])
        refs = sorted(each.name for each in (self.theirs / "disputes").iterdir())
        self._export(self.theirs, self.luck.choice(refs), *without)
        return f"{said}; {' '.join(without)}"

    def _export(self, folder: Path, ref: str, *words: str) -> bool:
        self.sent.unlink(missing_ok=True)
        return self.run(folder, "export", "--bundle", str(self.sent), ref, *words)[0] == 0

    def bundles_forged(self) -> str:
        """Forged files among all that the other has, with digests that fit."""
        said, made = self.forged()
        if self.luck.random() < 0.3:
            victim = self.victim()
            said, made = f"2099 for {victim.ref}", recorded_in(victim, 2099)
        self._bundle({p: raw for p, raw in made.items() if p.startswith("disputes/")}, {})
        return said

    def bundles_a_procedure(self) -> str:
        """A dispute that is counted by a procedure with the label of the other's."""
        victim, ref = self.victim(), f"P-{self.luck.randrange(5)}"
        raw = victim.opening(ref, digest=digest_of(self.alike))
        self._bundle(at(ref, raw, "opened"), {digest_of(self.alike): self.alike})
        return f"{ref} under a procedure with the same label"

    def _bundle(self, made: Made, procedures: Mapping[str, bytes]) -> None:
        if not self._export(self.mine, self.luck.choice(self.references)):
            return
        good = read_bundle(self.sent.read_bytes())
        sent = list(good.disputes)
        for path, raw in made.items():
            _, ref, name = path.split("/")
            texts = [EntryText(name, raw.replace(b"\r\n", b"\n"))]
            if sent[0].reference == ref:
                texts = [*sent[0].entries, *texts]
            every = [found for each in texts if (found := decode(each.name, each.raw).entry)]
            sent = [BundledDispute(ref, Log(ref, tuple[Entry, ...](every)).digest, tuple(texts))]
        labels = dict.fromkeys({**good.procedures, **procedures}, LABEL)
        bundle = good.but(disputes=tuple(sent), procedures={**good.procedures, **procedures})
        try:
            self.sent.write_bytes(write_bundle(bundle, labels))
        except UnicodeDecodeError:  # no bundle can hold it
            return

    def bundles_noise(self) -> str:
        """A good bundle with some bytes changed, or cut off."""
        if self._export(self.mine, self.luck.choice(self.references)):
            raw = bytearray(self.sent.read_bytes())
            for _ in range(self.luck.randrange(1, 4)):
                raw[self.luck.randrange(len(raw))] ^= 1 << self.luck.randrange(8)
            cut = self.luck.choice([len(raw), self.luck.randrange(len(raw))])
            self.sent.write_bytes(bytes(raw[:cut]))
        return "bytes changed"
