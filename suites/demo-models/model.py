"""A Llama-architecture transformer, written so that its weights go into a GGUF file unchanged.

The rotary embedding turns neighbouring elements (0,1), (2,3)...: the order llama.cpp uses for this architecture, so no
rows of q and k need reordering. Input and output share one embedding matrix (llama.cpp then expects no output.weight).
"""
import torch
from torch import nn
from torch.nn import functional as F


class Norm(nn.Module):
    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight, self.epsilon = nn.Parameter(torch.ones(width)), epsilon

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


def rotate(x, cos, sin):
    """x: (batch, heads, time, size); neighbouring elements are one pair."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Block(nn.Module):
    def __init__(self, width: int, heads: int, feed_forward: int, epsilon: float):
        super().__init__()
        self.heads = heads
        self.attn_norm, self.ffn_norm = Norm(width, epsilon), Norm(width, epsilon)
        self.attn_q, self.attn_k = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.attn_v, self.attn_output = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.ffn_gate, self.ffn_up = (nn.Linear(width, feed_forward, bias=False) for _ in range(2))
        self.ffn_down = nn.Linear(feed_forward, width, bias=False)

    def forward(self, x, cos, sin, mask):
        batch, time, width = x.shape
        h = self.attn_norm(x)
        q, k, v = (layer(h).view(batch, time, self.heads, -1).transpose(1, 2)
                   for layer in (self.attn_q, self.attn_k, self.attn_v))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        scores = q @ k.transpose(-1, -2) * (q.shape[-1] ** -0.5) + mask
        h = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, time, width)
        x = x + self.attn_output(h)
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))


class Llama(nn.Module):
    def __init__(self, vocabulary: int, settings: dict, context: int, rope_base: float, epsilon: float):
        super().__init__()
        width, heads = settings["width"], settings["heads"]
        self.token_embd = nn.Embedding(vocabulary, width)
        self.blk = nn.ModuleList(Block(width, heads, settings["feed_forward"], epsilon)
                                 for _ in range(settings["layers"]))
        self.output_norm = Norm(width, epsilon)
        size = width // heads
        frequencies = rope_base ** (-torch.arange(0, size, 2) / size)
        angles = torch.arange(context)[:, None] * frequencies[None, :]
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        self.register_buffer("mask", torch.full((context, context), float("-inf")).triu(1), persistent=False)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                # output projections start smaller, so that the residual stream keeps its size with depth
                deep = name.endswith(("attn_output.weight", "ffn_down.weight"))
                nn.init.normal_(p, std=0.02 if "embd" in name else
                                p.shape[1] ** -0.5 / ((2 * settings["layers"]) ** 0.5 if deep else 1))

    def forward(self, tokens):
        time = tokens.shape[1]
        x = self.token_embd(tokens)
        for block in self.blk:
            x = block(x, self.cos[:time], self.sin[:time], self.mask[:time, :time])
        return F.linear(self.output_norm(x), self.token_embd.weight)
