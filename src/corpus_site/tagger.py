"""Names of persons, organisations and places in Chinese text: the LAC-small model that the jieba wheel carries.

The model (Baidu's LAC, Apache-2.0: character embeddings, two bidirectional GRU layers, a CRF) is run here with numpy
alone; its files are read, jieba's code is not.  Layout of the weights after Paddle's `dynamic_gru`: update and reset gate
side by side in the first two thirds of the memory, the candidate in the last; h = (1 - u) * h + u * c.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

Array = npt.NDArray[np.float32]
EntityKind = Literal["person", "organisation", "place"]

_HIDDEN = 128
KINDS: dict[str, EntityKind] = {
    "PER": "person",
    "nr": "person",
    "ORG": "organisation",
    "nt": "organisation",
    "LOC": "place",
    "ns": "place",
}
# The model was trained on text with these marks; without the exchange its names are far worse.
_MARKS = str.maketrans("，“”「」『』‘’：；！？（）", ',""""""\'\':;!?()')
_BATCH = 4_096  # characters in one batch, the padding counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A word of a text with its part of speech in LAC's set: n, v, d, p, r, u, w …; PER, ORG, LOC, TIME for names."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of a text with the kind of its name."""

    start: int
    end: int
    kind: EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    vocabulary: dict[str, int]
    tags: list[str]
    weights: dict[str, Array]


@cache
def _model() -> _Model:
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - jieba is a dependency
        raise ModuleNotFoundError("jieba")
    folder = Path(spec.submodule_search_locations[0]) / "lac_small"
    vocabulary = {word: int(number) for number, word in _rows(folder / "word.dic")}
    tags = [tag for _, tag in sorted((int(n), t) for n, t in _rows(folder / "tag.dic"))]
    return _Model(
        vocabulary=vocabulary,
        tags=tags,
        weights={p.name: _tensor(p) for p in sorted((folder / "model_baseline").iterdir())},
    )


def _rows(path: Path) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    return [(row[0], row[1]) for row in rows if len(row) == 2]


def _tensor(path: Path) -> Array:
    """Read one Paddle tensor: versions and level (16 bytes), length of the description, description, float32 values."""
    data = path.read_bytes()
    length = int.from_bytes(data[16:20], "little")
    description, shape, at = data[20 : 20 + length], [], 2
    while at < len(description):
        at += 1  # the tag of a dimension
        value = shift = 0
        while True:
            byte = description[at]
            value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
            if byte < 0x80:
                break
        shape.append(value)
    return np.frombuffer(data, dtype="<f4", offset=20 + length).reshape(shape)


def entities(texts: Sequence[str]) -> list[list[Entity]]:
    """Named entities of each text, in order.

    >>> found = entities(["清华大学教授孙茂松说，这件事很难。"])[0]
    >>> [("清华大学教授孙茂松说，这件事很难。"[e.start:e.end], e.kind) for e in found]
    [('清华大学', 'organisation'), ('孙茂松', 'person')]
    >>> entities(["", "今天天气很好。"])
    [[], []]
    """
    return [named(found) for found in words(texts)]


def named(found: Sequence[Tagged]) -> list[Entity]:
    """The names among the words of a text."""
    return [Entity(start=w.start, end=w.end, kind=KINDS[w.tag]) for w in found if w.tag in KINDS]


def words(texts: Sequence[str]) -> list[list[Tagged]]:
    """Words of each text (best sentences: time grows with the longest of a batch), in order, without gaps.

    >>> text = "她随后说"
    >>> [(text[w.start:w.end], w.tag) for w in words([text])[0]]
    [('她', 'r'), ('随后', 'd'), ('说', 'v')]
    """
    with threadpool_limits(1):  # many small products: threads of the linear algebra would only wait for each other
        return _in_batches(texts)


