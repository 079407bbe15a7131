"""The figures of scikit-learn's multi-layer perceptron on the tables of this folder, with the
settings that `lanewise train` has by default: one hidden layer of 256 ReLU units, stochastic
gradient descent with rate 0.01 and momentum 0.9, the same batches, parts of 70, 15 and 15%, the
weights of the epoch that validates best.

    python3 sklearn_figures.py
"""

import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, balanced_accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")
SEEDS = range(42, 47)


def table(name, label, **kind):
    frame = pd.read_csv(name, **kind)
    return frame.drop(columns=[label, "kind"], errors="ignore"), frame[label]


def preparation(features):
    numbers = [c for c in features if features[c].dtype.kind in "if"]
    texts = [c for c in features if c not in numbers]
    return ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True),
                                  StandardScaler()), numbers),
        ("texts", make_pipeline(SimpleImputer(strategy="most_frequent"),
                                OneHotEncoder(handle_unknown="ignore")), texts),
    ])


def run(name, label, classes, **kind):
    features, target = table(name, label, **kind)
    figures = []
    for seed in SEEDS:
        x, tested, y, expected = train_test_split(
            features, target, test_size=0.15, random_state=seed,
            stratify=target if classes else None)
        rows = int(0.7 * len(features))
        batch = min(64, max(8, 1 << int(np.log2(rows / 32))))
        settings = dict(
            hidden_layer_sizes=(256,), solver="sgd", learning_rate_init=0.01, momentum=0.9,
            nesterovs_momentum=False, alpha=0, batch_size=batch, max_iter=50, early_stopping=True,
            validation_fraction=0.15 / 0.85, n_iter_no_change=10, tol=0, random_state=seed)
        if classes:
            model = make_pipeline(preparation(features), MLPClassifier(**settings))
            found = model.fit(x, y).predict(tested)
            figures.append((accuracy_score(expected, found),
                            balanced_accuracy_score(expected, found)))
        else:
            mean, deviation = y.mean(), y.std(ddof=0)
            model = make_pipeline(preparation(features), MLPRegressor(**settings))
            found = model.fit(x, (y - mean) / deviation).predict(tested) * deviation + mean
            figures.append((r2_score(expected, found), np.mean(np.abs(expected - found))))
    figures = np.array(figures)
    names = ("accuracy", "balanced accuracy") if classes else ("R2", "MAE")
    for i, figure in enumerate(names):
        column = figures[:, i]
        print(f"{name} {figure}: {column.mean():.4f} ({column.min():.4f} to {column.max():.4f})")


print("scikit-learn", sklearn.__version__)
run("irises.csv", "species", True)
run("members.csv", "outcome", True, sep=";", decimal=",")
run("houses.csv", "price", False)
run("faults.csv", "state", True)
