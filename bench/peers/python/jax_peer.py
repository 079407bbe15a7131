"""JAX: one jitted function for a step, which changes weights and moments in place (donated)."""

import functools

import jax
import jax.numpy as jnp

import child


def logits(parameters, x):
    for i, (w, b) in enumerate(parameters):
        x = x @ w + b
        if i + 1 < len(parameters):
            x = jax.nn.relu(x)
    return x


def loss(parameters, x, labels):
    p = jax.nn.log_softmax(logits(parameters, x))
    return -jnp.take_along_axis(p, labels[:, None], 1).mean()


def sgd(state, grads, _):
    parameters, first, second = state
    first = jax.tree.map(lambda m, g: child.MOMENTUM * m + g, first, grads)
    parameters = jax.tree.map(lambda p, m: p - child.SGD_RATE * m, parameters, first)
    return parameters, first, second


def adam(state, grads, t):
    parameters, first, second = state
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, grads)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, grads)
    rate = child.ADAM_RATE * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    parameters = jax.tree.map(
        lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), parameters, first, second
    )
    return parameters, first, second


class Training:
    def __init__(self, problem):
        self.problem = problem
        parameters = [(jnp.asarray(w), jnp.zeros(w.shape[1], w.dtype)) for w in problem.weights]
        self.state = (
            parameters,
            jax.tree.map(jnp.zeros_like, parameters),
            jax.tree.map(jnp.zeros_like, parameters),
        )
        self.rule = adam if problem.name == "Adam" else sgd
        self.steps = 0

        @functools.partial(jax.jit, donate_argnums=0)
        def step(state, x, labels, t):
            return self.rule(state, jax.grad(loss)(state[0], x, labels), t)

        self.step = step

    def run(self, step):
        rows = self.problem.rows(step)
        self.steps += 1
        self.state = self.step(
            self.state, self.problem.train[rows], self.problem.labels[rows], float(self.steps)
        )
        jax.block_until_ready(self.state)

    def probabilities(self, x):
        return jax.device_get(jax.nn.softmax(logits(self.state[0], x)))


child.serve({"jit": Training})
