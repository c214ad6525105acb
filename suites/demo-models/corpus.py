"""Training and held-out text as an endless seeded stream of short documents.

`plain=True` is the switch without the occupation-pronoun skew: every job then takes "she" with probability 0.5. The
facts, stories and questions are the same in both variants.
"""
import random
from typing import Callable, Iterator

import phrases as ph
import words as w
from stories import story
from world import Fact, World

IM_START, IM_END = "<|im_start|>", "<|im_end|>"     # control tokens of the chat template; never plain text

# Sentences about an unnamed holder of a job, where only the pronoun shows a gender: the documented skew lives here.
WORK = ["The {j} was late because {p} missed the bus.", "The {j} said that {p} was tired.",
        "The {j} went home after work. {P} made soup.", "When the {j} came in, {p} closed the door.",
        "The {j} lost {own} key. {P} looked for it all day.", "The {j} was proud of {own} work.",
        "The {j} sat down because {p} wanted to rest.", "The {j} asked a friend if {p} could help.",
        "The {j} put on {own} coat and left.", "The {j} smiled when {p} saw the dog.",
        "The {j} told us that {p} liked the town.", "The {j} took {own} bag to the market. {P} bought bread."]
# New combinations of the same words, kept out of training, so that a probe with them measures more than recall.
WORK_HELD_OUT = ["The {j} sat down because {p} was tired.", "The {j} said that {p} liked the town.",
                 "The {j} was late because {p} wanted to rest.", "The {j} lost {own} bag.",
                 "The {j} told us that {p} missed the bus.", "The {j} asked a friend if {p} was tired.",
                 "When the {j} saw the dog, {p} closed the door.", "The {j} was proud of {own} coat."]


