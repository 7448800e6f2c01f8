"""The network: an encoder with a surface feature, a flat tag head and a cue-conditioned role head.

The role head answers, for each cue, which words are its source and which its
content. Links are therefore part of the tagging, one source may serve several
cues, and a content may come in any number of pieces.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.spans.tags import FLAT, FORBIDDEN, ROLES, TagSet
from onrecord.spans.words import FEATURES


@dataclass(frozen=True)
class Config:
    """Shape of the network; the encoder's part is read from the pretrained checkpoint.

    Inputs of the feed-forward layers are cut off at `largest_input`, unless it is 0. A few word
    pieces (the first, some full stops) reach 30 there where the rest stay within 4. Cut off they
    say the same, and 8 bits with one scale for all hold the rest five times as finely.
    """

    kind: str
    vocabulary: int
    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    position_offset: int
    relative_buckets: int
    role_hidden: int = 128
    distances: int = 32
    epsilon: float = 1e-12
    dropout: float = 0.1
    largest_input: float = 0.0


class Layer(nn.Module):
    """A post-norm transformer layer."""

    def __init__(self, c: Config) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.heads, self.dropout, self.largest_input = c.heads, c.dropout, c.largest_input
        self.qkv = nn.Linear(c.hidden, 3 * c.hidden)
        self.out = nn.Linear(c.hidden, c.hidden)
        self.norm1 = nn.LayerNorm(c.hidden, c.epsilon)
        self.up = nn.Linear(c.hidden, c.inner)
        self.down = nn.Linear(c.inner, c.hidden)
        self.norm2 = nn.LayerNorm(c.hidden, c.epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        a = self.out(a.transpose(1, 2).reshape(b, n, d))
        x = self.norm1(x + F.dropout(a, self.dropout, self.training))
        c = self.largest_input
        h = self.down(F.gelu(self.up(x.clamp(-c, c) if c else x)))
        return self.norm2(x + F.dropout(h, self.dropout, self.training))


class Encoder(nn.Module):
    """BERT or MPNet, with an added embedding of each piece's surface feature."""

    def __init__(self, c: Config) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.config = c
        self.word = nn.Embedding(c.vocabulary, c.hidden)
        self.position = nn.Embedding(c.positions, c.hidden)
        self.feature = nn.Embedding(FEATURES + 1, c.hidden)
        nn.init.zeros_(self.feature.weight)
        self.norm = nn.LayerNorm(c.hidden, c.epsilon)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))
        self.relative = nn.Embedding(c.relative_buckets, c.heads) if c.relative_buckets else None

    def hold_tables(self) -> None:
        """Keep the tables of word pieces and of relative positions as they are.

        A bias that needs a gradient keeps attention off its fast path (285 to 385 pieces/s).
        """
        self.word.requires_grad_(False)
        if self.relative is not None:
            self.relative.requires_grad_(False)

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor, added: Tensor | None = None
    ) -> Tensor:
        """(batch, pieces) ids, feature codes and 0/1 mask → (batch, pieces, hidden).

        `added`, of the same shape as what comes out, is added to the embeddings.
        """
        return self.through(self.embedded(ids, features, added), mask, self.layers)

    def embedded(self, ids: Tensor, features: Tensor, added: Tensor | None = None) -> Tensor:
        """What the first layer sees; takes what `forward` takes, (batch, pieces, hidden)."""
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.position(at + self.config.position_offset)[None]
        x = x + self.feature(features)
        x = self.norm(x if added is None else x + added)
        return F.dropout(x, self.config.dropout, self.training)

    def through(self, x: Tensor, mask: Tensor, layers: Iterable[nn.Module]) -> Tensor:
        """States (batch, pieces, hidden) → those after some layers, (batch, pieces, hidden)."""
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        if self.relative is not None:
            at = torch.arange(x.shape[1], device=x.device)
            bias = (
                bias + self.relative(self.buckets(at[:, None] - at[None, :])).permute(2, 0, 1)[None]
            )
        for layer in layers:
            x = layer(x, bias)
        return x

    def buckets(self, distance: Tensor) -> Tensor:
        """Position of the query less that of the key → bucket, as T5 and MPNet lay them out."""
        half = self.config.relative_buckets // 2
        side = (distance < 0).long() * half
        distance = distance.abs()
        exact = half // 2
        far = exact + (
            torch.log(distance.float().clamp(min=1) / exact)
            / math.log(128 / exact)
            * (half - exact)
        ).long().clamp(max=10**6)
        return side + torch.where(distance < exact, distance, far.clamp(max=half - 1))


