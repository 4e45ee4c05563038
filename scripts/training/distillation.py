"""Token vectors for a static encoder, distilled from a transformer.

The recipe is Model2Vec's (Tulkens and van Dongen, "Model2Vec: fast state-of-the-art static embeddings",
2024): read each piece alone, reduce by PCA, weight by inverse frequency. Here the frequency is the
tokenizer's own probability of the piece, and the pieces are those of the pruned vocabulary.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from scripts.training.tokenizer import Vocabulary


def distil(
    teacher: Path,
    vocabulary: Vocabulary,
    *,
    dimension: int,
    sif_coefficient: float,
    report: Callable[[int], None] = lambda done: None,
) -> NDArray[np.float32]:
    """Return a vector for each piece: what the teacher makes of it alone, reduced by PCA.

    Each vector is weighted by a / (a + p), p being the piece's probability: smooth inverse frequency,
    Arora, Liang and Ma, "A simple but tough-to-beat baseline for sentence embeddings", ICLR 2017.

    Args:
        teacher: Folder of a transformer.
        vocabulary: The pieces, with the teacher's ids for each.
        dimension: Components kept.
        sif_coefficient: The a of the formula.
        report: Called with the number of pieces read so far.

    Returns:
        float32, (n_pieces, dimension); the unknown piece is the zero vector.
    """
    read = _read_alone(teacher, vocabulary.teacher_ids, report)
    centred = read - read.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    vectors = centred @ directions[:, ::-1][:, :dimension]
    probability = np.exp(np.asarray(vocabulary.scores))
    vectors *= (sif_coefficient / (sif_coefficient + probability))[:, None]
    vectors[0] = 0.0
    result: NDArray[np.float32] = vectors.astype(np.float32)
    return result


@torch.inference_mode()
def _read_alone(teacher: Path, pieces: list[list[int]], report: Callable[[int], None]) -> NDArray[np.float64]:
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(teacher))
    model = AutoModel.from_pretrained(str(teacher), add_pooling_layer=False).eval()
    framed = [[tokenizer.bos_token_id, *ids, tokenizer.eos_token_id] for ids in pieces]
    order = sorted(range(len(framed)), key=lambda i: len(framed[i]))
    vectors = np.zeros((len(framed), model.config.hidden_size))
    for start in range(0, len(order), 512):
        batch = order[start : start + 512]
        ids = torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(framed[i]) for i in batch], batch_first=True, padding_value=tokenizer.pad_token_id
        )
        mask = (ids != tokenizer.pad_token_id).long()
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state * mask[:, :, None]
        vectors[batch] = (hidden.sum(dim=1) / mask.sum(dim=1, keepdim=True)).numpy()
        report(start + len(batch))
    return vectors
