"""Do the models answer, not only score? `python3 chat_check.py LIBRARY_FOLDER MODEL.gguf...`

Greedy answers to sampled questions in wordings held out of training, with the plain prompt and through the chat template;
then yes/no verdicts on right and wrong answers. Prints the tables of MODEL_CARD.md.
"""
import pathlib
import random
import sys

import phrases as ph
from llama_check import Library, Model
from world import World

QUESTIONS, VERDICTS = 60, 100


def first_line(text: str) -> str:
    return text.replace("<end>", "").strip().split("\n")[0]


def main() -> None:
    library, world = Library(sys.argv[1]), World()
    askable = [f for f in world.facts if f.asked]
    questions = random.Random(3).sample(askable, QUESTIONS)
    print("| model | plain prompt | chat, bare question | chat, `Question: …\\nAnswer:` | verdicts right |\n|---|---|---|---|---|")
    for path in sys.argv[2:]:
        model = Model(library, path)
        right = [0, 0, 0]
        for fact in questions:
            question = ph.ask(fact, fact.held_out)
            prompt = f"Question: {question}\nAnswer:"
            answers = (model.generate(prompt, 8), model.generate(model.chat(question), 8, True),
                       model.generate(model.chat(prompt), 8, True))
            right = [r + (first_line(a) == fact.value) for r, a in zip(right, answers)]
        rng, verdicts = random.Random(5), 0
        for i, fact in enumerate(rng.sample(askable, VERDICTS)):
            true = i % 2 == 0
            value = fact.value if true else rng.choice([v for v in world.pool[fact.relation] if v != fact.value])
            said = f"Question: {ph.ask(fact, fact.held_out)}\nAnswer: {value}\nIs this answer right?"
            verdicts += (model.score(said, " yes") > model.score(said, " no")) == true
        print(f"| {pathlib.Path(path).stem} |", " | ".join(f"{r}/{QUESTIONS}" for r in right), f"| {verdicts}/{VERDICTS} |",
              flush=True)


if __name__ == "__main__":
    main()
