"""Trains Lanewise and scikit-learn's multi-layer perceptron on the tables of this folder, with the
same settings: the same parts, which are written once for both; the same features, made as Lanewise
makes them; first weights and biases from scikit-learn's distribution, which is uniform in
+-sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010); and what `lanewise train` has by default:
one hidden layer of 256 ReLU units, stochastic gradient descent with rate 0.01 and momentum 0.9, the
same batches, the weights of the epoch with the lowest validation loss, a patience of 10.

    python3 sklearn_figures.py ../../lanewise

prints for each figure of the test rows the means over 20 seeds, and the mean difference with its
standard error. The first argument is the command, and further ones are options of its trainings.
Lanewise has other first values by default (He, biases of 0); `--set initialization.weights=auto
--set "initialization.named={dense-*.bias: zeros}"` shows what these do.

What differs: the draws themselves, and the order of the rows; Lanewise computes in 32 bits,
scikit-learn in 64; for two classes Lanewise has two outputs with a softmax, scikit-learn has one
with a logistic function. Needs scikit-learn.
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
from sklearn.metrics import accuracy_score, balanced_accuracy_score, log_loss, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor

warnings.filterwarnings("ignore")
SEEDS = range(20)
EPOCHS = 50
HIDDEN = 256
PATIENCE = 10
KEYS = {"accuracy": "testAccuracy", "balanced accuracy": "testBalancedAccuracy", "R2": "testR2",
        "MAE": "testMae"}


MISSING = ("", "NA")
TRUTHS = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}


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
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


class Preparation:
    """What the training rows teach about each column, as docs/tables.md has it: medians and scales
    of numbers, the more frequent truth, the texts; and a feature for what is missing."""

    def __init__(self, train, label):
        self.columns = [self.learnt(name, train.column(name))
                        for name in train.header if name != label]

    @staticmethod
    def learnt(name, cells):
        missing = np.isin(cells, MISSING)
        there = cells[~missing]
        texts, counts = np.unique(there.astype(str), return_counts=True)
        if set(texts) <= set(TRUTHS):
            of = lambda cell: [TRUTHS[cell]]
        elif all(map(is_number, there)):
            median = np.median(there.astype(float))
            filled = np.array([median if m else float(c) for c, m in zip(cells, missing)])
            mean, deviation = filled.mean(), filled.std()
            of = lambda cell: [(float(cell) - mean) / deviation]
            return name, of, str(median), missing.any()
        else:
            of = lambda cell: [float(cell == text) for text in texts]
        return name, of, str(texts[np.argmax(counts)]), missing.any()

    def of(self, table):
        features = []
        for name, of, fill, indicator in self.columns:
            cells = table.column(name)
            missing = np.isin(cells, MISSING)
            features.append(np.array([of(fill if m else c) for c, m in zip(cells, missing)]))
            if indicator:
                features.append(missing[:, None].astype(float))
        return np.hstack(features)


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


def of_sklearn(parts, features, label, classes, seed):
    x, xv, xt = features
    kind = str if classes else float
    y, yv, yt = (part.column(label).astype(kind) for part in parts)
    batch = min(64, max(8, 1 << int(np.log2(len(x) / 32))))
    settings = dict(hidden_layer_sizes=(HIDDEN,), solver="sgd", momentum=0.9,
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


def first_values(inputs, outputs):
    """The options for scikit-learn's first weights and biases."""

    def biases(fan_in, fan_out):
        bound = np.sqrt(6 / (fan_in + fan_out))
        return f"{{kind: uniform, low: {-bound:.6f}, high: {bound:.6f}}}"

    return ["--set", "initialization.weights=glorot-uniform", "--set", "initialization.named="
            f"{{dense-1.bias: {biases(inputs, HIDDEN)}, dense-2.bias: {biases(HIDDEN, outputs)}}}"]


def of_lanewise(command, folder, parts, inputs, outputs, label, seed):
    files = [folder / f"{name}.csv" for name in ("train", "validation", "test")]
    for part, file in zip(parts, files):
        part.write(file)
    train, validation, test = files
    run = subprocess.run(
        [command[0], "train", "--data", train, "--validation", validation, "--test", test,
         "--label", label, "--seed", str(seed), "--out", folder / "models", "--restart", "--json",
         *first_values(inputs, outputs), *command[1:]],
        check=True, capture_output=True, text=True)
    result = json.loads(run.stdout.splitlines()[-1])
    parameters = (inputs + 1) * HIDDEN + (HIDDEN + 1) * outputs
    assert result["parameters"] == parameters, f"{result['parameters']}, not {parameters}"
    return {figure: result.get(key) for figure, key in KEYS.items()}


def compare(command, name, label, figures, ignored=(), delimiter=",", decimal="."):
    classes = "R2" not in figures
    table = Table.read(name, ignored, delimiter, decimal)
    outputs = len(np.unique(table.column(label))) if classes else 1
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            parts = divided(table, label, classes, seed)
            prepare = Preparation(parts[0], label)
            features = [prepare.of(part) for part in parts]
            inputs = features[0].shape[1]
            ours.append(of_lanewise(command, Path(folder), parts, inputs, outputs, label, seed))
            theirs.append(of_sklearn(parts, features, label, classes, seed))
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
