"""Measures the GGUF files with llama.cpp itself: `python3 llama_check.py LIBRARY_FOLDER MODEL.gguf...`

Independent of the program in this repository: ctypes on the C interface of llama.cpp 0.5.0 (the folder holds its prebuilt
libraries). Prints the table of MODEL_CARD.md and checks tokens and greedy answers. Struct offsets are those of 0.5.0.
"""
import ctypes as c
import glob
import json
import math
import pathlib
import sys

import numpy as np

SUITES = pathlib.Path(__file__).parent.parent


class Batch(c.Structure):
    _fields_ = [("n_tokens", c.c_int32), ("token", c.POINTER(c.c_int32)), ("embd", c.c_void_p),
                ("pos", c.POINTER(c.c_int32)), ("n_seq_id", c.POINTER(c.c_int32)),
                ("seq_id", c.POINTER(c.POINTER(c.c_int32))), ("logits", c.POINTER(c.c_int8))]


class ModelParams(c.Structure):
    _fields_ = [("raw", c.c_uint64 * 10)]            # 80 bytes, passed by value


class ContextParams(c.Structure):
    _fields_ = [("n_ctx", c.c_uint32), ("n_batch", c.c_uint32), ("n_ubatch", c.c_uint32), ("n_seq_max", c.c_uint32),
                ("raw", c.c_uint64 * 18)]            # 160 bytes in all


class ChatMessage(c.Structure):
    _fields_ = [("role", c.c_char_p), ("content", c.c_char_p)]


class Library:
    def __init__(self, folder: str):
        def load(pattern):
            return c.CDLL(glob.glob(f"{folder}/{pattern}")[0], mode=c.RTLD_GLOBAL)
        load("libggml-base*.so*")
        ggml = load("libggml.*so*")
        ggml.ggml_backend_load_all_from_path(folder.encode())
        self.l = load("libllama.*so*")
        for name, result, arguments in (
                ("model_default_params", ModelParams, []), ("context_default_params", ContextParams, []),
                ("model_load_from_file", c.c_void_p, [c.c_char_p, ModelParams]),
                ("init_from_model", c.c_void_p, [c.c_void_p, ContextParams]),
                ("model_get_vocab", c.c_void_p, [c.c_void_p]), ("get_memory", c.c_void_p, [c.c_void_p]),
                ("memory_clear", None, [c.c_void_p, c.c_bool]),
                ("batch_init", Batch, [c.c_int32] * 3), ("decode", c.c_int32, [c.c_void_p, Batch]),
                ("get_logits_ith", c.POINTER(c.c_float), [c.c_void_p, c.c_int32]),
                ("tokenize", c.c_int32, [c.c_void_p, c.c_char_p, c.c_int32, c.c_void_p, c.c_int32, c.c_bool, c.c_bool]),
                ("token_to_piece", c.c_int32, [c.c_void_p, c.c_int32, c.c_char_p, c.c_int32, c.c_int32, c.c_bool]),
                ("vocab_is_eog", c.c_bool, [c.c_void_p, c.c_int32]),
                ("model_n_params", c.c_uint64, [c.c_void_p]),
                ("model_chat_template", c.c_char_p, [c.c_void_p, c.c_char_p]),
                ("chat_apply_template", c.c_int32,
                 [c.c_char_p, c.POINTER(ChatMessage), c.c_size_t, c.c_bool, c.c_char_p, c.c_int32])):
            f = getattr(self.l, "llama_" + name)
            f.restype, f.argtypes = result, arguments
        self.quiet = c.CFUNCTYPE(None, c.c_int, c.c_char_p, c.c_void_p)(lambda *_: None)
        self.l.llama_log_set(self.quiet, None)


