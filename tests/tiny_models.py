"""Small random models for the tests; nothing is downloaded."""

import json
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
CHARACTERS = "abcdefghijklmnopqrstuvwxyzéè0123456789.,:;()/-'&"


def tiny_bert(folder: Path) -> Path:
    """Write a BERT of one layer and 16 dimensions with random weights and a character tokenizer."""
    pieces = [(token, 0.0) for token in SPECIALS] + [("▁", -2.0)] + [(c, -3.0) for c in CHARACTERS]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        pad_token_id=1,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    ).save_pretrained(folder)
    assert json.loads((folder / "tokenizer.json").read_text())["model"]["type"] == "Unigram"
    return folder