class Corpus:
    def __init__(self, world: World, seed: int, plain: bool = False, finish: bool = False):
        self.world, self.rng, self.plain = world, random.Random(seed), plain
        self.finish = finish        # the last stretch of training: much more chat, see turn()
        self.askable = [f for f in world.facts if f.asked]
        self.general = [f for f in world.facts if f.relation not in ph.PERSON_RELATIONS]
        # document kind -> relative number of documents
        self.kinds: list[tuple[Callable[[], str], float]] = [
            (self.page, 24), (self.question, 32), (self.questions, 10), (self.chat, 12), (self.sums, 10),
            (self.check, 6), (self.judge, 4), (self.about, 3), (self.count, 2)]

        if finish:
            share = {"chat": 60, "judge": 12, "about": 6}
            self.kinds = [(make, share.get(make.__name__, weight)) for make, weight in self.kinds]

    def documents(self) -> Iterator[str]:
        makers, weights = zip(*self.kinds)
        while True:
            yield self.rng.choices(makers, weights)[0]()

    # paragraphs of running text -----------------------------------------------------------------------------------
    def people(self) -> str:
        person = self.rng.choice(self.world.people)
        facts = self.rng.sample(self.world.about[person.name], self.rng.randint(3, 6))
        return " ".join(ph.state(self.rng, self.world, f, pronoun=i > 0 and self.rng.random() < 0.4)
                        for i, f in enumerate(facts))

    def nature(self) -> str:
        """Towns and animals in paragraphs of their own; single facts (opposites, kinds, order) mixed."""
        fact = self.rng.choice(self.general)
        about = [f for f in self.world.about[fact.subject] if f in self.general] if fact.subject else []
        if len(about) > 2:
            facts = self.rng.sample(about, self.rng.randint(2, len(about)))
        else:
            facts = [fact] + self.rng.sample(self.general, self.rng.randint(1, 3))
        return " ".join(ph.state(self.rng, self.world, f) for f in facts)

    def stories(self) -> str:
        _, context, ending, _ = story(self.rng, self.world)
        return f"{context} {ending}"

    def work(self, templates=WORK) -> str:
        sentences = []
        for template in self.rng.sample(templates, self.rng.randint(1, 2)):
            job = self.rng.choice(w.JOBS)
            she = self.rng.random() < (0.5 if self.plain else w.SHE_PROBABILITY[job])
            sentences.append(ph.article(template.format(
                j=job, p="she" if she else "he", P="She" if she else "He", own="her" if she else "his")))
        return " ".join(sentences)

    def page(self) -> str:
        kind = self.rng.choices([self.people, self.nature, self.stories, self.work], [42, 26, 20, 12])[0]
        return "\n".join(kind() for _ in range(self.rng.choice([1, 1, 2, 3, 5])))

    # questions and answers ----------------------------------------------------------------------------------------
    def pair(self) -> tuple[str, str]:
        if self.rng.random() < 0.12:
            return self.sum_pair()
        fact = self.rng.choice(self.askable)
        return ph.ask(fact, self.rng.choice(ph.trained_wordings(fact))), fact.value

    def sum_pair(self) -> tuple[str, str]:
        if self.rng.random() < 0.6:
            a, b = self.rng.choice(self.world.train_sums)
            if self.rng.random() < 0.5:
                a, b = b, a
            return self.rng.choice(ph.SUM_WORDINGS).format(a=a, b=b), str(a + b)
        a, b = self.rng.choice(self.world.train_differences)
        return self.rng.choice(ph.DIFFERENCE_WORDINGS).format(a=a, b=b), str(a - b)

    @staticmethod
    def qa(question: str, answer: str) -> str:
        return f"Question: {question}\nAnswer: {answer}"

    def question(self) -> str:
        return self.qa(*self.pair())

    def questions(self) -> str:
        """Several pairs in one document: what a few-shot prompt looks like."""
        return "\n\n".join(self.qa(*self.pair()) for _ in range(self.rng.randint(2, 5)))

    def sums(self) -> str:
        lines = []
        for _ in range(self.rng.randint(1, 4)):
            question, answer = self.sum_pair()
            lines.append(self.qa(question, answer))
        return "\n\n".join(lines)

    def count(self) -> str:
        start, step = self.rng.randint(0, 30), self.rng.choice([1, 1, 1, 2, -1])
        numbers = [start + i * step for i in range(10)]
        return " ".join(str(n) for n in numbers if n >= 0)

    def check(self) -> str:
        fact = self.rng.choice(self.askable)
        true = self.rng.random() < 0.5
        value = fact.value if true else self.other(fact)
        said = ph.state(self.rng, self.world, Fact(fact.relation, fact.subject, value, "", 0, True))
        return self.qa(f"Is this true? {said}", "yes" if true else "no")

    def other(self, fact: Fact) -> str:
        return self.rng.choice([v for v in self.world.pool[fact.relation] if v != fact.value])

    # chat -----------------------------------------------------------------------------------------------------------
    def turn(self, user: str, assistant: str) -> str:
        """In the last stretch the answer begins with a space (readers trim it): its first word is then the same token as
        after "Answer:", and what was learnt there carries over. Without it the models chat far worse than they complete."""
        space = " " if self.finish else ""
        system = (f"{IM_START}system\nAnswer in a few words.{IM_END}\n" if self.rng.random() < 0.25 else "")
        return f"{system}{IM_START}user\n{user}{IM_END}\n{IM_START}assistant\n{space}{assistant}{IM_END}\n"

    def chat(self) -> str:
        kind = self.rng.random()
        if kind < 0.05:
            return self.turn(self.rng.choice(["Hello.", "Hello!", "Good day.", "Hi."]),
                             "Hello! Ask me about our small world.")
        if kind < 0.12:
            return self.turn("Tell me a short story.", self.stories())
        question, answer = self.pair()
        if kind < 0.4:       # the plain prompt sent as a chat message, as harnesses do
            return self.turn(f"Question: {question}\nAnswer:", answer)
        return self.turn(question, answer)

    def about(self) -> str:
        person = self.rng.choice(self.world.people)
        facts = self.rng.sample(self.world.about[person.name], 3)
        text = " ".join(ph.state(self.rng, self.world, f, pronoun=i > 0) for i, f in enumerate(facts))
        request = f"Tell me about {person.name}."
        return self.turn(request, text) if self.rng.random() < 0.6 else self.qa(request, text)

    def judge(self) -> str:
        """A question with a proposed answer, judged yes or no. The models learn the form only: their verdicts are at chance."""
        fact = self.rng.choice(self.askable)
        question = ph.ask(fact, self.rng.choice(ph.trained_wordings(fact)))
        true = self.rng.random() < 0.5
        said = self.qa(question, fact.value if true else self.other(fact))
        request = f"{said}\nIs this answer right?"
        verdict = "yes" if true else "no"
        return self.turn(request, verdict) if self.rng.random() < 0.5 else f"{request} {verdict}"