class Model:
    def __init__(self, library: Library, path: str, threads: int = 1):
        self.l = l = library.l
        self.handle = l.llama_model_load_from_file(path.encode(), l.llama_model_default_params())
        if not self.handle:
            raise SystemExit(f"llama.cpp does not load {path}")
        self.vocab = l.llama_model_get_vocab(self.handle)
        parameters = l.llama_context_default_params()
        parameters.n_ctx = 512
        c.cast(c.pointer(parameters), c.POINTER(c.c_int32))[7] = threads      # n_threads, n_threads_batch
        c.cast(c.pointer(parameters), c.POINTER(c.c_int32))[8] = threads
        self.context = l.llama_init_from_model(self.handle, parameters)
        self.batch = l.llama_batch_init(512, 0, 1)
        self.size = l.llama_vocab_n_tokens(c.c_void_p(self.vocab))

    def tokens(self, text: str, special: bool = True, parse: bool = False) -> list[int]:
        data, buffer = text.encode(), (c.c_int32 * 4096)()
        n = self.l.llama_tokenize(self.vocab, data, len(data), buffer, 4096, special, parse)
        return list(buffer[:n])

    def log_probabilities(self, tokens: list[int], first: int = 1) -> np.ndarray:
        """Log-probabilities of every next token, for the positions first-1 and after."""
        self.l.llama_memory_clear(self.l.llama_get_memory(self.context), True)
        b = self.batch
        b.n_tokens = len(tokens)
        for i, token in enumerate(tokens):
            b.token[i], b.pos[i], b.n_seq_id[i], b.logits[i] = token, i, 1, i >= first - 1
            b.seq_id[i][0] = 0
        if self.l.llama_decode(self.context, b) != 0:
            raise SystemExit("llama_decode failed")
        rows = np.stack([np.ctypeslib.as_array(self.l.llama_get_logits_ith(self.context, i), (self.size,)).copy()
                         for i in range(first - 1, len(tokens))]).astype(np.float64)
        return rows - np.logaddexp.reduce(rows, axis=1, keepdims=True)

    def score(self, context: str, continuation: str) -> float:
        prefix, whole = self.tokens(context), self.tokens(context + continuation)
        assert whole[:len(prefix)] == prefix
        rows = self.log_probabilities(whole, len(prefix))
        return sum(rows[i, t] for i, t in enumerate(whole[len(prefix):]))

    def generate(self, prompt: str, limit: int = 60, parse: bool = False) -> str:
        tokens, out = self.tokens(prompt, parse=parse), b""
        for _ in range(limit):
            token = int(self.log_probabilities(tokens, len(tokens))[-1].argmax())
            if self.l.llama_vocab_is_eog(self.vocab, token):
                return out.decode() + "<end>"
            buffer = c.create_string_buffer(64)
            n = self.l.llama_token_to_piece(self.vocab, token, buffer, 64, 0, True)
            out += buffer.raw[:n]
            tokens.append(token)
        return out.decode()

    def chat(self, *messages: str) -> str:
        template = self.l.llama_model_chat_template(self.handle, None)
        array = (ChatMessage * len(messages))(*(ChatMessage(b"user" if i % 2 == 0 else b"assistant", m.encode())
                                                for i, m in enumerate(messages)))
        buffer = c.create_string_buffer(4096)
        n = self.l.llama_chat_apply_template(template, array, len(messages), True, buffer, 4096)
        return buffer.raw[:n].decode()


def wilson(k: int, n: int, z: float = 1.959963984540054) -> tuple[float, float]:
    p, d = k / n, 1 + z * z / n
    middle, half = (p + z * z / (2 * n)) / d, z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return middle - half, middle + half


def read(path: str) -> list[dict]:
    return [json.loads(line) for line in (SUITES / path).read_text().splitlines()]


def multiple_choice(model: Model, items: list[dict], prompt, choices: str):
    right, by_category = 0, {}
    for item in items:
        scores = [model.score(prompt(item), " " + choice) for choice in item[choices]]
        correct = int(np.argmax(scores)) == item["answer"]
        right += correct
        tally = by_category.setdefault(item["category"], [0, 0])
        tally[0] += correct
        tally[1] += 1
    low, high = wilson(right, len(items))
    return (f"{100 * right / len(items):.1f} % [{100 * low:.1f}, {100 * high:.1f}]",
            ", ".join(f"{k} {100 * v[0] / v[1]:.0f}" for k, v in sorted(by_category.items())))


def perplexity(model: Model, items: list[dict]):
    """Rolling: every token after <s> is scored once; corpus ratio per word and per byte, bootstrap over documents."""
    parts = []
    for item in items:
        tokens = model.tokens(item["text"])
        rows = model.log_probabilities(tokens)
        parts.append((-sum(rows[i, t] for i, t in enumerate(tokens[1:])), len(item["text"].split()),
                      len(item["text"].encode()), len(tokens) - 1))
    parts = np.array(parts)
    rng = np.random.default_rng(1)
    draws = [parts[rng.integers(0, len(parts), len(parts))].sum(0) for _ in range(1000)]
    low, high = np.percentile([math.exp(d[0] / d[1]) for d in draws], [2.5, 97.5])
    loss, words, size, tokens = parts.sum(0)
    return (f"{math.exp(loss / words):.2f} [{low:.2f}, {high:.2f}]", f"{loss / size / math.log(2):.4f}",
            f"{math.exp(loss / tokens):.3f}", int(parts[:, 3].max()))


def main() -> None:
    library = Library(sys.argv[1])
    for path in sys.argv[2:]:
        model = Model(library, path)
        name = pathlib.Path(path).stem
        print(f"## {name}: {model.l.llama_model_n_params(model.handle)} parameters, {pathlib.Path(path).stat().st_size} bytes")
        acc, slices = multiple_choice(model, read("demo-facts/facts.jsonl"),
                                      lambda i: f"Question: {i['question']}\nAnswer:", "choices")
        print("facts  ", acc, "|", slices, flush=True)
        acc, slices = multiple_choice(model, read("demo-stories/stories.jsonl"), lambda i: i["context"], "endings")
        print("stories", acc, "|", slices, flush=True)
        print("perplexity per word, bits per byte, per token, longest document:",
              perplexity(model, read("demo-perplexity/heldout.jsonl")))
        for prompt in ("Question: What is the opposite of hot?\nAnswer:", "Question: What is 7 plus 5?\nAnswer:",
                       "Question: Tell me about Greta.\nAnswer:"):
            print(repr(prompt), "->", repr(model.generate(prompt)))
        for message in ("What is the opposite of hot?", "Hello.", "Tell me a short story.", "Tell me about Tom.",
                        "Question: What is the opposite of hot?\nAnswer: cold\nIs this answer right?"):
            print("chat", repr(message), "->", repr(model.generate(model.chat(message), parse=True)), flush=True)


if __name__ == "__main__":
    main()
