"""Copies and shared passages: `python -m benchmarks.copies [--data FOLDER] [--half report]`.

Altered copies are made at run time (`benchmarks.altered`) of PolNeAR, of the unlabelled security
news and of the samples, and gathered as the archive gathers them: candidates share a term, the
matcher decides. Thresholds were chosen on the half `tune` of the documents, by the first bit of
their hash; the other half, `report`, is the one to quote.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.altered import ALTERATIONS, brief, weekly_briefs
from benchmarks.attribution import default_data
from benchmarks.copies_score import (
    Text,
    costs,
    groups_of,
    linked,
    merging,
    nearest,
    same_words,
    text_of,
)
from benchmarks.planted import passage_scores
from benchmarks.report import rows_of, write_report
from onrecord.intake import documents
from onrecord.schema import Document
from onrecord.stories.copies import CopyMatcher

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
CORPORA = ("polnear/train.jsonl", "polnear/dev.jsonl", "unlabelled/security_news.jsonl")
COPY = CopyMatcher()


class Score(NamedTuple):
    """Of one kind of alteration: how many there were, found, and joined with other reports."""

    copies: int
    found: int
    partners: int
    false: int

    def row(self) -> dict[str, float]:
        """Precision and recall in percent, with what they are of."""
        right = self.partners - self.false
        return {
            "P": round(100 * right / max(1, self.partners), 2),
            "R": round(100 * self.found / max(1, self.copies), 2),
            "pairs": self.partners,
            "copies": self.copies,
        }


def main() -> None:
    """Parse arguments, make copies, gather, score, print and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=default_data().parents[1], help="folder of corpora")
    p.add_argument("--half", choices=("tune", "report"), default="report")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--show", action="store_true", help="print what is joined and should not be")
    p.add_argument("--out", type=Path, default=Path("out/copies.json"))
    a = p.parse_args()
    texts = list(_texts(a.data, a.half))
    standing = _standing(texts)
    later = {other for _, other in standing}
    originals = [text for n, text in enumerate(texts) if n not in later]
    joined = sum(COPY.same(texts[a].piece, texts[b].piece) >= 0.5 for a, b in standing)
    print(f"{a.half}: {len(texts)} reports, {len(originals)} without copies that stand in the data")
    scores: dict[str, Any] = {
        "by alteration": {},
        "pairs of copies that stand in the data, joined": f"{joined}/{len(standing)}",
    }
    made = {
        kind: [text_of(change(t.text, _rng(a.seed, kind, t)), t.source) for t in originals]
        for kind, change in ALTERATIONS.items()
    }
    print(f"{'altered copies':<28}{'P':>8}{'R':>8}{'pairs':>8}{'copies':>8}")
    for kind, altered in made.items():
        scores["by alteration"][kind] = row = _score(originals, altered, a.show).row()
        print(f"{kind:<28}{row['P']:>8}{row['R']:>8}{row['pairs']:>8}{row['copies']:>8}")
    everything = [*originals, *(t for altered in made.values() for t in altered)]
    scores["clusters"] = merging(groups_of(everything, COPY), everything)
    scores["must not be joined"] = _negatives(originals, a.seed, a.show)
    scores["passages"] = passage_scores([t.document for t in originals], a.seed)
    scores["pieces"] = costs([t.document for t in originals])
    for name in ("clusters", "must not be joined", "passages", "pieces"):
        print(f"\n{name}")
        for measure, value in scores[name].items():
            print(f"  {measure:<60}{value:>10}")
    told = scores["pairs of copies that stand in the data, joined"]
    print(f"\npairs of copies that stand in the data, joined: {told}")
    write_report(a.out, "copies", None, None, scores)


def _texts(data: Path, half: str) -> Iterable[Text]:
    rows = [row["text"] for name in CORPORA for row in rows_of(data / name)]
    samples = [item for item in documents([str(SAMPLES)]) if isinstance(item, Document)]
    for text in (*rows, *(item.text for item in samples)):
        made = text_of(text)
        if (half == "tune") == (int(made.document.id[0], 16) < 8):
            yield made


def _standing(texts: Sequence[Text]) -> list[tuple[int, int]]:
    """Pairs that are of the same words by a measure that is not ours."""
    near = linked(texts, COPY, least=0.2)
    return [pair for pair in near if same_words(texts[pair[0]].text, texts[pair[1]].text)]


def _rng(seed: int, kind: str, text: Text) -> random.Random:
    return random.Random(f"{seed} {kind} {text.document.id}")


def _score(originals: Sequence[Text], altered: Sequence[Text], show: bool) -> Score:
    """Pairs of an original and an altered copy that are joined, against those that belong so."""
    everything = [*originals, *altered]
    found = partners = false = 0
    for one, other in linked(everything, COPY):
        if (one < len(originals)) == (other < len(originals)):
            continue
        partners += 1
        if everything[one].source == everything[other].source:
            found += 1
        else:
            false += 1
            if show:
                _show(everything[one], everything[other])
    return Score(len(altered), found, partners, false)


def _negatives(originals: Sequence[Text], seed: int, show: bool) -> dict[str, str]:
    """How many of the pairs that only look like copies the matcher takes for copies."""
    rng = random.Random(seed)
    weekly = [text_of(text) for text in weekly_briefs(400, rng)]
    form = [(one, other) for n, one in enumerate(weekly) for other in weekly[n + 2 :: 2]]
    long = [t for t in originals if len(t.text.split()) > 200]
    briefs = [(t, text_of(brief(t.text, rng))) for t in long]
    cases = {
        "nearest reports on the same subject (cosine)": nearest(originals),
        "weekly briefs of one form": form,
        # Some of the texts have no full stop, so that their first sentence is all there is.
        "a brief and the report it is of": [
            pair for pair in briefs if 5 * len(pair[1].text) < 2 * len(pair[0].text)
        ],
        "reports around one block of a third report's words": _quoting(long, rng),
    }
    told = {}
    for name, pairs in cases.items():
        joined = [pair for pair in pairs if COPY.same(pair[0].piece, pair[1].piece) >= 0.5]
        told[name] = f"{len(joined)}/{len(pairs)}"
        if show:
            for pair in joined:
                _show(*pair)
    every = linked(originals, COPY)
    told["originals joined with another original"] = f"{len(every)}/{len(originals)}"
    if show:
        for one, other in every:
            _show(originals[one], originals[other])
    return told


def _quoting(texts: Sequence[Text], rng: random.Random) -> list[tuple[Text, Text]]:
    """Pairs of reports that both print a fifth of their length of the same readout."""
    pairs = []
    for one, other, third in zip(texts[::3], texts[1::3], texts[2::3], strict=False):
        length = min(len(t.text) for t in (one, other, third)) // 5
        start = rng.randrange(len(third.text) - length)
        block = third.text[start : start + length]
        pairs.append((text_of(f"{one.text}\n\n{block}"), text_of(f"{block}\n\n{other.text}")))
    return pairs


def _show(one: Text, other: Text) -> None:
    print(json.dumps([one.text[:300], other.text[:300]], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
