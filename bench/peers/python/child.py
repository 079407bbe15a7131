"""What lanewise.bench.compare.run.Child does, for libraries of Python: commands in, answers out."""

import os
import sys
import time
import traceback

import numpy as np

BATCH = 64
CLASSES = 10
EPOCHS = 5
SGD_RATE = 0.05
MOMENTUM = np.float32(0.9)
ADAM_RATE = 0.001
LOWEST_ACCURACY = 0.8


class Problem:
    """The files that lanewise.bench.compare.Training exports."""

    def __init__(self, name, folder):
        def read(file, kind, width):
            return np.fromfile(os.path.join(folder, file), kind).reshape(-1, width)

        self.name = name
        self.train = read("train.f32", "<f4", 784)
        self.test = read("test.f32", "<f4", 784)
        self.labels = read("train-labels.i32", "<i4", 1)[:, 0]
        self.test_labels = read("test-labels.i32", "<i4", 1)[:, 0]
        self.order = read("order.i32", "<i4", len(self.labels))
        self.first = read("first.f32", "<f4", CLASSES)
        self.weights = [read(f"weights{i}.f32", "<f4", n) for i, n in enumerate((256, 128, 10))]
        self.steps = len(self.labels) // BATCH

    def rows(self, step):
        start = step % self.steps * BATCH
        return self.order[step // self.steps, start : start + BATCH]


class Meter:
    """Trains five epochs when it is opened, and then measures steps."""

    def __init__(self, problem, call):
        self.problem, self.call, self.next, self.calls = problem, call, 0, 1
        got = call.probabilities(problem.test[: len(problem.first)])
        if not np.allclose(got, problem.first, rtol=1e-4, atol=1e-6):
            raise ValueError("wrong answer: the first weights give other probabilities")
        for step in range(EPOCHS * problem.steps):
            call.run(step)
        self.accuracy = self.trained()

    def trained(self):
        guess = self.call.probabilities(self.problem.test).argmax(1)
        accuracy = float((guess == self.problem.test_labels).mean())
        if not accuracy >= LOWEST_ACCURACY:
            raise ValueError(f"it has not learnt: its accuracy is {accuracy:.3f}")
        return accuracy

    def run(self, calls):
        start = time.perf_counter_ns()
        for _ in range(calls):
            self.call.run(self.next)
            self.next = (self.next + 1) % (EPOCHS * self.problem.steps)
        return (time.perf_counter_ns() - start) / calls

    def warm(self, period, slice_nanos):
        end = time.perf_counter_ns() + period
        best = float("inf")
        while time.perf_counter_ns() < end:
            best = min(best, self.run(self.calls))
            self.calls = max(1, int(slice_nanos / best))

    def round(self):
        self.run(max(1, self.calls // 8))
        return self.run(self.calls)


def serve(ways):
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    sys.stdout = sys.stderr
    problem = meter = None
    for line in sys.stdin:
        words = line.rstrip("\n").split("\t")
        try:
            answer = ""
            if words[0] == "problem":
                problem = Problem(words[2], words[3])
                answer = "\t".join(ways)
            elif words[0] == "open":
                meter = Meter(problem, ways[words[1]](problem))
            elif words[0] == "warm":
                meter.warm(int(words[1]), int(words[2]))
            elif words[0] == "round":
                answer = repr(meter.round())
            elif words[0] == "figures":
                meter.trained()
                answer = f"accuracy={meter.accuracy!r}"
            else:
                raise ValueError(f"child: no command {words[0]}")
            answers.write(f"@ok\t{answer}\n")
        except Exception as e:
            traceback.print_exc()
            answers.write(f"@failed\t{type(e).__name__}: {e}\n")
