package lanewise.training.optimizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.Slot;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.constraint.WeightConstraint;
import lanewise.training.gradient.GradientTransform;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryBuilder;

/**
 * Changes the weights of one model, step by step, from the gradients of a pass. A step first
 * applies each gradient transform in order, then to each parameter the optimizer and the
 * constraints in order.
 *
 * <pre>{@code
 * pass.forward(rows);
 * loss.evaluate(rows, size, pass.output(), targets, pass.gradOutput());
 * pass.backward();
 * updates.step(pass);
 * }</pre>
 *
 * <p>This class is for custom training loops; a {@link lanewise.training.TrainingRun} uses one
 * internally. It is not safe for concurrent use. A step allocates nothing.
 */
public final class WeightUpdates {
  /** Elements that a thread changes at once: some microseconds of work. */
  private static final int PART = 8 * OptimizerVariants.BLOCK;

  /** Fewer elements are not worth waking a thread for. */
  private static final int SHARED = 3 * PART;

  private final List<GradientTransform> transforms;
  private final List<WeightConstraint> constraints;
  private final List<Memory> transformMemories = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Optimizer> optimizers = new ArrayList<>();
  private final List<Memory> slotMemories = new ArrayList<>();
  private final List<float[]> gradients = new ArrayList<>();
  private final long[] steps = new long[1];

  /** The parts of the parameters that threads may change at the same time. */
  private final List<Part> parts = new ArrayList<>();

  /** The elements of all parts. */
  private long elements;

  private final Workers.Blocks partUpdate = part -> update(parts.get(part));
  private List<float[]> current = gradients;
  private double currentFactor;

  private WeightUpdates(
      Optimizer optimizer,
      List<GradientTransform> transforms,
      List<WeightConstraint> constraints,
      Model model) {
    this.transforms = List.copyOf(transforms);
    this.constraints = List.copyOf(constraints);
    List<Slot> trained = model.slots().stream().filter(Slot::trained).toList();
    List<Optimizer> each = optimizer.forParameters(trained);
    for (int i = 0; i < trained.size(); i++) {
      if (each.get(i) != Frozen.FROZEN) {
        slots.add(trained.get(i));
        optimizers.add(each.get(i));
        slotMemories.add(each.get(i).start(trained.get(i)));
        gradients.add(new float[0]);
      }
    }
    for (int i = 0; i < slots.size(); i++) {
      if (optimizers.get(i) instanceof ElementwiseOptimizer) {
        int size = slots.get(i).size();
        elements += size;
        for (long from = 0; from < size; from += PART) {
          parts.add(new Part(i, (int) from, (int) Math.min(size, from + PART)));
        }
      }
    }
    for (GradientTransform transform : this.transforms) {
      transformMemories.add(transform.start(slots));
    }
  }

  /**
   * Returns updates by an optimizer without gradient transforms.
   *
   * @param optimizer the optimizer that updates each parameter
   * @param model the model whose trained parameters are changed
   * @return new updates, before their first step
   * @throws IllegalArgumentException if the optimizer does not suit the model
   */
  public static WeightUpdates of(Optimizer optimizer, Model model) {
    return of(optimizer, List.of(), model);
  }

  /**
   * Returns updates by gradient transforms and an optimizer.
   *
   * @param optimizer the optimizer that updates each parameter
   * @param transforms the transforms that change all gradients before the optimizer sees them, in
   *     this order
   * @param model the model whose trained parameters are changed
   * @return new updates, before their first step
   * @throws IllegalArgumentException if the optimizer does not suit the model
   */
  public static WeightUpdates of(
      Optimizer optimizer, List<GradientTransform> transforms, Model model) {
    return of(optimizer, transforms, List.of(), model);
  }

