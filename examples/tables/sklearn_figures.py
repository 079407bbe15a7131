"""Trains Lanewise and scikit-learn's multi-layer perceptron on the tables of this folder: the same
parts, which are written once for both, and the same settings, those that `lanewise train` has by
default: one hidden layer of 256 ReLU units, stochastic gradient descent with rate 0.01 and momentum
0.9, the same batches, the weights of the epoch with the lowest validation loss, a patience of 10.
The first weights and the order of the rows are each one's own.

    python3 sklearn_figures.py ../../lanewise

prints for each figure of the test rows the means over 8 seeds, and the mean difference with its
standard error. The first argument is the command, and further ones are options of its trainings, such
as `--set initialization.weights=glorot-uniform` for scikit-learn's distribution of first weights.
Needs scikit-learn.
"""

import copy
import csv
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, balanced_accuracy_score, log_loss, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")
SEEDS = range(8)
EPOCHS = 50
PATIENCE = 10
KEYS = {"accuracy": "testAccuracy", "balanced accuracy": "testBalancedAccuracy", "R2": "testR2",
        "MAE": "testMae"}


MISSING = ("", "NA")


class Table:
    """The cells of a table as texts, with a decimal point."""

    def __init__(self, header, rows):
        self.header, self.rows = header, rows

    @staticmethod
    def read(name, ignored, delimiter, decimal):
        with open(Path(__file__).parent / name, newline="") as file:
            header, *rows = csv.reader(file, delimiter=delimiter)
        kept = [c for c, column in enumerate(header) if column not in ignored]
        return Table([header[c] for c in kept],
                     np.array([[row[c].replace(decimal, ".") for c in kept] for row in rows],
                              dtype=object))

    def column(self, name):
        return self.rows[:, self.header.index(name)]

    def part(self, numbers):
        return Table(self.header, self.rows[numbers])

    def write(self, file):
        with open(file, "w", newline="") as out:
            csv.writer(out).writerows([self.header, *self.rows])


def is_number(text):
    try:
        return text in MISSING or bool(np.isfinite(float(text)))
    except ValueError:
        return False


class Preparation:
    """Medians, most frequent texts, indicators, scales and categories of the training rows."""

    def __init__(self, train, label):
        columns = [c for c in train.header if c != label]
        self.numbers = [c for c in columns if all(map(is_number, train.column(c)))]
        self.texts = [c for c in columns if c not in self.numbers]
        self.of_numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True),
                                        StandardScaler())
        self.of_texts = make_pipeline(SimpleImputer(missing_values="", strategy="most_frequent"),
                                      OneHotEncoder(handle_unknown="ignore", sparse_output=False))
        if self.numbers:
            self.of_numbers.fit(self.floats(train))
        if self.texts:
            self.of_texts.fit(self.words(train))

    def floats(self, table):
        return np.array([[np.nan if cell in MISSING else float(cell) for cell in table.column(c)]
                         for c in self.numbers]).T

    def words(self, table):
        return np.array([["" if cell in MISSING else cell for cell in table.column(c)]
                         for c in self.texts], dtype=object).T

    def of(self, table):
        parts = []
        if self.numbers:
            parts.append(self.of_numbers.transform(self.floats(table)))
        if self.texts:
            parts.append(self.of_texts.transform(self.words(table)))
        return np.hstack(parts)


def divided(table, label, classes, seed):
    """70% of the rows to train, 15% to validate, 15% to test, as Lanewise divides them."""
    target = table.column(label)

    def split(rows, share):
        return train_test_split(rows, test_size=share, random_state=seed,
                                stratify=target[rows] if classes else None)

    rest, test = split(np.arange(len(target)), 0.15)
    train, validation = split(rest, 0.15 / 0.85)
    return [table.part(rows) for rows in (train, validation, test)]


def trained(model, loss, train, validation, **classes):
    """The model of the epoch with the lowest validation loss."""
    best, least, since = None, np.inf, 0
    for _ in range(EPOCHS):
        model.partial_fit(*train, **classes)
        now = loss(model, *validation)
        since += 1
        if now < least:
            best, least, since = copy.deepcopy(model), now, 0
        if since == PATIENCE:
            break
    return best


def of_sklearn(parts, label, classes, seed):
    prepare = Preparation(parts[0], label)
    x, xv, xt = (prepare.of(part) for part in parts)
    kind = str if classes else float
    y, yv, yt = (part.column(label).astype(kind) for part in parts)
    batch = min(64, max(8, 1 << int(np.log2(len(x) / 32))))
    settings = dict(hidden_layer_sizes=(256,), solver="sgd", momentum=0.9,
                    nesterovs_momentum=False, alpha=0, batch_size=batch, random_state=seed)
    if classes:
        model = MLPClassifier(learning_rate_init=0.01, **settings)
        names = np.unique(y)
        best = trained(model, lambda m, a, b: log_loss(b, m.predict_proba(a), labels=names),
                       (x, y), (xv, yv), classes=names)
        found = best.predict(xt)
        return {"accuracy": accuracy_score(yt, found),
                "balanced accuracy": balanced_accuracy_score(yt, found)}
    mean, deviation = y.mean(), y.std()
    # scikit-learn's squared error has a factor of 1/2
    model = MLPRegressor(learning_rate_init=0.02, **settings)
    best = trained(model, lambda m, a, b: np.mean((m.predict(a) - b) ** 2),
                   (x, (y - mean) / deviation), (xv, (yv - mean) / deviation))
    found = best.predict(xt) * deviation + mean
    return {"R2": r2_score(yt, found), "MAE": np.mean(np.abs(yt - found))}


def of_lanewise(command, folder, parts, label, seed):
    files = [folder / f"{name}.csv" for name in ("train", "validation", "test")]
    for part, file in zip(parts, files):
        part.write(file)
    run = subprocess.run(
        [command[0], "train", *command[1:], "--data", files[0], "--validation", files[1], "--test", files[2],
         "--label", label, "--seed", str(seed), "--out", folder / "models", "--restart", "--json"],
        check=True, capture_output=True, text=True)
    result = json.loads(run.stdout.splitlines()[-1])
    return {figure: result.get(key) for figure, key in KEYS.items()}


def compare(command, name, label, figures, ignored=(), delimiter=",", decimal="."):
    classes = "R2" not in figures
    table = Table.read(name, ignored, delimiter, decimal)
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            parts = divided(table, label, classes, seed)
            ours.append(of_lanewise(command, Path(folder), parts, label, seed))
            theirs.append(of_sklearn(parts, label, classes, seed))
    for figure in figures:
        a = np.array([each[figure] for each in ours])
        b = np.array([each[figure] for each in theirs])
        error = (a - b).std(ddof=1) / np.sqrt(len(a))
        print(f"| `{name}` | {figure} | {a.mean():.3f} | {b.mean():.3f} "
              f"| {(a - b).mean():+.3f} ± {error:.3f} |", flush=True)


if __name__ == "__main__":
    command = sys.argv[1:] or ["lanewise"]
    print("scikit-learn", sklearn.__version__, "numpy", np.__version__)
    compare(command, "irises.csv", "species", ["accuracy"])
    compare(command, "members.csv", "outcome", ["accuracy"], ignored=("id", "kind"),
            delimiter=";", decimal=",")
    compare(command, "houses.csv", "price", ["R2", "MAE"])
    compare(command, "faults.csv", "state", ["accuracy", "balanced accuracy"])
