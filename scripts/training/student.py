"""A small transformer, its vocabulary cut to our languages, that two threads can train on a CPU."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

START, PAD, END = 0, 1, 2  # ids of the frame, ahead of the vocabulary's pieces
FRAME = 3

Ids = NDArray[np.int64]


class Student:
    """A BERT encoder with mean pooling; each chunk of a batch runs on a thread of its own.

    Two threads of one core each lose less to a busy neighbour than one operation cut in two, which waits for
    the slower half. Matrix products run in bfloat16, attention over short rows in float32, both because they
    are faster so. Word embeddings are frozen.

    Args:
        teacher: Folder of the transformer to start from.
        teacher_ids: For each piece of the vocabulary, the teacher's id of it.
        max_length: Tokens of a text that are read, the frame included.
        threads: Chunks that run at a time.
    """

    def __init__(self, teacher: Path, teacher_ids: Sequence[int], *, max_length: int, threads: int) -> None:
        self.model = _cut_model(teacher, teacher_ids)
        self.max_length = max_length
        self.parameters = [p for p in self.model.parameters() if p.requires_grad]
        self.threads = threads
        self._threads = ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))

    def chunks(self, texts: Sequence[Ids], tokens: int) -> list[NDArray[np.int64]]:
        """Return positions of `texts`, about `tokens` tokens at a time, texts of a length together.

        There are as many chunks as the threads can share evenly: each costs a whole set of gradients.
        """
        lengths = np.array([min(len(ids), self.max_length - 2) + 2 for ids in texts])
        order = np.argsort(-lengths, kind="stable")
        count = self.threads * -(-int(lengths.sum()) // (tokens * self.threads))
        part = (np.cumsum(lengths[order]) - lengths[order]) * count // max(int(lengths.sum()), 1)
        return [order[part == i] for i in range(count) if (part == i).any()]

    def read(self, texts: Sequence[Ids], chunks: Sequence[NDArray[np.int64]]) -> list[torch.Tensor]:
        """Return float32, (n_chunk, dimension), rows of unit length, for each chunk, with their graphs."""
        return list(self._threads.map(lambda chunk: self._read([texts[i] for i in chunk]), chunks))

    def gradients(
        self, read: Sequence[torch.Tensor], upstream: Sequence[torch.Tensor]
    ) -> list[torch.Tensor | None]:
        """Return the gradient of each parameter, given those of what was read."""
        parts = list(
            self._threads.map(
                lambda pair: torch.autograd.grad(pair[0], self.parameters, pair[1], allow_unused=True),
                zip(read, upstream, strict=True),
            )
        )
        return [_sum(column) for column in zip(*parts, strict=True)]

    def encode(self, texts: Sequence[Ids], tokens: int = 1024) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length."""
        chunks = self.chunks(texts, tokens)
        vectors = np.zeros((len(texts), int(self.model.config.hidden_size)), np.float32)
        read: Callable[[NDArray[np.int64]], torch.Tensor] = torch.no_grad()(
            lambda chunk: self._read([texts[i] for i in chunk])
        )
        for chunk, rows in zip(chunks, self._threads.map(read, chunks), strict=True):
            vectors[chunk] = rows.numpy()
        return vectors

    def _read(self, texts: list[Ids]) -> torch.Tensor:
        cut = [ids[: self.max_length - 2] + FRAME for ids in texts]
        rows = np.full((len(cut), max(map(len, cut)) + 2), PAD)
        rows[:, 0] = START
        for row, ids in zip(rows, cut, strict=True):
            row[1 : len(ids) + 1], row[len(ids) + 1] = ids, END
        input_ids = torch.from_numpy(rows)
        mask = (input_ids != PAD).long()
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.model(input_ids=input_ids, attention_mask=mask).last_hidden_state
        weights = mask[:, :, None].float()
        return functional.normalize((hidden.float() * weights).sum(dim=1) / weights.sum(dim=1))


def _cut_model(teacher: Path, teacher_ids: Sequence[int]) -> Any:  # noqa: ANN401  (transformers is untyped)
    from transformers import AttentionInterface, AttentionMaskInterface, AutoModel
    from transformers.masking_utils import sdpa_mask

    AttentionInterface.register("short_rows", _attend)
    AttentionMaskInterface.register("short_rows", sdpa_mask)
    model = AutoModel.from_pretrained(
        str(teacher), add_pooling_layer=False, attn_implementation="short_rows"
    ).eval()  # no dropout: the data are never seen twice in the same way
    kept = model.embeddings.word_embeddings.weight.detach()[[START, PAD, END, *teacher_ids]].clone()
    model.embeddings.word_embeddings = torch.nn.Embedding(
        len(kept), kept.shape[1], _weight=kept, _freeze=True
    )
    model.config.vocab_size = len(kept)
    return model


def _attend(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    **_: Any,  # noqa: ANN401  (transformers passes what this model does not use)
) -> tuple[torch.Tensor, None]:
    with torch.autocast("cpu", enabled=False):
        read = functional.scaled_dot_product_attention(
            query.float(), key.float(), value.float(), attn_mask=attention_mask, scale=scaling
        )
    return read.transpose(1, 2).contiguous(), None


def _sum(parts: Sequence[torch.Tensor | None]) -> torch.Tensor | None:
    known = [part for part in parts if part is not None]
    for part in known[1:]:
        known[0] += part
    return known[0] if known else None
