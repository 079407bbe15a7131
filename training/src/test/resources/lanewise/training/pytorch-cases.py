"""Writes pytorch-cases.json: what PyTorch's optimizers, schedulers and clipping compute in float64.

python3 pytorch-cases.py > pytorch-cases.json          # needs torch; written with 1.13.1

The format is that of the layers' cases.json: `steps` are the parameters after each step, `lr[i]` is the
rate of step i, `metrics[i]` what a scheduler is told after it.
"""

import json
import random

import torch

random.seed(7)
torch.set_default_dtype(torch.float64)
STEPS = 10
SHAPES = [[3, 2], [4]]


def exact(shape):
    """Numbers that a float32 holds exactly."""
    return torch.tensor([random.uniform(-1, 1) for _ in range(torch.Size(shape).numel())]).reshape(
        shape).float().double()


def tensor(t):
    return {"shape": list(t.shape), "data": t.flatten().tolist()}


PARAMS = [exact(s) for s in SHAPES]
GRADS = [[exact(s) for s in SHAPES] for _ in range(STEPS)]


def optimizer(name, algorithm, **attrs):
    params = [p.clone().requires_grad_() for p in PARAMS]
    settings = dict(attrs)
    if algorithm == "NAdam":
        settings["foreach"] = True  # the loop over single tensors has a wrong product before 2.0
    if "betas" in settings:
        settings["betas"] = tuple(settings["betas"])
    opt = getattr(torch.optim, algorithm)(params, **settings)
    steps = []
    for grads in GRADS:
        for p, g in zip(params, grads):
            p.grad = g.clone()
        opt.step()
        steps.append([tensor(p.detach()) for p in params])
    return {"name": name, "attrs": attrs, "algorithm": algorithm, "steps": steps}


def schedule(name, make, steps=30, metrics=None, **attrs):
    base = attrs.get("base_lr", 0.1)
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    scheduler = make(opt)
    rates = []
    for i in range(steps):
        rates.append(opt.param_groups[0]["lr"])
        opt.step()
        if i < steps - 1:
            scheduler.step(metrics[i]) if metrics else scheduler.step()
    case = {"name": name, "attrs": {"base_lr": base, **attrs}, "lr": rates}
    return {**case, "metrics": metrics} if metrics else case


def clip_norm(name, max_norm, norm_type):
    params = [torch.zeros(s, requires_grad=True) for s in SHAPES]
    grads = [exact(s) for s in SHAPES]
    for p, g in zip(params, grads):
        p.grad = g.clone()
    norm = torch.nn.utils.clip_grad_norm_(params, max_norm, norm_type)
    return {"name": name,
            "attrs": {"max_norm": max_norm,
                      "norm_type": "inf" if norm_type == float("inf") else norm_type},
            "grads": [tensor(g) for g in grads], "norm": tensor(norm),
            "clipped": [tensor(p.grad) for p in params]}


OPTIMIZERS = [
    ("SGD", dict(lr=0.1, momentum=0.9, dampening=0.5)),
    ("SGD", dict(lr=0.1, weight_decay=0.1)),
    ("SGD", dict(lr=0.1, momentum=0.8, dampening=0.25, weight_decay=0.1)),
    ("SGD", dict(lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.1)),
    ("Adam", dict(lr=0.01, betas=[0.8, 0.95], eps=1e-3)),
    ("Adam", dict(lr=0.01, weight_decay=0.1)),
    ("Adam", dict(lr=0.01, amsgrad=True)),
    ("Adam", dict(lr=0.05, betas=[0.5, 0.6], amsgrad=True, weight_decay=0.3)),
    ("AdamW", dict(lr=0.01)),
    ("AdamW", dict(lr=0.05, betas=[0.5, 0.6], amsgrad=True, weight_decay=0.3)),
    ("NAdam", dict(lr=0.01)),
    ("NAdam", dict(lr=0.02, betas=[0.8, 0.9], eps=1e-4, momentum_decay=0.02, weight_decay=0.1)),
    ("RMSprop", dict(lr=0.01, alpha=0.9, eps=1e-4)),
    ("RMSprop", dict(lr=0.01, momentum=0.9)),
    ("RMSprop", dict(lr=0.01, centered=True)),
    ("RMSprop", dict(lr=0.01, alpha=0.8, momentum=0.7, centered=True, weight_decay=0.1)),
    ("Adagrad", dict(lr=0.1, lr_decay=0.1, initial_accumulator_value=0.2, eps=1e-3)),
    ("Adagrad", dict(lr=0.1, weight_decay=0.1)),
    ("Adadelta", dict(lr=1.0)),
    ("Adadelta", dict(lr=0.5, rho=0.7, eps=1e-3, weight_decay=0.1)),
]

