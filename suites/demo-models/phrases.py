"""How facts are said and asked: statements (for training text) and question wordings (one per fact is held out).

{s} is the subject, {v} the value, {P}/{p} the pronoun (She/she), {own} its possessive. A statement that starts with {S}
gets either the name or, inside a paragraph about one person, the pronoun.
"""
import random

from world import Fact, World

# relation: (statements, question wordings)
RELATIONS = {
    "lives": (["{S} lives in {v}.", "{S} has a home in {v}.", "{S} comes from {v}.", "The home of {s} is in {v}."],
              ["Where does {s} live?", "In which town does {s} live?", "What town does {s} come from?",
               "In which town is the home of {s}?"]),
    "pet": (["{S} has a pet {v}.", "{S} keeps a {v}.", "The pet of {s} is a {v}.", "At home {s} has a {v}."],
            ["What pet does {s} have?", "What animal does {s} keep?", "What is the pet of {s}?",
             "Which pet does {s} keep?"]),
    "likes-colour": (["{S} likes the colour {v}.", "The favourite colour of {s} is {v}.", "{S} loves {v} things.",
                      "The colour {s} likes best is {v}."],
                     ["What colour does {s} like?", "What is the favourite colour of {s}?",
                      "Which colour does {s} like best?", "Which colour does {s} love?"]),
    "likes-food": (["{S} likes to eat {v}.", "The favourite food of {s} is {v}.", "{S} eats {v} every week.",
                    "The food {s} likes best is {v}."],
                   ["What does {s} like to eat?", "What is the favourite food of {s}?",
                    "Which food does {s} like best?", "What food does {s} love?"]),
    "job": (["{S} works as a {v}.", "{S} is a {v}.", "The job of {s} is {v}.", "By day {s} works as a {v}."],
            ["What is the job of {s}?", "What does {s} work as?", "Which job does {s} have?",
             "What work does {s} do?"]),
    "hobby": (["{S} likes {v}.", "The hobby of {s} is {v}.", "For fun {s} goes {v}.", "{S} spends free days {v}."],
              ["What is the hobby of {s}?", "What does {s} do for fun?", "Which hobby does {s} have?",
               "What hobby does {s} like?"]),
    "landmark": (["In {s} there is a {v}.", "{S} has a famous {v}.", "People visit the {v} of {s}.",
                  "The {v} stands in the middle of {s}."],
                 ["What stands in {s}?", "What is {s} famous for?", "What do people visit in {s}?",
                  "What is in the middle of {s}?"]),
    "landmark-colour": (["The doors in {s} are {v}.", "In {s} all doors are {v}.", "{S} has {v} doors.",
                         "People in {s} paint doors {v}."],
                        ["What colour are the doors in {s}?", "Which colour do the doors of {s} have?",
                         "What colour do people in {s} paint doors?", "In {s}, what colour is a door?"]),
    "town-food": (["In {s} people eat {v}.", "The shops of {s} sell {v}.", "{S} is known for {v}.",
                   "The best {v} comes from {s}."],
                  ["What do people eat in {s}?", "What do the shops of {s} sell?", "Which food comes from {s}?",
                   "Which food do people buy in {s}?"]),
    "near": (["{S} is near a {v}.", "There is a {v} near {s}.", "{S} lies by a {v}.", "A {v} is close to {s}."],
             ["What is near {s}?", "What does {s} lie by?", "What is close to {s}?", "What can you see near {s}?"]),
    "animal-colour": (["The {s} is {v}.", "A {s} is {v}.", "The colour of a {s} is {v}.", "The {s} has a {v} skin."],
                      ["What colour is a {s}?", "What is the colour of the {s}?", "Which colour does a {s} have?",
                       "What colour does the {s} have?"]),
    "animal-home": (["The {s} lives in the {v}.", "The home of a {s} is the {v}.", "A {s} sleeps in the {v}.",
                     "You find the {s} in the {v}."],
                    ["Where does a {s} live?", "What is the home of a {s}?", "Where does the {s} sleep?",
                     "Where can you find a {s}?"]),
    "animal-food": (["The {s} eats {v}.", "A {s} likes {v}.", "The food of a {s} is {v}.", "You can feed {v} to a {s}."],
                    ["What does a {s} eat?", "What is the food of a {s}?", "What does the {s} like to eat?",
                     "What can you feed to a {s}?"]),
    "animal-sound": (["A {s} can {v}.", "You can hear a {s} {v}.", "The sound of a {s} is a {v}.",
                      "At night the {s} will {v}."],
                     ["What sound does a {s} make?", "What is the sound of a {s}?", "What can a {s} do loudly?",
                      "Which sound comes from the {s}?"]),
    "opposite": (["The opposite of {s} is {v}.", "{S} is the opposite of {v}.", "{S} and {v} are opposites.",
                  "What is not {s} may be {v}."],
                 ["What is the opposite of {s}?", "Which word is the opposite of {s}?", "What is the reverse of {s}?",
                  "Which word means not {s}?"]),
    "kind": (["A {s} is a kind of {v}.", "The {s} is a {v}.", "One {v} is the {s}.", "A {s} is a {v}."],
             ["What kind of thing is a {s}?", "What is a {s}?", "What sort of thing is the {s}?",
              "Which kind of thing is the {s}?"]),
    "day-after": (["After {s} comes {v}.", "{V} is the day after {s}.", "{S} is followed by {v}.",
                   "The day after {s} is {v}."],
                  ["Which day comes after {s}?", "What day follows {s}?", "What is the day after {s}?",
                   "Which day is next after {s}?"]),
    "day-before": (["Before {s} comes {v}.", "{V} is the day before {s}.", "{S} follows {v}.",
                    "The day before {s} is {v}."],
                   ["Which day comes before {s}?", "What day is before {s}?", "What is the day before {s}?",
                    "Which day is just before {s}?"]),
    "month-after": (["After {s} comes {v}.", "{V} is the month after {s}.", "{S} is followed by {v}.",
                     "The month after {s} is {v}."],
                    ["Which month comes after {s}?", "What month follows {s}?", "What is the month after {s}?",
                     "Which month is next after {s}?"]),
    "month-before": (["Before {s} comes {v}.", "{V} is the month before {s}.", "{S} follows {v}.",
                      "The month before {s} is {v}."],
                     ["Which month comes before {s}?", "What month is before {s}?", "What is the month before {s}?",
                      "Which month is just before {s}?"]),
}
PERSON_RELATIONS = ("lives", "pet", "likes-colour", "likes-food", "job", "hobby")
SUM_WORDINGS = ["What is {a} plus {b}?", "How much is {a} and {b}?", "What is the sum of {a} and {b}?"]
DIFFERENCE_WORDINGS = ["What is {a} minus {b}?", "How much is {a} less {b}?"]


def article(text: str) -> str:
    """'a apple' -> 'an apple' (the templates always say 'a')."""
    for vowel in "aeiou":
        text = text.replace(f" a {vowel}", f" an {vowel}").replace(f"A {vowel}", f"An {vowel}")
    return text


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def state(rng: random.Random, world: World, fact: Fact, pronoun: bool = False) -> str:
    """One statement of the fact; `pronoun` replaces the subject where the sentence before named it."""
    statement = rng.choice(RELATIONS[fact.relation][0])
    subject = fact.subject
    if pronoun and subject in world.by_name:
        subject = "She" if world.by_name[subject].she else "He"
        # only sentences that begin with the subject read well with a pronoun
        statement = rng.choice([s for s in RELATIONS[fact.relation][0] if s.startswith("{S}")])
    return article(statement.format(s=fact.subject, S=capital(subject), v=fact.value, V=capital(fact.value)))


def ask(fact: Fact, wording: int) -> str:
    return article(RELATIONS[fact.relation][1][wording].format(s=fact.subject))


def trained_wordings(fact: Fact) -> list[int]:
    """The question wordings that training may use for this fact: never the held-out one."""
    return [i for i in range(len(RELATIONS[fact.relation][1])) if i != fact.held_out] if fact.asked else []
