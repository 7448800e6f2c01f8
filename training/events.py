"""Sentences with marked events, and the heads that learn them.

The marks are our own (`benchmarks/gold/events_train.jsonl`): sentences of PLV, PolNeAR, re3d,
TR-News, AQUAINT, the unlabelled news and the synthetic stories, and some of our own, read by hand
by PLOVER's codebook; the file holds offsets and labels, the texts are in the data folder.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.knowledge import plover
from onrecord.schema import EVENT_STATUSES
from onrecord.spans.events import AROUND, DISTANCES, LOOKS, distance_codes
from onrecord.spans.windows import Window
from onrecord.spans.words import Words, split
from training.batches import pack

ROOTS = plover.roots()
MODES = tuple((root, mode) for root in ROOTS for mode in (None, *plover.modes(root)))
"""The modes of each root, none among them."""

STATUSES = tuple(EVENT_STATUSES)
ARGUMENTS = ("actor", "recipient", "place", "date")

AT_ONCE = 16
"""Sentences in a batch."""

MARKS = Path("benchmarks/gold/events_train.jsonl")

STATES = Path("benchmarks/gold/states_train.jsonl")
"""Marked more densely, by other readers: they teach parts, modes and statuses, not which words tell
an event, of which the records of PLOVER mark fewer."""

CORPORA = {
    "plv": "events/plv_train.jsonl",
    "polnear": "polnear/train.jsonl",
    "re3d": "re3d/train.jsonl",
    "security": "unlabelled/security_news.jsonl",
    "trnews": "places/tr_news.jsonl",
    "synthetic": "events/synthetic_documents.jsonl",
    "aquaint": "times/aquaint_timeml.jsonl",
    "actors": "events/actor_spans.jsonl",
}
"""Where the texts of each corpus are in the data folder."""


@dataclass(frozen=True)
class Marked:
    """An event of a sentence, its spans as half-open intervals of words."""

    root: int
    mode: int
    status: int
    trigger: tuple[int, int]
    arguments: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence with all its events."""

    corpus: str
    id: str
    text: str
    words: Words
    events: tuple[Marked, ...]
    signs: np.ndarray
    telling: bool = True
    """Whether it teaches which words tell an event."""


OWN = Path("benchmarks/gold/own_sentences.txt")
"""Sentences that were written for this project, one a line, for what the corpora seldom tell."""


def texts(data: Path) -> dict[tuple[str, str], str]:
    """The text of each document, by corpus and id (its line where it has none)."""
    own = OWN.read_text(encoding="utf-8").splitlines()
    out = {("own", str(number)): text for number, text in enumerate(own)}
    for corpus, path in CORPORA.items():
        for number, line in enumerate((data / path).open(encoding="utf8")):
            row = json.loads(line)
            text = row["text"] if "text" in row else " ".join(row["tokens"])
            out[corpus, str(row.get("id", number))] = text
    return out


def sentences(
    marks: Path, data: Path, tokenizer: Tokenizer, telling: bool = True
) -> list[Sentence]:
    """The marked sentences, in the order of the file; `telling` as in `Sentence`."""
    known = texts(data)
    out = []
    for line in marks.open(encoding="utf8"):
        row = json.loads(line)
        text = known[row["corpus"], row["doc"]][row["start"] : row["end"]]
        words = split(text, tokenizer)
        found = []
        for e in row["events"]:
            spans = [
                (ARGUMENTS.index(role), span)
                for role, listed in (
                    ("actor", e["actors"]),
                    ("recipient", e["recipients"]),
                    ("place", [e["place"]] if e["place"] else []),
                    ("date", [e["date"]] if e["date"] else []),
                )
                for span in listed
            ]
            found_at = [(role, *cover(words, span, row["start"])) for role, span in spans]
            mode = MODES.index((e["type"], e["mode"]))
            found.append(
                Marked(
                    ROOTS.index(e["type"]),
                    mode,
                    STATUSES.index(e["status"]),
                    cover(words, e["trigger"], row["start"]),
                    tuple(c for c in found_at if c[1] < c[2]),
                )
            )
        events = tuple(e for e in found if e.trigger[0] < e.trigger[1])
        signs = signs_of(text, words)
        out.append(Sentence(row["corpus"], row["doc"], text, words, events, signs, telling))
    return out


