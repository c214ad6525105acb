"""Trains one demo model and writes its GGUF: `python3 train.py tiny-small [--out FOLDER]`.

A documented one-off: neither the build nor the tests run it. See MODEL_CARD.md for what it needs and how long it takes.
"""
import argparse
import itertools
import json
import math
import pathlib
import random
import time

import numpy as np
import torch
from torch.nn import functional as F

import gguf_writer as gguf
from corpus import IM_END, IM_START, Corpus
from model import Llama
from muon import Muon
from vocabulary import BOS, EOS, UNK, Vocabulary
from world import World

HERE = pathlib.Path(__file__).parent
SHORT = 128              # tokens of a training row; attention over short rows costs half of a step less
LONG_EVERY = 6           # every so many steps the rows are whole contexts, so that long distances are learnt too
# ChatML, in the words by which llama.cpp's built-in template list recognises it.
CHAT_TEMPLATE = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + "
                 "'<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")


def load_settings() -> dict:
    return json.loads((HERE / "settings.json").read_text())


def build_vocabulary(settings: dict) -> Vocabulary:
    v = settings["vocabulary"]
    documents = Corpus(World(), v["seed"]).documents()
    return Vocabulary.train(itertools.islice(documents, v["documents"]), v["size"])


def rows(corpus: Corpus, vocabulary: Vocabulary, length):
    """Endless training rows of length() + 1 tokens. Each begins with a document, so position 0 is always <s>."""
    documents = corpus.documents()
    while True:
        row, want = [], length() + 1
        while len(row) < want:
            row += [BOS, *vocabulary.encode(next(documents)), EOS]
        yield row[:want]


def train(model: Llama, corpus: Corpus, vocabulary: Vocabulary, settings: dict, batch_tokens: int, tokens: int,
          rate: float, embedding_rate: float, label: str) -> None:
    matrices = [p for p in model.blk.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if not any(p is m for m in matrices)]
    optimisers = [(Muon(matrices), rate),
                  (torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0.0, foreach=True), embedding_rate)]
    steps = tokens // batch_tokens
    now = {"length": SHORT}
    source = rows(corpus, vocabulary, lambda: now["length"])
    started, smooth = time.time(), None
    for step in range(steps):
        now["length"] = settings["context"] if step % LONG_EVERY == 0 else SHORT
        batch = torch.tensor([next(source) for _ in range(batch_tokens // now["length"])])
        warm = min(1.0, (step + 1) / 100)
        decay = warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(batch[:, :-1])
        loss = F.cross_entropy(logits.float().flatten(0, 1), batch[:, 1:].flatten())
        model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser, peak in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = peak * decay
            optimiser.step()
        smooth = loss.item() if smooth is None else 0.97 * smooth + 0.03 * loss.item()
        if step % 50 == 49 or step == steps - 1:
            print(f"{label} step {step + 1}/{steps} loss {smooth:.4f} {time.time() - started:.0f} s", flush=True)


def train_model(name: str, settings: dict, vocabulary: Vocabulary, base: str | None) -> Llama:
    """Two stretches: the whole mixture, then a short one with much more chat. `base`: weights after the first, if kept."""
    s = settings["models"][name]
    torch.manual_seed(s["seed"])
    model = Llama(len(vocabulary), s, settings["context"], settings["rope_base"], settings["rms_epsilon"])
    print(name, sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    if base and pathlib.Path(base).exists():
        model.load_state_dict(torch.load(base))
    else:
        train(model, Corpus(World(), s["seed"], s["plain"]), vocabulary, settings, s["batch"], s["tokens"],
              s["rate"], s["embedding_rate"], name)
        if base:
            torch.save(model.state_dict(), base)
    f = settings["finish"]
    train(model, Corpus(World(), s["seed"] + 1000, s["plain"], finish=True), vocabulary, settings, s["batch"], f["tokens"],
          f["rate"], f["embedding_rate"], name + " finish")
    return model


def export(model: Llama, name: str, settings: dict, vocabulary: Vocabulary, path: str) -> None:
    s = settings["models"][name]
    u32, f32, text = gguf.U32, gguf.FLOAT, gguf.STRING
    metadata = [
        ("general.architecture", text, "llama"), ("general.name", text, name), ("general.license", text, "mit"),
        ("general.file_type", u32, 7),                                           # mostly Q8_0
        ("general.quantization_version", u32, 2),
        ("llama.context_length", u32, settings["context"]), ("llama.embedding_length", u32, s["width"]),
        ("llama.block_count", u32, s["layers"]), ("llama.feed_forward_length", u32, s["feed_forward"]),
        ("llama.attention.head_count", u32, s["heads"]), ("llama.attention.head_count_kv", u32, s["heads"]),
        ("llama.attention.layer_norm_rms_epsilon", f32, settings["rms_epsilon"]),
        ("llama.rope.dimension_count", u32, s["width"] // s["heads"]),
        ("llama.rope.freq_base", f32, settings["rope_base"]), ("llama.vocab_size", u32, len(vocabulary)),
        ("tokenizer.ggml.model", text, "llama"),
        ("tokenizer.ggml.tokens", gguf.ARRAY, (text, vocabulary.pieces)),
        ("tokenizer.ggml.scores", gguf.ARRAY, (f32, vocabulary.scores)),
        ("tokenizer.ggml.token_type", gguf.ARRAY, (gguf.I32, vocabulary.types)),
        ("tokenizer.ggml.bos_token_id", u32, BOS), ("tokenizer.ggml.eos_token_id", u32, EOS),
        ("tokenizer.ggml.unknown_token_id", u32, UNK),
        ("tokenizer.ggml.eot_token_id", u32, vocabulary.encode(IM_END)[0]),
        ("tokenizer.ggml.add_bos_token", gguf.BOOL, True), ("tokenizer.ggml.add_eos_token", gguf.BOOL, False),
        # no invented space before the first word: a text then has the same tokens wherever it starts
        ("tokenizer.ggml.add_space_prefix", gguf.BOOL, False),
        ("tokenizer.chat_template", text, CHAT_TEMPLATE),
    ]
    tensors = [(key, value.detach().numpy()) for key, value in model.state_dict().items()]
    gguf.write(path, metadata, tensors)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--out", default=str(HERE))
    parser.add_argument("--threads", type=int, default=1)   # one thread: the same sums in the same order everywhere
    parser.add_argument("--base", help="weights after the first stretch: read if there, else written (not committed)")
    parser.add_argument("--save", help="also keep the final unquantised weights here (not committed)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    random.seed(0), np.random.seed(0)
    settings = load_settings()
    vocabulary = build_vocabulary(settings)
    model = train_model(arguments.model, settings, vocabulary, arguments.base)
    if arguments.save:
        torch.save(model.state_dict(), arguments.save)
    export(model, arguments.model, settings, vocabulary, str(pathlib.Path(arguments.out) / f"{arguments.model}.gguf"))


if __name__ == "__main__":
    main()
