"""PyTorch: modules, its cross-entropy and its optimizers."""

import os

import torch

import child

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


class Training:
    def __init__(self, problem):
        self.problem = problem
        layers = []
        for w in problem.weights:
            layer = torch.nn.Linear(*w.shape)
            with torch.no_grad():
                layer.weight.copy_(torch.from_numpy(w.T.copy()))
                layer.bias.zero_()
            layers += [layer, torch.nn.ReLU()]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.loss = torch.nn.CrossEntropyLoss()
        self.optimizer = (
            torch.optim.Adam(self.model.parameters(), child.ADAM_RATE)
            if problem.name == "Adam"
            else torch.optim.SGD(self.model.parameters(), child.SGD_RATE, float(child.MOMENTUM))
        )
        self.rows = torch.from_numpy(problem.train)
        self.labels = torch.from_numpy(problem.labels).long()

    def run(self, step):
        rows = torch.from_numpy(self.problem.rows(step)).long()
        self.optimizer.zero_grad()
        self.loss(self.model(self.rows[rows]), self.labels[rows]).backward()
        self.optimizer.step()

    def probabilities(self, x):
        with torch.no_grad():
            return torch.softmax(self.model(torch.from_numpy(x)), 1).numpy()


child.serve({"modules": Training})
