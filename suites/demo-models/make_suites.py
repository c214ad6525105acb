"""Writes the data of the three demo suites next to this folder: `python3 make_suites.py`. Seeded; no model involved."""
import json
import pathlib
import random

import phrases as ph
from corpus import WORK, Corpus
from stories import PLOTS, story
from world import World

SUITES = pathlib.Path(__file__).parent.parent
SEED = 909                      # differs from every training seed in settings.json
STORIES = 400
PERPLEXITY_DOCUMENTS = 150      # about 800 bytes each


def choices_for(rng: random.Random, gold: str, pool: list[str], position: int) -> list[str]:
    """Three distractors that answer the same kind of question elsewhere, with the gold put at `position`."""
    wrong = rng.sample([v for v in pool if v != gold], 3)
    return wrong[:position] + [gold] + wrong[position:]


def facts(world: World, rng: random.Random) -> list[dict]:
    asked = []
    for fact in world.facts:
        pool = world.pool[fact.relation]
        # the opposite of a word is also a tempting wrong answer to another word's question, so the pool is all of them
        asked.append((fact.category, ph.ask(fact, fact.held_out), fact.value,
                      [v for v in pool if v != fact.subject]))
    for a, b in world.held_sums:
        a, b = (a, b) if rng.random() < 0.5 else (b, a)
        asked.append(("sum", rng.choice(ph.SUM_WORDINGS).format(a=a, b=b), str(a + b), near(a + b)))
    for a, b in world.held_differences:
        asked.append(("sum", rng.choice(ph.DIFFERENCE_WORDINGS).format(a=a, b=b), str(a - b), near(a - b)))
    rng.shuffle(asked)
    positions = balanced(rng, len(asked))
    return [{"id": f"fact-{i:04}", "question": question, "choices": choices_for(rng, gold, pool, positions[i]),
             "answer": positions[i], "category": category}
            for i, (category, question, gold, pool) in enumerate(asked)]


def near(n: int) -> list[str]:
    """Wrong sums somebody could really get: off by one, two or ten."""
    return [str(n + d) for d in (-10, -2, -1, 1, 2, 10) if n + d >= 0]


def balanced(rng: random.Random, n: int) -> list[int]:
    positions = [i % 4 for i in range(n)]
    rng.shuffle(positions)
    return positions


def endings(world: World, rng: random.Random) -> list[dict]:
    positions, items, seen = balanced(rng, STORIES), [], set()
    while len(items) < STORIES:
        plot, context, ending, wrong = story(rng, world, list(PLOTS)[len(items) % len(PLOTS)])
        if context in seen or len(wrong) < 3:
            continue
        seen.add(context)
        i = len(items)
        position = positions[i]
        items.append({"id": f"story-{i:03}", "context": context,
                      "endings": wrong[:position] + [ending] + wrong[position:], "answer": position, "category": plot})
    return items


def held_out(world: World) -> list[dict]:
    corpus = Corpus(world, SEED + 1)
    makers = {"people": corpus.people, "nature": corpus.nature, "stories": corpus.stories,
              "work": lambda: corpus.work(WORK)}
    items = []
    for i in range(PERPLEXITY_DOCUMENTS):
        category = list(makers)[i % 10 % 4]            # 3 : 3 : 2 : 2
        text, size = [], 0
        while size < 780:
            text.append(makers[category]())
            size += len(text[-1])
        items.append({"id": f"text-{i:03}", "text": "\n".join(text), "category": category})
    return items


def write(folder: str, file: str, items: list[dict]) -> None:
    path = SUITES / folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items))
    print(folder, len(items), "items", path.stat().st_size, "bytes")


def main() -> None:
    world, rng = World(), random.Random(SEED)
    write("demo-facts", "facts.jsonl", facts(world, rng))
    write("demo-stories", "stories.jsonl", endings(world, rng))
    write("demo-perplexity", "heldout.jsonl", held_out(world))


if __name__ == "__main__":
    main()