L = torch.optim.lr_scheduler
LOSSES = [1.0, 0.9, 0.8, 0.81, 0.82, 0.8, 0.79999, 0.83, 0.84, 0.85, 0.7, 0.71, 0.72, 0.73, 0.74, 0.75,
          0.69, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]


def plateau(name, losses=LOSSES, **attrs):
    return schedule(name, lambda o: L.ReduceLROnPlateau(o, **attrs), metrics=losses, **attrs)


def one_cycle(name, **attrs):
    settings = dict(attrs)
    settings["anneal_strategy"] = settings.pop("anneal", "cos")
    return schedule(name, lambda o: L.OneCycleLR(o, **settings), steps=attrs["total_steps"], **attrs)


SCHEDULES = [
    schedule("step", lambda o: L.StepLR(o, 7, 0.5), step_size=7, gamma=0.5),
    schedule("multistep", lambda o: L.MultiStepLR(o, [5, 12, 12, 20], 0.3),
             milestones=[5, 12, 12, 20], gamma=0.3),
    schedule("constant", lambda o: L.ConstantLR(o, 0.25, 6), factor=0.25, total_iters=6),
    schedule("linear", lambda o: L.LinearLR(o, 0.2, 0.9, 8), start_factor=0.2, end_factor=0.9,
             total_iters=8),
    schedule("cosine", lambda o: L.CosineAnnealingLR(o, 12, 0.01), T_max=12, eta_min=0.01),
    schedule("cosine warm restarts", lambda o: L.CosineAnnealingWarmRestarts(o, 4, 3, 0.02), T_0=4,
             T_mult=3, eta_min=0.02),
    schedule("cosine warm restarts", lambda o: L.CosineAnnealingWarmRestarts(o, 7), T_0=7, T_mult=1,
             eta_min=0),
    schedule("polynomial", lambda o: L.PolynomialLR(o, 25, 0.7), total_iters=25, power=0.7),
    schedule("chained", lambda o: L.ChainedScheduler([L.ConstantLR(o, 0.1, 2), L.ExponentialLR(o, 0.9)]),
             schedulers=["constant 0.1 2", "exponential 0.9"]),
    schedule("sequential",
             lambda o: L.SequentialLR(o, [L.LinearLR(o, 0.1, 1, 5), L.CosineAnnealingLR(o, 25)], [5]),
             schedulers=["linear 0.1 1 5", "cosine 25"], milestones=[5]),
    one_cycle("one cycle cos", max_lr=0.5, total_steps=30, pct_start=0.4),
    one_cycle("one cycle linear", max_lr=0.5, total_steps=30, pct_start=0.25, anneal="linear",
              div_factor=10.0, final_div_factor=100.0),
    one_cycle("one cycle three phases", max_lr=0.3, total_steps=40, pct_start=0.3, three_phase=True),
    one_cycle("one cycle three phases linear", max_lr=0.3, total_steps=33, pct_start=0.3,
              anneal="linear", three_phase=True, div_factor=5.0, final_div_factor=50.0),
    plateau("plateau", factor=0.5, patience=2),
    plateau("plateau rel", factor=0.5, patience=1, threshold=0.05, threshold_mode="rel", cooldown=1),
    plateau("plateau min", factor=0.1, patience=0, min_lr=0.0005, eps=1e-8),
    plateau("plateau eps", factor=0.5, patience=0, eps=0.006),
    plateau("plateau max", [-x for x in LOSSES], mode="max", factor=0.5, patience=1, threshold=0.01,
            threshold_mode="abs", cooldown=2),
    plateau("plateau max rel", [1 / x for x in LOSSES], mode="max", factor=0.5, patience=1,
            threshold=0.01, threshold_mode="rel"),
]

CLIP = [
    clip_norm("euclidean", 0.7, 2.0),
    clip_norm("within", 99.0, 2.0),
    clip_norm("magnitudes", 0.7, 1.0),
    clip_norm("cubes", 0.7, 3.0),
    clip_norm("roots", 5.0, 0.5),
    clip_norm("largest", 0.2, float("inf")),
]

print(json.dumps({
    "torch": torch.__version__,
    "groups": {
        "optimizer_inputs": [{"name": "shared", "params": [tensor(p) for p in PARAMS],
                              "grads": [[tensor(g) for g in gs] for gs in GRADS]}],
        "optimizer": [optimizer("%s %s" % (a.lower(), json.dumps(s)), a, **s) for a, s in OPTIMIZERS],
        "schedule": SCHEDULES,
        "clip_grad_norm": CLIP,
    },
}))