def signs_of(text: str, words: Words) -> np.ndarray:
    """Which classes each word may tell by the list of words, (words, roots)."""
    out = np.zeros((len(words.start), len(ROOTS)), np.float32)
    for i, (start, end) in enumerate(zip(words.start, words.end, strict=True)):
        for root in plover.signs().get(text[start:end].lower(), ()):
            out[i, ROOTS.index(root)] = 1
    return out


def cover(words: Words, span: Sequence[int], base: int) -> tuple[int, int]:
    """The words that an interval of characters touches."""
    lo = int(np.searchsorted(words.end, span[0] - base, side="right"))
    hi = int(np.searchsorted(words.start, span[1] - base, side="left"))
    return lo, hi


OPENING = 70
"""Words of a story that are read: what it is labelled for comes first."""


@dataclass(frozen=True)
class Story:
    """The opening of a story that tells an event of a class somewhere."""

    text: str
    words: Words
    signs: np.ndarray
    root: int
    mode: int


def stories(data: Path, tokenizer: Tokenizer) -> list[Story]:
    """The synthetic stories with the class and mode that each was written for."""
    out = []
    for line in (data / CORPORA["synthetic"]).open(encoding="utf8"):
        row = json.loads(line)
        text = row["text"][: OPENING * 7]
        words = split(text, tokenizer)
        if len(words.start) < 8 or row["label"] not in ROOTS:
            continue
        mode = (row["label"], MODE_NOW.get(row["mode"], row["mode"].lower()) or None)
        number = MODES.index(mode) if mode in MODES else MODES.index((row["label"], None))
        root = ROOTS.index(row["label"])
        out.append(Story(text, words, signs_of(text, words), root, number))
    return out


MODE_NOW = {"PRIMATIVE": "primitive", "SIEZE": "seize"}
"""Modes that the stories misspell."""


def story_loss(head: Events, items: list[Story], x: Tensor, real: Tensor) -> Tensor:
    """Loss of stories in nats per story: some word tells an event of the class, in the mode.

    Args:
        head: the heads.
        items: the stories.
        x: word vectors, (stories, words, hidden).
        real: which words are real, (stories, words).
    """
    rows, width = real.shape
    at = torch.arange(rows)
    root = torch.tensor([s.root for s in items])
    shares = head.triggers(x, padded_signs(items, width)).float().softmax(-1)
    p = shares[at, :, 1 + root] * real
    nowhere = torch.log1p(-p.clamp(max=1 - 1e-6)).sum(1)
    loss = -torch.log(-torch.expm1(nowhere - 1e-6))
    best = p.argmax(1)
    modes, _ = head.states(x, real, at, best, best)
    mode = torch.tensor([s.mode for s in items])
    loss = (
        loss
        + F.cross_entropy(modes.float().masked_fill(~head.own[root], -1e4), mode, reduction="none")
        / 2
    )
    return loss.mean()


def padded_signs(items: Sequence[Sentence | Story], width: int) -> Tensor:
    """What the list of words says of each word, (items, words, roots)."""
    out = np.zeros((len(items), width, len(ROOTS)), np.float32)
    for i, s in enumerate(items):
        out[i, : len(s.signs)] = s.signs
    return torch.as_tensor(out)


