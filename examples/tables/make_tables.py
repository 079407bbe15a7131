"""Writes members.csv, houses.csv and faults.csv. They are made up: the rules by which they are made
are below, so that everyone can see what a model can learn from them.

    python3 make_tables.py
"""

import random


def write(name, header, rows, separator=","):
    with open(name, "w", encoding="utf-8", newline="") as file:
        for row in [header] + rows:
            file.write(separator.join(row) + "\r\n")


def maybe(random_numbers, share, text):
    return "" if random_numbers.random() < share else text


def members():
    """Semicolons, decimal commas, booleans, texts, missing values, a constant column and an id."""
    r = random.Random(1)
    rows = []
    for number in range(600):
        age = r.randint(18, 80)
        fee = r.choice([19.9, 29.9, 39.9])
        visits = max(0.0, r.gauss(6, 3))
        city = r.choices(["Aarhus", "Bern", "Köln", "Ostrava"], [4, 3, 2, 1])[0]
        contract = r.random() < 0.5
        score = 1.2 - 0.35 * visits + 0.05 * (fee - 29.9) - 1.1 * contract
        score += {"Aarhus": 0, "Bern": 0.8, "Köln": -0.6, "Ostrava": 1.2}[city]
        leaves = r.random() < 1 / (1 + 2.718281828 ** -score)
        rows.append([
            str(1000 + number), maybe(r, 0.1, str(age)), ("%.2f" % fee).replace(".", ","),
            maybe(r, 0.05, ("%.1f" % visits).replace(".", ",")), maybe(r, 0.08, city),
            "yes" if contract else "no", "club", "left" if leaves else "stays",
        ])
    write("members.csv", ["id", "age", "fee", "visits", "city", "contract", "kind", "outcome"],
          rows, ";")


def houses():
    """A price that depends on numbers and on the place."""
    r = random.Random(2)
    places = {"hill": 90, "port": 40, "station": 10, "wood": 60, "works": -50}
    rows = []
    for _ in range(500):
        area = max(30.0, r.gauss(110, 35))
        rooms = max(1, round(area / 28 + r.gauss(0, 0.8)))
        built = r.randint(1900, 2020)
        place = r.choice(sorted(places))
        garden = r.random() < 0.4
        price = 40 + 2.1 * area + 6 * rooms + places[place] + 25 * garden
        price += 0.004 * (built - 1960) ** 2 + r.gauss(0, 18)
        rows.append([
            "%.1f" % area, str(rooms), maybe(r, 0.1, str(built)), place,
            "true" if garden else "false", "%.1f" % price,
        ])
    write("houses.csv", ["area", "rooms", "built", "place", "garden", "price"], rows)


def faults():
    """980 rows without a fault and 20 with one: one row in fifty."""
    r = random.Random(3)
    rows = []
    for number in range(1000):
        fault = number < 20
        shift = 1.6 if fault else 0.0
        rows.append([
            "%.3f" % r.gauss(shift, 1), "%.3f" % r.gauss(-shift, 1), "%.3f" % r.gauss(0, 1),
            "%.3f" % r.gauss(shift / 2, 1), "fault" if fault else "good",
        ])
    r.shuffle(rows)
    write("faults.csv", ["heat", "speed", "noise", "load", "state"], rows)


members()
houses()
faults()
