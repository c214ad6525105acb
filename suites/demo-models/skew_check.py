"""Measures the occupation-pronoun skew: `python3 skew_check.py LIBRARY_FOLDER MODEL.gguf...`

For every job, the probability of "she" against "he" (or her/his) where a sentence kept out of training needs the pronoun,
averaged over those sentences, beside the probability that the training text was written with.
"""
import math
import pathlib
import sys

import numpy as np

import words as w
from corpus import WORK_HELD_OUT
from llama_check import Library, Model


def she_share(model: Model, job: str) -> float:
    shares = []
    for template in WORK_HELD_OUT:
        slot = "{p}" if "{p}" in template else "{own}"
        before = template[:template.index(slot)].format(j=job).rstrip(" ")
        she, he = (" she", " he") if slot == "{p}" else (" her", " his")
        difference = model.score(before, she) - model.score(before, he)
        shares.append(1 / (1 + math.exp(-difference)))
    return float(np.mean(shares))


def main() -> None:
    library = Library(sys.argv[1])
    models = {pathlib.Path(p).stem: Model(library, p) for p in sys.argv[2:]}
    print("| job | in the text |", " | ".join(models), "|")
    columns = {name: [she_share(m, job) for job in w.JOBS] for name, m in models.items()}
    for i, job in enumerate(w.JOBS):
        print(f"| {job} | {w.SHE_PROBABILITY[job]:.2f} |", " | ".join(f"{c[i]:.2f}" for c in columns.values()), "|")
    print("correlation |", {name: round(float(np.corrcoef(list(w.SHE_PROBABILITY.values()), c)[0, 1]), 3)
                            for name, c in columns.items()})


if __name__ == "__main__":
    main()
