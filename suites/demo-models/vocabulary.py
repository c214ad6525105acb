"""SentencePiece-style vocabulary: byte-pair merges learnt on our text, encoded exactly as llama.cpp's SPM does.

Ids: 0 <unk>, 1 <s>, 2 </s>, 3 <|im_start|>, 4 <|im_end|>, then 256 byte tokens (any text can be encoded), single
characters, merged pieces. The score of a piece is minus its merge rank, so "merge the best-scored neighbours first"
repeats the merges in the order they were learnt. Pieces never cross a word border and digits never merge, so a number
is always read digit by digit.
"""
import re
from collections import Counter
from typing import Iterable

from corpus import IM_END, IM_START

SPACE = "\u2581"                                  # SentencePiece's visible space
UNK, BOS, EOS = 0, 1, 2
CONTROLS = {IM_START: 3, IM_END: 4}
BYTE0 = 5
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6       # llama.cpp token types
WORDS = re.compile(r" ?[A-Za-z]+|.", re.DOTALL)
SPECIAL = re.compile("(" + "|".join(re.escape(c) for c in CONTROLS) + ")")


class Vocabulary:
    def __init__(self, pieces: list[str], scores: list[float], types: list[int]):
        self.pieces, self.scores, self.types = pieces, scores, types
        self.ids = {p: i for i, p in enumerate(pieces) if types[i] == NORMAL}
        self._cache: dict[str, list[int]] = {}

    def __len__(self):
        return len(self.pieces)

    @staticmethod
    def train(documents: Iterable[str], size: int) -> "Vocabulary":
        words = Counter()
        for document in documents:
            for part in SPECIAL.split(document):
                if part not in CONTROLS:
                    words.update(m.replace(" ", SPACE) for m in WORDS.findall(part))
        pieces = ["<unk>", "<s>", "</s>", *CONTROLS] + [f"<0x{i:02X}>" for i in range(256)]
        types = [UNKNOWN, CONTROL, CONTROL] + [CONTROL] * len(CONTROLS) + [BYTE] * 256
        characters = sorted({c for word in words for c in word} - {"\n"})   # a newline stays a byte token, as in Llama 2
        merges = []
        spelled = {word: list(word) for word in sorted(words) if "\n" not in word}
        while len(pieces) + len(characters) + len(merges) < size:
            pairs = Counter()
            for word, parts in spelled.items():
                for pair in zip(parts, parts[1:]):
                    pairs[pair] += words[word]
            if not pairs:
                break
            best = max(pairs, key=lambda pair: (pairs[pair], pair))         # ties by text: the same on every machine
            joined = "".join(best)
            if joined not in merges:
                merges.append(joined)
            for word, parts in spelled.items():
                if best[0] in parts:
                    i, out = 0, []
                    while i < len(parts):
                        if tuple(parts[i:i + 2]) == best:
                            out.append(joined)
                            i += 2
                        else:
                            out.append(parts[i])
                            i += 1
                    spelled[word] = out
        # merged pieces first by rank, then single characters below all of them
        normal = merges + characters
        scores = [0.0] * len(pieces) + [-float(i) for i in range(len(normal))]
        return Vocabulary(pieces + normal, scores, types + [NORMAL] * len(normal))

    def _word(self, word: str) -> list[int]:
        """llama.cpp's rule: merge the neighbours whose joined piece has the highest score, leftmost first."""
        parts = list(word)
        while True:
            best = None
            for i in range(len(parts) - 1):
                piece = self.ids.get(parts[i] + parts[i + 1])
                if piece is not None and (best is None or self.scores[piece] > self.scores[best[1]]):
                    best = (i, piece)
            if best is None:
                break
            i = best[0]
            parts[i:i + 2] = [parts[i] + parts[i + 1]]
        out = []
        for part in parts:
            if part in self.ids:
                out.append(self.ids[part])
            else:
                out += [BYTE0 + b for b in part.encode()]
        return out

    def encode(self, text: str) -> list[int]:
        """Token ids without <s> and </s>; the chat template's control texts become control tokens."""
        out = []
        for part in SPECIAL.split(text):
            if part in CONTROLS:
                out.append(CONTROLS[part])
                continue
            for word in WORDS.findall(part):
                word = word.replace(" ", SPACE)
                if word not in self._cache:
                    self._cache[word] = self._word(word)
                out += self._cache[word]
        return out
