"""Writes a trained transformer as one ONNX file of 8-bit weights."""

import logging
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from scripts.training.student import PAD

BLOCK = 64  # weights that share a scale; with 128, a text alone takes another path than a batch


def export_onnx(model: Any, path: Path) -> None:  # noqa: ANN401  (transformers is untyped)
    """Write the encoder as ONNX.

    In: `input_ids`, int64, (n, length). Out: `embeddings`, float32, (n, dimension), rows of unit length.

    The products' weights are 8-bit in blocks of 64, their inputs are rounded by blocks of a row, so that
    a text's vector does not depend on the other texts of its batch. Each row of the word embeddings is 8-bit
    with a scale of its own.

    Args:
        model: A `BertModel` of transformers.
        path: The file to write.
    """
    import onnx

    quantization = import_module("onnxruntime.quantization.matmul_nbits_quantizer")
    quantization.logger.setLevel(logging.WARNING)
    whole = path.with_suffix(".float.onnx")
    ids = torch.tensor([[0, 5, 6, 2], [0, 7, 2, PAD]])
    with warnings.catch_warnings():  # the exporter by tracing is deprecated; the new one needs onnxscript
        warnings.simplefilter("ignore")
        torch.onnx.export(
            PlainBert(model).eval(),
            (ids,),
            whole,
            input_names=["input_ids"],
            output_names=["embeddings"],
            dynamic_axes={"input_ids": {0: "texts", 1: "tokens"}, "embeddings": {0: "texts"}},
            opset_version=18,
            dynamo=False,
        )
    quantizer = quantization.MatMulNBitsQuantizer(
        onnx.load(whole),
        bits=8,
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=4,  # inputs in 8 bits too
    )
    whole.unlink()
    quantizer.process()
    onnx.save(quantizer.model.model, str(path))


class PlainBert(torch.nn.Module):
    """The forward pass of BERT with mean pooling, in operations that every runtime has.

    Args:
        model: A `BertModel` of transformers.
    """

    words: torch.Tensor
    scales: torch.Tensor
    positions: torch.Tensor

    def __init__(self, model: Any) -> None:  # noqa: ANN401
        super().__init__()
        words = model.embeddings.word_embeddings.weight.detach()
        scales = words.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        self.register_buffer("words", torch.round(words / scales).to(torch.int8))
        self.register_buffer("scales", scales)
        kind = model.embeddings.token_type_embeddings.weight.detach()[0]
        self.register_buffer("positions", model.embeddings.position_embeddings.weight.detach() + kind)
        self.norm = model.embeddings.LayerNorm
        self.layers = model.encoder.layer
        self.heads = int(model.config.num_attention_heads)

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        """Return float32, (n, dimension), rows of unit length."""
        words = functional.embedding(input_ids, self.words).float() * functional.embedding(
            input_ids, self.scales
        )
        hidden = self.norm(words + self.positions[: input_ids.shape[1]])
        seen = (input_ids != PAD).float()
        hidden_away = (1 - seen)[:, None, None, :] * -1e4
        for layer in self.layers:
            hidden = self._layer(layer, hidden, hidden_away)
        sums = (hidden * seen[:, :, None]).sum(dim=1)
        unit: torch.Tensor = sums / sums.square().sum(dim=1, keepdim=True).sqrt()
        return unit

    def _layer(self, layer: Any, hidden: torch.Tensor, hidden_away: torch.Tensor) -> torch.Tensor:  # noqa: ANN401
        own, out = layer.attention.self, layer.attention.output
        query, key, value = (self._split(part(hidden)) for part in (own.query, own.key, own.value))
        scores = query @ key.transpose(2, 3) / float(np.sqrt(query.shape[-1])) + hidden_away
        read = (scores.softmax(dim=-1) @ value).transpose(1, 2).flatten(2)
        hidden = out.LayerNorm(out.dense(read) + hidden)
        wide = functional.gelu(layer.intermediate.dense(hidden))
        result: torch.Tensor = layer.output.LayerNorm(layer.output.dense(wide) + hidden)
        return result

    def _split(self, hidden: torch.Tensor) -> torch.Tensor:
        texts, tokens, width = hidden.shape
        return hidden.view(texts, tokens, self.heads, width // self.heads).transpose(1, 2)
