"""NumPy: forward, backward and updates written by hand, every array kept from step to step."""

import numpy as np

import child


class Training:
    def __init__(self, problem):
        self.problem = problem
        self.weights = [w.copy() for w in problem.weights]
        self.biases = [np.zeros(w.shape[1], np.float32) for w in self.weights]
        self.parameters = self.weights + self.biases
        self.first = [np.zeros_like(p) for p in self.parameters]
        self.second = [np.zeros_like(p) for p in self.parameters]
        self.steps = 0

    def activations(self, x):
        all_of_them = [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = all_of_them[-1] @ w
            z += b
            if i + 1 < len(self.weights):
                np.maximum(z, 0, out=z)
            all_of_them.append(z)
        return all_of_them

    def run(self, step):
        rows = self.problem.rows(step)
        labels = self.problem.labels[rows]
        activations = self.activations(self.problem.train[rows])
        grad = softmax(activations[-1])
        grad[np.arange(len(rows)), labels] -= 1
        grad /= len(rows)
        grad_weights, grad_biases = [], []
        for i in reversed(range(len(self.weights))):
            grad_weights.insert(0, activations[i].T @ grad)
            grad_biases.insert(0, grad.sum(0))
            if i > 0:
                grad = grad @ self.weights[i].T
                grad *= activations[i] > 0
        self.update(grad_weights + grad_biases)

    def update(self, grads):
        self.steps += 1
        for p, g, m, v in zip(self.parameters, grads, self.first, self.second):
            if self.problem.name == "Adam":
                m *= 0.9
                m += np.float32(0.1) * g
                v *= 0.999
                v += np.float32(0.001) * g * g
                rate = child.ADAM_RATE * (1 - 0.999**self.steps) ** 0.5 / (1 - 0.9**self.steps)
                p -= np.float32(rate) * m / (np.sqrt(v) + np.float32(1e-8))
            else:
                m *= child.MOMENTUM
                m += g
                p -= np.float32(child.SGD_RATE) * m

    def probabilities(self, x):
        return softmax(self.activations(x)[-1])


def softmax(logits):
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


child.serve({"arrays": Training})
