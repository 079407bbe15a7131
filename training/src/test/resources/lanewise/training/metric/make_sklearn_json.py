"""Writes sklearn.json, which ScikitLearnTest reads: outputs, targets, and the figures that
scikit-learn computes from them.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.6.1
    venv/bin/python make_sklearn_json.py > sklearn.json

The outputs are logits, exact as 32-bit floats. The expected calibration error, which scikit-learn
does not have, is computed here by the formula of Guo et al., 2017.
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

warnings.filterwarnings("ignore")
AVERAGES = {"": "macro", "-micro": "micro", "-weighted": "weighted"}


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def one_against_rest(figure, truth, score, w):
    """The mean over the classes that some rows have and others have not."""
    values = []
    for c in range(score.shape[1]):
        t = truth[:, c]
        if 0 < t.sum() < len(t):
            values.append(figure(t, score[:, c], sample_weight=w))
    return float(np.mean(values))


def calibration(confidence, right, w, bins=15):
    index = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    w = np.ones(len(confidence)) if w is None else w
    error = 0
    for b in range(bins):
        inside = index == b
        if inside.any():
            mass = w[inside].sum()
            error += mass * abs(np.average(right[inside], weights=w[inside])
                                - np.average(confidence[inside], weights=w[inside]))
    return float(error / w.sum())


def classes(name, x, t, w=None):
    p = softmax(x)
    y = x.argmax(axis=1)
    truth = np.eye(x.shape[1])[t]
    labels = list(range(x.shape[1]))
    e = {
        "accuracy": m.accuracy_score(t, y, sample_weight=w),
        "balanced-accuracy": m.balanced_accuracy_score(t, y, sample_weight=w),
        "auc": one_against_rest(m.roc_auc_score, truth, p, w),
        "pr-auc": one_against_rest(m.average_precision_score, truth, p, w),
        "auc-class-1": m.roc_auc_score(truth[:, 1], p[:, 1], sample_weight=w),
        "pr-auc-class-1": m.average_precision_score(truth[:, 1], p[:, 1], sample_weight=w),
        "log-loss": m.log_loss(t, p, sample_weight=w, labels=labels),
        "ece": calibration(p.max(axis=1), (y == t).astype(float), w),
    }
    if x.shape[1] > 2:
        e["top-2"] = m.top_k_accuracy_score(t, p, k=2, sample_weight=w, labels=labels)
    for suffix, average in AVERAGES.items():
        e["precision" + suffix] = m.precision_score(t, y, average=average, sample_weight=w)
        e["recall" + suffix] = m.recall_score(t, y, average=average, sample_weight=w)
        e["f1" + suffix] = m.f1_score(t, y, average=average, sample_weight=w)
    for key, figure in ("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score):
        e[key + "-class-1"] = figure(t, y, average=None, labels=labels, sample_weight=w)[1]
    return case(name, "classes", x, t, w, e)


def labels(name, x, t, w=None):
    p = sigmoid(x)
    y = (x > 0).astype(int)
    columns = range(x.shape[1])
    many = x.shape[1] > 1
    flat_w = None if w is None else np.repeat(w, x.shape[1])
    e = {
        "accuracy": m.accuracy_score(t, y, sample_weight=w),
        "label-accuracy": 1 - m.zero_one_loss(t.ravel(), y.ravel(), sample_weight=flat_w),
        "balanced-accuracy": np.mean(
            [m.balanced_accuracy_score(t[:, c], y[:, c], sample_weight=w) for c in columns]),
        "auc": np.mean([m.roc_auc_score(t[:, c], x[:, c], sample_weight=w) for c in columns]),
        "pr-auc": np.mean(
            [m.average_precision_score(t[:, c], x[:, c], sample_weight=w) for c in columns]),
        "log-loss": np.mean(
            [m.log_loss(t[:, c], p[:, c], sample_weight=w, labels=[0, 1]) for c in columns]),
        "ece": calibration(p.ravel(), t.ravel().astype(float), flat_w),
    }
    for suffix, average in AVERAGES.items():
        a = average if many else "binary"
        tt, yy = (t, y) if many else (t[:, 0], y[:, 0])
        e["precision" + suffix] = m.precision_score(tt, yy, average=a, sample_weight=w)
        e["recall" + suffix] = m.recall_score(tt, yy, average=a, sample_weight=w)
        e["f1" + suffix] = m.f1_score(tt, yy, average=a, sample_weight=w)
    return case(name, "labels", x, t, w, e)


def values(name, x, t, w=None):
    e = {
        "mae": m.mean_absolute_error(t, x, sample_weight=w),
        "mse": m.mean_squared_error(t, x, sample_weight=w),
        "rmse": m.root_mean_squared_error(t, x, sample_weight=w),
        "r2": m.r2_score(t, x, sample_weight=w),
    }
    return case(name, "values", x, t, w, e)


def case(name, kind, x, t, w, expected):
    assert (x == x.astype(np.float32)).all(), name
    return {
        "name": name,
        "targets": kind,
        "outputs": x.shape[1],
        "output": x.ravel().tolist(),
        "target": t.ravel().tolist(),
        "weights": None if w is None else w.tolist(),
        "expected": {key: float(value) for key, value in expected.items()},
    }


def quarters(random, *shape):
    """Numbers that floats hold exactly, and of which many are equal."""
    return np.round(random.normal(size=shape) * 4) / 4


def main():
    random = np.random.default_rng(7)
    cases = []

    def weights(n):
        return np.round(random.uniform(0, 3, n) * 4) / 4  # some are 0

    def logits(n, c):
        return random.normal(size=(n, c)).astype(np.float32).astype(float) * 2

    x = logits(60, 4)
    t = np.where(random.uniform(size=60) < 0.5, x.argmax(axis=1), random.integers(0, 4, 60))
    x[10:20] = x[30:40]  # rows that are equal
    cases.append(classes("four classes", x, t))
    cases.append(classes("four classes with weights", x, t, weights(60)))
    x = logits(30, 5)
    x[:, 4] = np.float32(x[:, 4] - 6)
    cases.append(classes("a class without rows, never predicted", x, random.integers(0, 4, 30)))
    cases.append(classes("a class without rows", logits(30, 3), random.integers(0, 2, 30)))
    x = quarters(random, 80, 2)
    t = (x[:, 1] - x[:, 0] + random.normal(size=80) > 1).astype(int)
    x[:, 1] += np.where(x[:, 0] == x[:, 1], 0.25, 0)
    cases.append(classes("two classes with ties", x, t))
    cases.append(classes("two classes with ties and weights", x, t, weights(80)))
    rare = (np.arange(500) % 50 == 0).astype(int)
    x = random.normal(size=(500, 2)).astype(np.float32).astype(float)
    x[:, 1] = np.float32(x[:, 1] + 2 * rare - 1.5)
    cases.append(classes("one row in fifty", x, rare))
    x = quarters(random, 50, 3)
    t = (x + random.normal(size=(50, 3)) > 0.5).astype(int)
    cases.append(labels("three labels", x, t))
    cases.append(labels("three labels with weights", x, t, weights(50)))
    cases.append(labels("one label", x[:, :1], t[:, :1], weights(50)))
    x = quarters(random, 40, 1)
    t = x + quarters(random, 40, 1)
    cases.append(values("a value", x, t))
    cases.append(values("a value far from zero, with weights", x + 4096, t + 4096, weights(40)))
    x = quarters(random, 40, 3)
    cases.append(values("three values", x, x * [1, 2, 3] + quarters(random, 40, 3), weights(40)))
    cases.append(values("equal targets", quarters(random, 9, 1), np.full((9, 1), 2.5)))
    print(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__,
                      "cases": cases}))


main()