class Events(nn.Module):
    """Which words tell an event of which class, who takes part, in which mode and status."""

    def __init__(self, hidden: int, k: int = 128, dropout: float = 0.2) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.dropout = dropout
        self.inner, self.trigger = nn.Linear(hidden, k), nn.Linear(k, 1 + len(ROOTS))
        self.sign = nn.Linear(len(ROOTS), k, bias=False)
        self.word = nn.Linear(hidden, k)
        self.first = nn.Linear(hidden, k, bias=False)
        self.last = nn.Linear(hidden, k, bias=False)
        self.root = nn.Embedding(len(ROOTS), k)
        self.distance = nn.Embedding(DISTANCES, k)
        self.near = nn.Conv1d(k, k, 5, padding=2)
        self.role = nn.Linear(k, 1 + len(ARGUMENTS))
        self.state_first, self.state_last = nn.Linear(hidden, k), nn.Linear(hidden, k, bias=False)
        self.state_near = nn.Linear(sum(AROUND) * hidden, k, bias=False)
        self.state_ask = nn.Linear(hidden, k)
        self.state_key = nn.Linear(hidden, k, bias=False)
        self.state_value = nn.Linear(hidden, k, bias=False)
        self.state_far = nn.Embedding(DISTANCES, LOOKS)
        self.state_seen = nn.Linear(k, k, bias=False)
        # Weights that know nothing of it yet go on as they were.
        nn.init.zeros_(self.state_seen.weight)
        self.mode, self.status = nn.Linear(k, len(MODES)), nn.Linear(k, len(STATUSES))
        own = torch.tensor([[of == root for of, _ in MODES] for root in ROOTS])
        self.register_buffer("own", own, persistent=False)

    def drop(self, x: Tensor) -> Tensor:
        """Dropout in training."""
        return F.dropout(x, self.dropout, self.training)

    def triggers(self, x: Tensor, signs: Tensor) -> Tensor:
        """Scores of each word for telling an event, (…, words, none and roots).

        Args:
            x: word vectors, (…, words, hidden).
            signs: which classes each may tell by the list of words, (…, words, roots).
        """
        return self.trigger(self.drop(F.relu(self.inner(self.drop(x)) + self.sign(signs))))

    def roles(
        self, x: Tensor, begin: Tensor, end: Tensor, root: Tensor, distance: Tensor
    ) -> Tensor:
        """Scores of every word for its part in each event.

        Args:
            x: word vectors of the sentence of each event, (events, words, hidden).
            begin: first word of each trigger, (events,).
            end: its last word, (events,).
            root: its class, (events,).
            distance: codes of each word's distance, (events, words).

        Returns:
            (events, words, none and arguments).
        """
        x = self.drop(x)
        at = torch.arange(len(x))
        told = self.first(x[at, begin]) + self.last(x[at, end]) + self.root(root)
        z = F.relu(self.word(x) + told[:, None] + self.distance(distance))
        z = z + F.relu(self.near(z.transpose(1, 2)).transpose(1, 2))
        return self.role(self.drop(z))

    def states(
        self, x: Tensor, real: Tensor, row: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of modes and statuses.

        Args:
            x: word vectors, (sentences, words, hidden).
            real: which words are real, (sentences, words).
            row: sentence of each event, (events,).
            first: first word of each trigger, (events,).
            last: its last word, (events,).
        """
        x = self.drop(x)
        padded = F.pad(x, (0, 0, AROUND[0], AROUND[1]))
        near = padded[row[:, None], first[:, None] + torch.arange(sum(AROUND))].flatten(1)
        z = self.state_first(x[row, first]) + self.state_last(x[row, last]) + self.state_near(near)
        z = z + self.state_seen(self.seen(x, real, row, first, last))
        z = self.drop(F.relu(z))
        return self.mode(z), self.status(z)

    def seen(self, x: Tensor, real: Tensor, row: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """What each event's sentence says to the word that tells it, (events, k).

        Takes what `states` takes; each look weighs the words by what they are and how far.
        """
        width, ends = x.shape[1], (first.cpu().numpy(), last.cpu().numpy())
        far = torch.as_tensor(distance_codes(np.arange(width), *ends))
        ask = self.state_ask(x[row, first]).unflatten(-1, (LOOKS, -1))
        key, value = (
            side(x).unflatten(-1, (LOOKS, -1))[row] for side in (self.state_key, self.state_value)
        )
        scores = torch.einsum("eld,ewld->ewl", ask, key) / ask.shape[-1] ** 0.5
        scores = (scores + self.state_far(far)).masked_fill(real[row, :, None] == 0, -1e4)
        return torch.einsum("ewl,ewld->eld", scores.softmax(1), value).flatten(1)


def event_loss(head: Events, items: list[Sentence], x: Tensor, real: Tensor) -> Tensor:
    """Loss of a batch of sentences, in nats per sentence.

    Args:
        head: the heads.
        items: the sentences.
        x: word vectors, (sentences, words, hidden).
        real: which words are real, (sentences, words).
    """
    rows, width = real.shape
    gold = np.zeros((rows, width), np.int64)
    told = [(i, e) for i, s in enumerate(items) for e in s.events]
    for i, e in told:
        gold[i, slice(*e.trigger)] = 1 + e.root
    scores = head.triggers(x, padded_signs(items, width)).float()
    each = F.cross_entropy(scores.transpose(1, 2), torch.as_tensor(gold), reduction="none")
    telling = torch.tensor([float(s.telling) for s in items])
    loss = (each * real * telling[:, None]).sum()
    if told:
        row = torch.tensor([i for i, _ in told])
        first = np.array([e.trigger[0] for _, e in told])
        last = np.array([e.trigger[1] - 1 for _, e in told])
        begin, end = torch.as_tensor(first), torch.as_tensor(last)
        root = torch.tensor([e.root for _, e in told])
        parts = np.zeros((len(told), width), np.int64)
        for j, (_, e) in enumerate(told):
            # The longer span first, so that a place inside an actor is still seen.
            for role, lo, hi in sorted(e.arguments, key=lambda a: a[1] - a[2]):
                parts[j, lo:hi] = 1 + role
        codes = distance_codes(np.arange(width), first, last)
        roles = head.roles(x[row], begin, end, root, torch.as_tensor(codes)).float()
        each = F.cross_entropy(roles.transpose(1, 2), torch.as_tensor(parts), reduction="none")
        loss = loss + (each * real[row]).sum() / 2
        modes, statuses = head.states(x, real, row, begin, end)
        mode = torch.tensor([e.mode for _, e in told])
        masked = modes.float().masked_fill(~head.own[root], -1e4)
        loss = loss + F.cross_entropy(masked, mode, reduction="sum") / 2
        status = torch.tensor([e.status for _, e in told])
        loss = loss + F.cross_entropy(statuses.float(), status, reduction="sum")
    return loss / rows


class Worded(Protocol):
    """What has words."""

    @property
    def words(self) -> Words:
        """The words of its text."""
        ...


Some = TypeVar("Some", bound=Worded)


def event_batches(
    items: Sequence[Some], rng: random.Random, rows: int = AT_ONCE
) -> list[list[Some]]:
    """One epoch of sentences, stories or pairs in batches of like lengths."""
    items = list(items)
    rng.shuffle(items)
    out = []
    for i in range(0, len(items), rows * 8):
        pool = sorted(items[i : i + rows * 8], key=lambda s: len(s.words.start))
        out += [pool[j : j + rows] for j in range(0, len(pool), rows)]
    rng.shuffle(out)
    return out


def by_length(items: Sequence[Worded], rows: int = 32) -> Iterator[list[int]]:
    """The numbers of all items in batches of like lengths, for reading without learning."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].words.start))
    for begin in range(0, len(order), rows):
        yield order[begin : begin + rows]


def whole(s: Worded) -> Window:
    """All words of a text as one window."""
    n = len(s.words.start)
    return Window(0, n, 0, n)


def packed(items: Sequence[Worded], kind: str) -> tuple[tuple[Tensor, ...], Tensor]:
    """Short texts as padded tensors for the encoder, and which words are real."""
    return pack([(s.words, whole(s)) for s in items], kind)