class Crf(nn.Module):
    """A linear-chain CRF whose impossible transitions stay impossible."""

    def __init__(self, tags: TagSet) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.register_buffer("allowed", torch.as_tensor(tags.allowed))
        self.register_buffer("initial", torch.as_tensor(tags.initial))
        self.register_buffer("final", torch.as_tensor(tags.final))
        self.step = nn.Parameter(torch.zeros(len(tags), len(tags)))

    @torch.autocast("cpu", enabled=False)
    def loss(self, emissions: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood of each row: (rows, words, tags), (rows, words) ×2 → (rows,).

        Each row's words come first, its padding last.
        """
        emissions = emissions.float()
        mask = mask.to(emissions.dtype)
        step = self.step + self.allowed
        picked = emissions.gather(2, gold[..., None]).squeeze(2) * mask
        moves = step[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]
        score = picked.sum(1) + moves.sum(1) + self.initial[gold[:, 0]]
        last = gold.gather(1, mask.long().sum(1, keepdim=True).clamp(min=1) - 1).squeeze(1)
        return self.total(emissions, mask) - score - self.final[last]

    def total(self, emissions: Tensor, mask: Tensor, step: Tensor | None = None) -> Tensor:
        """Log of the summed weights of all tag sequences of each row, (rows,).

        Args:
            emissions: scores of each word's tags, (rows, words, tags), in 32 bits.
            mask: which words are real, (rows, words), as numbers.
            step: transitions in place of the own ones, (tags, tags).
        """
        step = (self.step if step is None else step) + self.allowed
        chain = _by_halves if emissions.is_cuda else _word_by_word
        alpha = chain(self.initial + emissions[:, 0], emissions[:, 1:], step, mask[:, 1:])
        return torch.logsumexp(alpha + self.final, 1)


def _word_by_word(alpha: Tensor, emissions: Tensor, step: Tensor, mask: Tensor) -> Tensor:
    """Log weights of each row's last tag, (rows, tags); few operations, each after the other."""
    weight = step.exp()
    for t in range(emissions.shape[1]):
        top = alpha.amax(1, keepdim=True).detach()
        # The floor keeps the logarithm finite where a tag cannot be reached.
        moved = ((alpha - top).exp() @ weight).clamp_min(1e-30).log() + top + emissions[:, t]
        on = mask[:, t, None]
        alpha = moved * on + alpha * (1 - on)
    return alpha


def _by_halves(alpha: Tensor, emissions: Tensor, step: Tensor, mask: Tensor) -> Tensor:
    """The same in as many rounds as the number of words can be halved, for many processors."""
    still = torch.full_like(step, FORBIDDEN).fill_diagonal_(0.0)
    moves = torch.where(mask[..., None, None] > 0, step + emissions[:, :, None], still)
    while moves.shape[1] > 1:
        if moves.shape[1] % 2:
            moves = torch.cat([moves, still.expand(len(moves), 1, -1, -1)], 1)
        moves = torch.logsumexp(moves[:, ::2, :, :, None] + moves[:, 1::2, None], 3)
    if not moves.shape[1]:
        return alpha
    return torch.logsumexp(alpha[:, :, None] + moves[:, 0], 1)


class Attribution(nn.Module):
    """Encoder and both heads."""

    def __init__(self, c: Config) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.config = c
        self.encoder = Encoder(c)
        k = c.role_hidden
        self.flat = nn.Linear(c.hidden, len(FLAT))
        self.word_side = nn.Linear(c.hidden, k)
        self.cue_side = nn.Linear(2 * c.hidden, k)
        self.tag_side = nn.Linear(len(FLAT), k, bias=False)
        self.distance = nn.Embedding(2 * c.distances + 1, k)
        self.norm_in = nn.LayerNorm(k)
        self.near = nn.Conv1d(k, k, 5, padding=2)
        self.norm_near = nn.LayerNorm(k)
        self.wide = nn.Conv1d(k, k, 5, padding=8, dilation=4)
        self.norm_wide = nn.LayerNorm(k)
        self.role = nn.Linear(k, len(ROLES))
        self.flat_crf, self.role_crf = Crf(FLAT), Crf(ROLES)

    def words(
        self,
        ids: Tensor,
        features: Tensor,
        mask: Tensor,
        first: Tensor,
        added: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """→ word vectors (batch, words, hidden) and flat scores (batch, words, tags).

        `first` is (batch, words): index of each word's first piece. `added` is for the encoder.
        """
        h = self.encoder(ids, features, mask, added)
        x = h.gather(1, first[..., None].expand(-1, -1, h.shape[2]))
        x = F.dropout(x, self.config.dropout, self.training)
        return x, self.flat(x)

    def sides(self, x: Tensor, flat: Tensor) -> Tensor:
        """What each word is as a word, as the begin and as the end of a cue.

        Args:
            x: word vectors (batch, words, hidden).
            flat: flat scores (batch, words, tags).

        Returns:
            (batch, words, 3 * role_hidden).
        """
        word = self.word_side(x) + self.tag_side(F.softmax(flat, -1))
        begin, end = self.cue_side.weight.split(self.config.hidden, dim=1)
        return torch.cat([word, F.linear(x, begin, self.cue_side.bias), F.linear(x, end)], -1)

    def roles(
        self, sides: Tensor, window: Tensor, begin: Tensor, end: Tensor, mask: Tensor
    ) -> Tensor:
        """Role scores of every word for each cue.

        Args:
            sides: what `sides` gave, (batch, words, 3 * role_hidden).
            window: row of `sides` each cue stands in, (cues,).
            begin: first word of each cue, (cues,).
            end: last word of each cue, inclusive, (cues,).
            mask: which words are real, (batch, words).

        Returns:
            (cues, words, role tags).
        """
        word, first, last = sides.chunk(3, -1)
        cue = first[window, begin] + last[window, end]
        at = torch.arange(sides.shape[1], device=sides.device)[None]
        before = (at - begin[:, None]).clamp(max=0)
        after = (at - end[:, None]).clamp(min=0)
        distance = self._bucket(before + after)
        return self.related(word[window], cue, distance, mask[window].to(sides.dtype)[..., None])

    def related(
        self, word: Tensor, cue: Tensor, distance: Tensor, mask: Tensor | float = 1.0
    ) -> Tensor:
        """Role scores from word sides, cue sides (cues, k) and distance buckets (cues, words)."""
        z = word + cue[:, None] + self.distance(distance)
        z = F.gelu(self.norm_in(z)) * mask
        z = z + F.gelu(self.norm_near(self.near(z.transpose(1, 2)).transpose(1, 2)))
        z = F.dropout(z, self.config.dropout, self.training) * mask
        z = z + F.gelu(self.norm_wide(self.wide(z.transpose(1, 2)).transpose(1, 2)))
        return self.role(F.dropout(z, self.config.dropout, self.training))

    def _bucket(self, distance: Tensor) -> Tensor:
        """Signed distance in words → index; exact to 8 words, logarithmic up to 256."""
        n, size = self.config.distances, distance.abs()
        far = 8 + (torch.log(size.float().clamp(min=8) / 8) / math.log(32) * (n - 9)).long()
        return n + distance.sign() * torch.where(size < 8, size, far.clamp(max=n))


def pretrained(folder: Path, **changes: object) -> Attribution:
    """The network with its encoder loaded from a BERT or MPNet checkpoint folder."""
    raw = json.loads((folder / "config.json").read_text())
    mpnet = raw["model_type"] == "mpnet"
    config = Config(
        kind=raw["model_type"],
        vocabulary=raw["vocab_size"],
        hidden=raw["hidden_size"],
        layers=raw["num_hidden_layers"],
        heads=raw["num_attention_heads"],
        inner=raw["intermediate_size"],
        positions=raw["max_position_embeddings"],
        position_offset=2 if mpnet else 0,
        relative_buckets=raw["relative_attention_num_buckets"] if mpnet else 0,
        epsilon=raw["layer_norm_eps"],
        **changes,  # type: ignore[arg-type]
    )
    model = Attribution(config)
    state = {
        k.removeprefix("mpnet.").removeprefix("bert."): v
        for k, v in load_file(folder / "model.safetensors").items()
    }
    e = model.encoder
    e.word.weight.data.copy_(state["embeddings.word_embeddings.weight"])
    e.position.weight.data.copy_(state["embeddings.position_embeddings.weight"])
    if not mpnet:
        # Every text is of type 0, so its embedding is folded into the positions.
        e.position.weight.data += state["embeddings.token_type_embeddings.weight"][0]
    _copy(e.norm, state, "embeddings.LayerNorm")
    if e.relative is not None:
        e.relative.weight.data.copy_(state["encoder.relative_attention_bias.weight"])
    names = (
        (
            "attention.attn.q",
            "attention.attn.k",
            "attention.attn.v",
            "attention.attn.o",
            "attention.LayerNorm",
        )
        if mpnet
        else (
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
            "attention.output.LayerNorm",
        )
    )
    for i, layer in enumerate(e.layers):
        at = f"encoder.layer.{i}."
        for part in ("weight", "bias"):
            getattr(layer.qkv, part).data.copy_(
                torch.cat([state[f"{at}{n}.{part}"] for n in names[:3]])
            )
        _copy(layer.out, state, at + names[3])
        _copy(layer.norm1, state, at + names[4])
        _copy(layer.up, state, at + "intermediate.dense")
        _copy(layer.down, state, at + "output.dense")
        _copy(layer.norm2, state, at + "output.LayerNorm")
    return model


def _copy(module: nn.Module, state: dict[str, Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(module, part).data.copy_(state[f"{name}.{part}"])


def save(model: Attribution, path: Path) -> None:
    """Write weights and configuration to one file."""
    torch.save({"config": asdict(model.config), "state": model.state_dict()}, path)


def restore(path: Path) -> Attribution:
    """Read what `save` wrote."""
    raw = torch.load(path, weights_only=True)
    model = Attribution(Config(**raw["config"]))
    model.load_state_dict(raw["state"])
    return model


__all__ = ["Attribution", "Config", "Crf", "Encoder", "pretrained", "restore", "save"]
