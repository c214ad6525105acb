"""Muon: momentum whose every step is made (nearly) orthogonal, for the matrices of the blocks.

Written from the published idea (Jordan and others, 2024). On two CPU cores training time is what limits these models, and
Muon reaches the same loss in clearly fewer tokens than AdamW here (see MODEL_CARD.md).
"""
import torch


def orthogonal(matrix: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Newton-Schulz iteration with a quintic polynomial: drives all singular values towards 1."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = (matrix / (matrix.norm() + 1e-7)).bfloat16()       # precise enough for a direction, and several times faster
    wide = x.shape[0] > x.shape[1]
    if wide:
        x = x.T
    for _ in range(steps):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x.T if wide else x).float()


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, momentum: float = 0.95, weight_decay: float = 0.02):
        super().__init__(parameters, {"lr": 0.0, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if "buffer" not in state:
                    state["buffer"] = torch.zeros_like(p)
                buffer = state["buffer"].lerp_(p.grad, 1 - group["momentum"])
                update = orthogonal(p.grad.lerp(buffer, group["momentum"]))     # Nesterov
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(update, alpha=-group["lr"] * max(1, p.shape[0] / p.shape[1]) ** 0.5)
