"""Short stories with an ending that follows from the text, and endings that do not.

Each plot returns (context, true ending, pool of wrong endings). The same plots make training stories (context + true
ending) and the held-out items of demo-stories; people, things, colours and places are drawn at random, so an item is a
combination not seen in training. Wrong endings reuse what the story mentions, so word counting does not find them.
"""
import random

import words as w
from phrases import article, capital
from world import Person, World

THINGS = "ball kite hat scarf cup book key lamp drum doll coat bag".split()
PLACES = ["bed", "table", "tree", "bench", "box", "chair", "basket", "cart"]
ROOMS = ["kitchen", "garden", "barn", "attic", "school", "park", "market", "forest"]
WEATHER = {"rained": "wet", "snowed": "cold", "was hot": "thirsty", "was windy": "tired"}
GOOD = ["happy", "glad", "proud"]
BAD = ["sad", "angry", "upset"]


def pronouns(person: Person) -> dict[str, str]:
    return ({"p": "she", "P": "She", "o": "her", "own": "her"} if person.she
            else {"p": "he", "P": "He", "o": "him", "own": "his"})


def lost(rng, a, b):
    (t1, t2), (c1, c2, c3) = rng.sample(THINGS, 2), rng.sample(w.COLOURS, 3)
    places = rng.sample(PLACES, 3)
    g = pronouns(a)
    context = (f"{a.name} had a {c1} {t1}. {b.name} had a {c2} {t2}. One {rng.choice(w.DAYS)} {a.name} lost the {t1}. "
               f"{g['P']} looked under the {places[0]} and under the {places[1]}.")
    return context, f"At last {a.name} found the {c1} {t1}.", [
        f"At last {a.name} found the {c2} {t2}.", f"At last {a.name} found the {c3} {t1}.",
        f"At last {a.name} found the {c2} {t1}.", f"At last {b.name} found the {c3} {t2}.",
        f"At last {a.name} found the {c1} {t2}."]


def gift(rng, a, b):
    (t1, t2), (c1, c2) = rng.sample(THINGS, 2), rng.sample(w.COLOURS, 2)
    day, g = rng.choice(w.DAYS), pronouns(a)
    context = (f"It was {day}. {a.name} went to the market to buy a gift for {b.name}. "
               f"{g['P']} saw a {c2} {t2}, but {g['p']} bought a {c1} {t1}.")
    return context, f"{b.name} was happy with the new {c1} {t1}.", [
        f"{b.name} was happy with the new {c2} {t2}.", f"{a.name} was happy with the new {c2} {t2}.",
        f"{b.name} was happy with the new {c1} {t2}.", f"{b.name} was happy with the new {c2} {t1}."]


def weather(rng, a, b):
    what, state = rng.choice(list(WEATHER.items()))
    wrong = [s for s in WEATHER.values() if s != state] + ["asleep"]
    room, g = rng.choice(ROOMS), pronouns(a)
    context = (f"{a.name} walked to the {room} with {b.name}. It {what} all the way. "
               f"{b.name} went home, but {a.name} stayed out for an hour.")
    return context, f"{a.name} came home and {g['p']} was very {state}.", [
        f"{a.name} came home and {g['p']} was very {s}." for s in wrong]


def hungry(rng, a, b):
    (f1, f2, f3), (p1, p2) = rng.sample(w.FOODS, 3), rng.sample(w.PETS, 2)
    context = (f"{a.name} was hungry. In the kitchen there was {f1} and {f2}. The {p1} of {b.name} ate the {f1}. "
               f"So {a.name} could not eat that.")
    return context, f"{a.name} ate the {f2} instead.", [
        f"{a.name} ate the {f1} instead.", f"{a.name} ate the {f3} instead.", f"{b.name} ate the {f1} instead.",
        f"The {p2} ate the {f3} instead."]


def race(rng, a, b):
    p1, p2, p3 = rng.sample(w.PETS, 3)
    room = rng.choice(ROOMS)
    fast, slow = (p1, p2)
    first = rng.random() < 0.5
    speed = f"The {fast} was fast and the {slow} was slow." if first else f"The {slow} was slow and the {fast} was fast."
    context = f"{a.name} and {b.name} watched a race near the {room}. A {p1} ran against a {p2}. {speed}"
    return context, f"The {fast} won and the {slow} came last.", [
        f"The {slow} won and the {fast} came last.", f"The {p3} won and the {slow} came last.",
        f"The {fast} won and the {p3} came last.", f"The {slow} won and the {p3} came last."]


def hidden(rng, a, b):
    t1, t2, t3 = rng.sample(THINGS, 3)
    p1, p2, p3 = rng.sample(PLACES, 3)
    context = (f"{a.name} put the {t1} under the {p1}. {b.name} put the {t2} under the {p2}. "
               f"Later {rng.choice([a, b]).name} wanted the {t1}.")
    return context, f"The {t1} was still under the {p1}.", [
        f"The {t1} was still under the {p2}.", f"The {t1} was still under the {p3}.",
        f"The {t2} was still under the {p1}.", f"The {t3} was still under the {p1}."]


def mood(rng, a, b):
    good = rng.random() < 0.5
    thing, colour = rng.choice(THINGS), rng.choice(w.COLOURS)
    event = (rng.choice([f"{b.name} gave {a.name} the {colour} {thing}.", f"{a.name} won a {colour} {thing}."]) if good
             else rng.choice([f"{b.name} broke the {colour} {thing} of {a.name}.",
                              f"{a.name} dropped the {colour} {thing} into the river."]))
    right, wrong = (GOOD, BAD) if good else (BAD, GOOD)
    g = pronouns(a)
    face = "smiled" if good else "cried"
    other = "cried" if good else "smiled"
    context = f"{a.name} and {b.name} met in the {rng.choice(ROOMS)}. {event}"
    r = rng.choice(right)
    return context, f"{a.name} {face} because {g['p']} was {r}.", [
        f"{a.name} {other} because {g['p']} was {x}." for x in wrong] + [
        f"{a.name} {face} because {g['p']} was {x}." for x in wrong]


def shop(rng, a, b):
    c1, c2 = rng.sample(w.COLOURS, 2)
    t = rng.choice(THINGS)
    have, cost = rng.randint(2, 9), rng.randint(2, 9)
    enough = have >= cost
    g = pronouns(a)
    context = (f"{a.name} had {have} coins. In the shop there was a {c1} {t} for {cost} coins. "
               f"{b.name} waited at the door.")
    yes, no = f"{a.name} had enough and bought the {c1} {t}.", f"{a.name} did not have enough and left."
    right, wrong = (yes, no) if enough else (no, yes)
    return context, right, [wrong, f"{a.name} had enough and bought the {c2} {t}.",
                            f"{b.name} did not have enough and bought the {c2} {t}.",
                            f"{b.name} had enough and bought the {c2} {t}."]


PLOTS = {f.__name__: f for f in (lost, gift, weather, hungry, race, hidden, mood, shop)}


def story(rng: random.Random, world: World, plot: str | None = None):
    """(category, context, true ending, three wrong endings)."""
    plot = plot or rng.choice(list(PLOTS))
    a, b = rng.sample(world.people, 2)
    context, ending, wrong = PLOTS[plot](rng, a, b)
    wrong = list(dict.fromkeys(x for x in wrong if x != ending))
    rng.shuffle(wrong)
    return plot, article(context), article(capital(ending)), [article(capital(x)) for x in wrong[:3]]