def _in_batches(texts: Sequence[str]) -> list[list[Tagged]]:
    out: list[list[Tagged]] = [[] for _ in texts]
    order = sorted((i for i, t in enumerate(texts) if t), key=lambda i: len(texts[i]))
    batch: list[int] = []
    for position, i in enumerate(order):
        batch.append(i)
        following = len(texts[order[position + 1]]) if position + 1 < len(order) else 0
        if not following or following * (len(batch) + 1) > _BATCH:
            for index, tags in zip(batch, _tag([texts[k] for k in batch]), strict=True):
                out[index] = _joined(tags)
            batch = []
    return out


def _tag(texts: list[str]) -> list[list[str]]:
    model = _model()
    w, oov = model.weights, model.vocabulary["OOV"]
    lengths = np.array([len(t) for t in texts])
    width = int(lengths.max())
    ids = np.full((len(texts), width), oov)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = [model.vocabulary.get(c, oov) for c in text.translate(_MARKS)]
    mask = (np.arange(width)[None, :] < lengths[:, None]).astype(np.float32)
    x: Array = w["word_emb"][ids]
    for layer in (0, 2):
        forward = _gru(
            x @ w[f"fc_{layer}.w_0"] + w[f"fc_{layer}.b_0"], w[f"gru_{layer}.w_0"], w[f"gru_{layer}.b_0"], mask
        )
        back = x[:, ::-1] @ w[f"fc_{layer + 1}.w_0"] + w[f"fc_{layer + 1}.b_0"]
        backward = _gru(back, w[f"gru_{layer + 1}.w_0"], w[f"gru_{layer + 1}.b_0"], mask[:, ::-1])[:, ::-1]
        x = np.concatenate((forward, backward), axis=2)
    emission = x @ w["fc_4.w_0"] + w["fc_4.b_0"]
    return [[model.tags[k] for k in _viterbi(emission[row, : lengths[row]], w["crfw"])] for row in range(len(texts))]


def _gru(x: Array, weight: Array, bias: Array, mask: Array) -> Array:
    """One direction of a layer; behind the end of a row (mask 0) the state stays."""
    flat = weight.reshape(-1)
    gates = flat[: 2 * _HIDDEN * _HIDDEN].reshape(_HIDDEN, 2 * _HIDDEN)
    candidate = flat[2 * _HIDDEN * _HIDDEN :].reshape(_HIDDEN, _HIDDEN)
    x = x + bias.reshape(-1)
    state = np.zeros((x.shape[0], _HIDDEN), dtype=np.float32)
    out = np.zeros((x.shape[0], x.shape[1], _HIDDEN), dtype=np.float32)
    for t in range(x.shape[1]):
        step = x[:, t]
        gate = 1.0 / (1.0 + np.exp(-(step[:, : 2 * _HIDDEN] + state @ gates)))
        update, reset = gate[:, :_HIDDEN], gate[:, _HIDDEN:]
        fresh = np.tanh(step[:, 2 * _HIDDEN :] + (reset * state) @ candidate)
        state = np.where(mask[:, t, None] > 0, (1 - update) * state + update * fresh, state)
        out[:, t] = state
    return out


def _viterbi(emission: Array, crf: Array) -> list[int]:
    """Best path under a CRF whose first two rows are the weights of starting and ending."""
    score = crf[0] + emission[0]
    back = []
    for step in emission[1:]:
        through = score[:, None] + crf[2:]
        best = through.argmax(axis=0)
        back.append(best)
        score = through[best, np.arange(len(best))] + step
    path = [int((score + crf[1]).argmax())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return path[::-1]


def _joined(tags: list[str]) -> list[Tagged]:
    out: list[Tagged] = []
    for at, tag in enumerate(tags):
        name, _, part = tag.partition("-")
        if part == "I" and out and out[-1].tag == name:
            out[-1] = Tagged(start=out[-1].start, end=at + 1, tag=name)
        else:
            out.append(Tagged(start=at, end=at + 1, tag=name))
    return out
