"""scikit-learn: MLPClassifier, a step at a time by partial_fit, which checks its input each time."""

import numpy as np
from sklearn.neural_network import MLPClassifier

import child


class Training:
    def __init__(self, problem):
        self.problem = problem
        adam = problem.name == "Adam"
        self.model = MLPClassifier(
            hidden_layer_sizes=tuple(w.shape[1] for w in problem.weights[:-1]),
            solver="adam" if adam else "sgd",
            alpha=0,
            batch_size=child.BATCH,
            learning_rate_init=child.ADAM_RATE if adam else child.SGD_RATE,
            momentum=float(child.MOMENTUM),
            nesterovs_momentum=False,
            shuffle=False,
        )
        self.classes = np.arange(child.CLASSES)
        # A first step makes the arrays; what it learns is replaced.
        self.run(0)
        for have, first in zip(self.model.coefs_, problem.weights):
            have[...] = first
        for bias in self.model.intercepts_:
            bias[...] = 0
        optimizer = self.model._optimizer
        for moments in ("velocities", "ms", "vs"):
            for array in getattr(optimizer, moments, []):
                array[...] = 0
        optimizer.t = 0

    def run(self, step):
        rows = self.problem.rows(step)
        x, y = self.problem.train[rows], self.problem.labels[rows]
        self.model.partial_fit(x, y, classes=self.classes)

    def probabilities(self, x):
        return self.model.predict_proba(x)


child.serve({"partial_fit": Training})
