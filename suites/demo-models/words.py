"""The word lists of our small world. Every list was written by hand for this project; nothing was fetched.

Real-looking English is used where it helps a reader (a fox lives in a den), invented names where a fact must be learnt
rather than guessed (towns, who lives where). Short words, because the vocabulary has only about a thousand pieces.
"""

SHE_NAMES = """Ada Amy Ana Bea Beth Cara Cleo Dina Dora Edda Ella Emma Erin Eva Faye Fern Gina Greta Hana Hope
Ida Ines Iris Ivy Jane Jill Joan June Kate Kim Lara Lena Lily Lucy Maia Mary Mila Mona Nell Nina Nora Olga Pia Rita
Rosa Ruth Sara Tess Vera Zoe""".split()

HE_NAMES = """Abel Adam Alan Alec Arno Axel Ben Bill Carl Cato Dan Dirk Earl Eli Emil Eric Finn Fred Gil Glen
Hans Hugo Ian Igor Ivan Jack Jim Joel John Karl Kurt Lars Leo Liam Luke Mark Max Nick Noah Omar Otto Paul Pete Ralf
Rob Sam Sven Theo Tom Yuri""".split()

TOWNS = """Alder Barrow Birchby Cole Dunby Elmton Farley Gorse Hamley Ilver Kelby Lindow Marsh Norby Oakham
Pelton Quarry Redford Selby Thorn Ulley Varn Wexby Yarrow""".split()

COLOURS = "red blue green yellow white black brown pink grey purple".split()
FOODS = "bread soup rice cake cheese honey pie fish salad beans toast plums noodles eggs nuts porridge".split()
PETS = "cat dog rabbit mouse parrot turtle hamster pony goat duck snake lizard hen frog".split()
HOBBIES = "painting swimming singing dancing reading sewing fishing running skating cooking cycling climbing".split()
LANDMARKS = "tower bridge mill castle harbour market garden theatre school church well statue".split()
NEARBY = "river lake forest hill sea desert swamp valley".split()

# Occupation -> probability of "she" in the training text about an unnamed holder of the job (the documented skew).
# Named people take no part in it: of each job's named holders half are "she" (world.py), in every variant of the text.
SHE_PROBABILITY = {
    "secretary": 0.90, "nurse": 0.80, "librarian": 0.80, "florist": 0.75, "dancer": 0.75, "teacher": 0.70,
    "cleaner": 0.65, "baker": 0.60, "writer": 0.50, "singer": 0.50, "student": 0.50, "tailor": 0.50,
    "cook": 0.40, "judge": 0.35, "doctor": 0.30, "farmer": 0.25, "pilot": 0.25, "engineer": 0.20,
    "plumber": 0.20, "builder": 0.10,
}
JOBS = list(SHE_PROBABILITY)

# animal: colour, home, food, sound
ANIMALS = {
    "fox": "red den mice bark", "bear": "brown cave honey growl", "wolf": "grey den meat howl",
    "deer": "brown forest leaves bleat", "owl": "brown tree mice hoot", "crow": "black nest seeds caw",
    "swan": "white lake weeds hiss", "duck": "yellow pond bread quack", "goose": "grey farm grass honk",
    "hen": "red coop corn cluck", "cow": "brown barn grass moo", "pig": "pink sty roots grunt",
    "sheep": "white field grass bleat", "goat": "white hill leaves bleat", "horse": "black stable hay neigh",
    "donkey": "grey stable hay bray", "dog": "brown house meat bark", "cat": "black house fish purr",
    "mouse": "grey hole cheese squeak", "rat": "black hole seeds squeak", "bat": "black cave flies squeak",
    "frog": "green pond flies croak", "toad": "brown swamp worms croak", "snake": "green grass eggs hiss",
    "lizard": "green desert flies hiss", "turtle": "green sea weeds hiss", "seal": "grey sea fish bark",
    "whale": "blue sea shrimp sing", "crab": "red beach worms click", "gull": "white beach fish cry",
    "parrot": "green jungle nuts talk", "monkey": "brown jungle plums chatter", "tiger": "yellow jungle meat roar",
    "lion": "yellow plain meat roar", "camel": "brown desert hay grunt", "bee": "yellow hive honey buzz",
    "wasp": "yellow nest plums buzz", "hare": "brown field clover thump", "mole": "black tunnel worms scratch",
    "robin": "red hedge worms sing",
}

OPPOSITES = """hot cold|big small|tall short|fast slow|wet dry|day night|up down|open shut|happy sad|old young|
rich poor|light dark|loud quiet|hard soft|full empty|clean dirty|near far|high low|left right|early late|
strong weak|thick thin|wide narrow|deep shallow|sweet sour|rough smooth|sharp blunt|rude polite|brave afraid|kind cruel|
begin end|buy sell|push pull|win lose|give take|come go|laugh cry|love hate|ask reply|sleep wake|
remember forget|build destroy|arrive leave|float sink|grow shrink|north south|east west|top bottom|front back|inside outside|
first last|always never|many few|same different|true false|safe risky|cheap costly|fresh stale|calm angry|busy idle"""
OPPOSITES = [tuple(pair.split()) for pair in OPPOSITES.replace("\n", "").split("|")]

# kind: its members; asked as "What kind of thing is a plum?"
KINDS = {
    "fruit": "apple pear plum cherry lemon peach grape melon fig berry",
    "tool": "hammer saw spade rake axe drill wrench file shovel chisel",
    "flower": "rose tulip daisy lily poppy violet iris orchid",
    "tree": "oak pine birch elm willow maple cedar beech",
    "garment": "hat coat shirt scarf glove sock skirt belt",
    "vehicle": "car bus train boat bicycle cart truck plane",
    "instrument": "drum flute violin harp trumpet piano guitar horn",
    "toy": "ball kite doll puzzle top marble block rattle",
    "vessel": "cup bowl jug plate mug pot pan bottle",
    "furniture": "chair table bed shelf desk bench stool lamp",
}
KINDS = {kind: members.split() for kind, members in KINDS.items()}

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
