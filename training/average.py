"""Average networks weight by weight: `python -m training.average A.pt:0.5 B.pt:0.3 --out C.pt`.

What was taught one after the other agrees better with unseen text when it is averaged than each
alone. Heads named by `--first` are taken from the first file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def averaged(
    states: list[dict[str, torch.Tensor]], shares: list[float], first: tuple[str, ...]
) -> dict:
    """One state of all, parts whose names begin with one of `first` as in the first."""
    out = {}
    for name, value in states[0].items():
        taken = not value.is_floating_point() or name.startswith(first)
        parts = (share * state[name] for share, state in zip(shares, states, strict=True))
        out[name] = value if taken else sum(parts)
    return out


def main() -> None:
    """Read, average, write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("weights", nargs="+", metavar="FILE:SHARE")
    p.add_argument("--first", nargs="*", default=["pairs."], help="heads taken from the first")
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    files, shares = zip(*(one.rsplit(":", 1) for one in a.weights), strict=True)
    read = [torch.load(file, weights_only=True, map_location="cpu") for file in files]
    shares = [float(share) for share in shares]
    if abs(sum(shares) - 1) > 1e-6:
        p.error(f"the shares add up to {sum(shares)}, not to 1")
    state = averaged([r["state"] for r in read], shares, tuple(a.first))
    torch.save({"config": read[0]["config"], "state": state}, a.out)


if __name__ == "__main__":
    main()