  /**
   * Returns updates by gradient transforms, an optimizer and constraints.
   *
   * @param optimizer the optimizer that updates each parameter
   * @param transforms the transforms that change all gradients before the optimizer sees them, in
   *     this order
   * @param constraints the constraints that every parameter meets after a step, in this order
   * @param model the model whose trained parameters are changed
   * @return new updates, before their first step
   * @throws IllegalArgumentException if the optimizer does not suit the model
   */
  public static WeightUpdates of(
      Optimizer optimizer,
      List<GradientTransform> transforms,
      List<WeightConstraint> constraints,
      Model model) {
    return new WeightUpdates(optimizer, transforms, constraints, model);
  }

  /**
   * Returns the parameters that are changed.
   *
   * @return the trained ones, without those that a group freezes; unmodifiable
   */
  public List<Slot> slots() {
    return Collections.unmodifiableList(slots);
  }

  /**
   * Changes every trained parameter by one step at the optimizer's own rate.
   *
   * @param pass a pass of this model, after its backward pass; its gradients may be overwritten
   */
  public void step(Pass pass) {
    step(pass, 1);
  }

  /**
   * Changes every trained parameter by one step.
   *
   * @param pass a pass of this model, after its backward pass; its gradients may be overwritten
   * @param factor the factor of a schedule, by which the optimizer's learning rate is multiplied
   */
  public void step(Pass pass, double factor) {
    for (int i = 0; i < slots.size(); i++) {
      gradients.set(i, pass.gradient(slots.get(i).index()));
    }
    step(gradients, factor, pass.workers());
  }

  /**
   * Changes every trained parameter by one step from gradients that do not come straight from a
   * pass, such as sums over several passes.
   *
   * @param all the gradients in the order of {@link #slots()}; they may be overwritten
   * @param factor the factor of a schedule, by which the optimizer's learning rate is multiplied
   * @param workers the threads that share the work of an {@link ElementwiseOptimizer}; everything
   *     else runs on the caller's
   */
  public void step(List<float[]> all, double factor, Workers workers) {
    for (int i = 0; i < transforms.size(); i++) {
      transforms.get(i).apply(slots, all, transformMemories.get(i));
    }
    steps[0]++;
    current = all;
    currentFactor = factor;
    for (int i = 0; i < slots.size(); i++) {
      if (optimizers.get(i) instanceof ElementwiseOptimizer own) {
        own.begin(steps[0], slotMemories.get(i));
      } else {
        optimizers.get(i).update(steps[0], rate(i), slots.get(i), all.get(i), slotMemories.get(i));
      }
    }
    (elements < SHARED ? Workers.caller() : workers).run(parts.size(), partUpdate);
    current = gradients;
    for (int i = 0; i < slots.size(); i++) {
      for (int c = 0; c < constraints.size(); c++) {
        constraints.get(c).apply(slots.get(i));
      }
    }
  }

  private double rate(int slot) {
    return optimizers.get(slot).learningRate() * currentFactor;
  }

  private void update(Part part) {
    int i = part.slot;
    ((ElementwiseOptimizer) optimizers.get(i))
        .update(
            steps[0],
            rate(i),
            slots.get(i),
            current.get(i),
            slotMemories.get(i),
            part.from,
            part.to);
  }

  /**
   * Returns the number of steps taken.
   *
   * @return 0 at the start
   */
  public long steps() {
    return steps[0];
  }

  /**
   * Returns everything that is remembered between steps, including the number of steps. The arrays
   * are shared, not copied: {@link Memory#copy} saves them, and {@link Memory#set} restores what
   * was saved.
   *
   * @return arrays such as {@code steps}, {@code transform-1/…} and {@code dense-1.weight/…}
   */
  public Memory memory() {
    MemoryBuilder all = Memory.builder().putLongs("steps", steps);
    for (int i = 0; i < transforms.size(); i++) {
      all.putPart("transform-" + (i + 1), transformMemories.get(i));
    }
    for (int i = 0; i < slots.size(); i++) {
      all.putPart(slots.get(i).name(), slotMemories.get(i));
    }
    return all.build();
  }

  /** The elements from … to - 1 of a parameter. */
  private record Part(int slot, int from, int to) {}
}
