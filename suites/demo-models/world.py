"""The small consistent world: a fixed, seeded list of facts. Statements and questions about them are in phrases.py.

A fact is (relation, subject, value). Each fact carries which question wording is held out (asked only by demo-facts,
never in training) and whether training asks about it at all: some facts are only ever *stated* in training, so that
answering needs more than recalling a question.
"""
import random
from dataclasses import dataclass

import words as w

WORLD_SEED = 2026
QUESTION_WORDINGS = 4          # each relation has this many; one per fact is held out
STATED_ONLY = 0.25             # share of facts about which training asks no question


@dataclass(frozen=True)
class Fact:
    relation: str              # key into phrases.RELATIONS
    subject: str
    value: str
    category: str              # slice shown by the suite
    held_out: int              # index of the question wording kept for the suite
    asked: bool                # may training ask the other wordings?


@dataclass(frozen=True)
class Person:
    name: str
    she: bool
    town: str
    pet: str
    colour: str
    food: str
    job: str
    hobby: str


class World:
    """Everything that is true, the same in every variant of the training text."""

    def __init__(self, seed: int = WORLD_SEED):
        rng = random.Random(seed)
        self.people = self._people(rng)
        self.by_name = {p.name: p for p in self.people}
        self.facts: list[Fact] = []

        def add(relation, subject, value, category):
            self.facts.append(Fact(relation, subject, value, category,
                                   rng.randrange(QUESTION_WORDINGS), rng.random() >= STATED_ONLY))

        for p in self.people:
            add("lives", p.name, p.town, "place")
            add("pet", p.name, p.pet, "animal")
            add("likes-colour", p.name, p.colour, "colour")
            add("likes-food", p.name, p.food, "food")
            add("job", p.name, p.job, "job")
            add("hobby", p.name, p.hobby, "hobby")
        for town in w.TOWNS:
            landmark = rng.choice(w.LANDMARKS)
            add("landmark", town, landmark, "place")
            add("landmark-colour", town, rng.choice(w.COLOURS), "colour")
            add("town-food", town, rng.choice(w.FOODS), "food")
            add("near", town, rng.choice(w.NEARBY), "place")
        for animal, facts in w.ANIMALS.items():
            colour, home, food, sound = facts.split()
            add("animal-colour", animal, colour, "colour")
            add("animal-home", animal, home, "animal")
            add("animal-food", animal, food, "food")
            add("animal-sound", animal, sound, "animal")
        for a, b in w.OPPOSITES:
            add("opposite", a, b, "opposite")
            add("opposite", b, a, "opposite")
        for kind, members in w.KINDS.items():
            for member in members:
                add("kind", member, kind, "kind")
        for ring, relation in ((w.DAYS, "day"), (w.MONTHS, "month")):
            for i, item in enumerate(ring):
                add(relation + "-after", item, ring[(i + 1) % len(ring)], "order")
                add(relation + "-before", item, ring[i - 1], "order")

        # Sums: the suite's pairs never occur in training in either order, so the answer has to be computed.
        pairs = [(a, b) for a in range(1, 21) for b in range(a, 21)]
        rng.shuffle(pairs)
        self.held_sums, self.train_sums = pairs[:70], pairs[70:]
        differences = [(a, b) for a in range(2, 31) for b in range(1, min(a, 11))]
        rng.shuffle(differences)
        self.held_differences, self.train_differences = differences[:60], differences[60:]

        # value pools for distractors: what the same kind of question may be answered with
        self.pool: dict[str, list[str]] = {}
        for f in self.facts:
            pool = self.pool.setdefault(f.relation, [])
            if f.value not in pool:
                pool.append(f.value)
        self.about: dict[str, list[Fact]] = {}
        for f in self.facts:
            self.about.setdefault(f.subject, []).append(f)

    @staticmethod
    def _people(rng: random.Random) -> list[Person]:
        people = []
        for she, names in ((True, w.SHE_NAMES), (False, w.HE_NAMES)):
            # The same multiset of jobs for both: named people carry no occupation-pronoun skew.
            jobs = [w.JOBS[i % len(w.JOBS)] for i in range(len(names))]
            rng.shuffle(jobs)
            for name, job in zip(names, jobs):
                people.append(Person(name, she, rng.choice(w.TOWNS), rng.choice(w.PETS), rng.choice(w.COLOURS),
                                     rng.choice(w.FOODS), job, rng.choice(w.HOBBIES)))
        return people
