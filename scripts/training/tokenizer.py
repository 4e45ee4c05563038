"""The static encoder's tokenizer: the teacher's pieces, the trade's whole words, one normalizer."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, normalizers

SPACE = "▁"
UNKNOWN = "<unk>"

_SIGNS = r"h|f|m|w|d|x|v|n|gn|hf|div|\*|homme|femme|hombre|mujer|male|female|all genders|alle geschlechter"
_FEMININE = (
    r"e|es|se|ses|ne|nes|euse|euses|rice|rices|trice|trices|ère|ères|ière|ières|enne|ennes|ienne|iennes|"
    r"esse|ve|fe|le|te|sse|a|as|ora|oras"
)
_ENDINGS = _FEMININE + r"|r|s|eur|eurs|teur|er|ier|en|ien|o|os|or|f|in|innen"
_DOTS = "·•‧⋅∙"

# Oniguruma patterns over lower-case text; what each match is replaced with.
GENDER_PATTERNS: tuple[tuple[str, str], ...] = (
    # (h/f), [m/w/d], (all genders)
    (rf"[\(\[]\s*(?:{_SIGNS})(?:\s*[/|,:\-. ]\s*(?:{_SIGNS}|i))*\s*[\)\]]", " "),
    # h/f, m/w/d without brackets
    (r"(?<![\p{L}\d])(?:[hmw]\s*[/|]\s*[fvwm]|[fvw]\s*[/|]\s*[hm])(?:\s*[/|]\s*[dxn*])?(?![\p{L}\d])", " "),
    # vendeur / vendeuse, technicien de surface/technicienne de surface: the first form stays
    (
        r"(?<![\p{L}\d])(?=[^/\n]{4,80}/)(\p{L}{4,}?)\p{L}{0,6}((?:\s[^/\n]{1,60}?)?)"
        rf"\s?\K/\s?\1(?:{_ENDINGS})?\2(?!\p{{L}})",
        "",
    ),
    # développeur·se·s, lehrer:innen, accastilleur(se), ingeniero/a
    (rf"(?<=\p{{L}}{{3}})(?:[{_DOTS}:*_]|/-?|\()(?:in|innen|{_FEMININE})(?:[{_DOTS})]s)?\)?(?!\p{{L}})", ""),
    # développeur.se
    (r"(?<=\p{L}{3})\.(?:e|se|ne|euse|rice|trice|ère)(?:\.s)?(?![\p{L}\d])", ""),
    (r"\s+", " "),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces of the static encoder, each with its log-probability and what the teacher reads for it.

    Args:
        pieces: The pieces, the unknown piece first.
        scores: Log-probability of each piece.
        teacher_ids: For each piece, the ids of the teacher's tokenizer that spell it.
    """

    pieces: list[str]
    scores: list[float]
    teacher_ids: list[list[int]]

    def tokenizer(self, *, unknown: int = 0) -> Tokenizer:
        """Return a tokenizer over these pieces; `unknown` is the number of the unknown piece."""
        metaspace = {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True}
        description: dict[str, Any] = {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [],
            "normalizer": None,
            "pre_tokenizer": metaspace,
            "post_processor": None,
            "decoder": metaspace,
            "model": {
                "type": "Unigram",
                "unk_id": unknown,
                "vocab": list(zip(self.pieces, self.scores, strict=True)),
                "byte_fallback": False,
            },
        }
        tokenizer: Tokenizer = Tokenizer.from_str(json.dumps(description, ensure_ascii=False))
        tokenizer.normalizer = normalizer()
        return tokenizer


def normalizer() -> Any:  # noqa: ANN401  (tokenizers has no public type for it)
    """Return the normalizer that travels in tokenizer.json: NFKC, lower case, no gender markers."""
    steps = [normalizers.NFKC(), normalizers.Lowercase()]
    steps += [normalizers.Replace(Regex(pattern), content) for pattern, content in GENDER_PATTERNS]
    return normalizers.Sequence([*steps, normalizers.Strip()])


def prune(teacher: Path, characters: str, *, limit: int | None = None) -> Vocabulary:
    """Keep the teacher's pieces that are spelled with `characters` only.

    Args:
        teacher: The teacher's folder, with a Unigram tokenizer.json.
        characters: Characters that lower-case text of our languages uses.
        limit: Most frequent pieces to keep; all of them unless told.
    """
    model = json.loads((teacher / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    allowed = {*characters, SPACE}
    kept = [
        (piece, score, [index])
        for index, (piece, score) in enumerate(model["vocab"])
        if piece and allowed.issuperset(piece)
    ]
    pieces, scores, ids = zip(*[(UNKNOWN, 0.0, [model["unk_id"]]), *kept[:limit]], strict=True)
    return Vocabulary(list(pieces), list(scores), list(ids))


def add_words(base: Vocabulary, texts: Iterable[str], *, count: int, min_count: int) -> Vocabulary:
    """Add the most frequent words of `texts` that `base` cuts into several pieces, as pieces of their own."""
    tokenizer = base.tokenizer()
    counts = Counter(
        word
        for text in texts
        for word in set(re.findall(r"(?<![^\s])[^\W\d_]{3,}", tokenizer.normalizer.normalize_str(text)))
    )
    frequent = sorted((word for word in counts if counts[word] >= min_count), key=lambda w: (-counts[w], w))
    encodings = tokenizer.encode_batch(frequent, add_special_tokens=False)
    split = [w for w, e in zip(frequent, encodings, strict=True) if len(e.ids) > 1 and 0 not in e.ids]
    return add_pieces(base, split[:count])


def add_pieces(base: Vocabulary, words: Iterable[str]) -> Vocabulary:
    """Add words as pieces of their own; what the teacher reads for one are its parts."""
    known = set(base.pieces)
    added = [word for word in dict.fromkeys(words) if SPACE + word not in known]
    encodings = base.tokenizer().encode_batch(added, add_special_tokens=False)
    pieces, scores, teacher_ids = list(base.pieces), list(base.scores), list(base.teacher_ids)
    for word, encoding in zip(added, encodings, strict=True):
        pieces.append(SPACE + word)
        scores.append(sum(base.scores[i] for i in encoding.ids) + 1.0)  # more than its parts: the word wins
        teacher_ids.append([t for i in encoding.ids for t in base.teacher_ids[i]])
    return Vocabulary(pieces, scores, teacher_ids)
