package lanewise.training.schedule;

/**
 * Rises to the optimizer's own rate and falls to almost nothing (Smith and Topin,
 * "Super-convergence", 2018; PyTorch's {@code OneCycleLR}, whose {@code max_lr} is the optimizer's
 * rate here):
 *
 * <pre>
 *   two phases     1 / div  -> 1  -> 1 / (div finalDiv)
 *   three phases   1 / div  -> 1  -> 1 / div  -> 1 / (div finalDiv)
 * </pre>
 *
 * <p>The last step of the cycle has the smallest rate, and so have steps after it, which PyTorch
 * refuses. Momentum is not cycled ({@code cycle_momentum=False}).
 *
 * @param steps the length of the cycle, at least 1 (PyTorch's {@code total_steps}), or {@link
 *     #WHOLE_RUN}
 * @param rise the share of the cycle in which the rate rises, from 0 to 1 (PyTorch's {@code
 *     pct_start})
 * @param anneal the shape of rise and fall (PyTorch's {@code anneal_strategy})
 * @param div the full rate over the first one, above 0 (PyTorch's {@code div_factor})
 * @param finalDiv the first rate over the last one, above 0 (PyTorch's {@code final_div_factor})
 * @param threePhases whether the rate falls as fast as it rose before it falls on (PyTorch's {@code
 *     three_phase})
 */
public record OneCycle(
    long steps, double rise, Anneal anneal, double div, double finalDiv, boolean threePhases)
    implements TimedSchedule {
  /** The shape of a rise or a fall. */
  public enum Anneal {
    /** Half a wave. */
    COSINE {
      @Override
      double between(double from, double to, double share) {
        return Factors.cosine(from, to, share);
      }
    },
    /** A straight line. */
    LINEAR {
      @Override
      double between(double from, double to, double share) {
        return Factors.linear(from, to, share);
      }
    };

    abstract double between(double from, double to, double share);
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public OneCycle {
    Factors.requireLength("one cycle", steps);
    Factors.require(rise >= 0 && rise <= 1, "one cycle", "rise", rise, "0 to 1");
    Factors.require(
        div > 0 && div < Double.POSITIVE_INFINITY, "one cycle", "div", div, "a number above 0");
    Factors.require(
        finalDiv > 0 && finalDiv < Double.POSITIVE_INFINITY,
        "one cycle",
        "final div",
        finalDiv,
        "a number above 0");
    Factors.require(
        !threePhases || rise <= 0.5,
        "one cycle",
        "rise",
        rise,
        "at most 0.5 with three phases, of which the second is as long as the first");
  }

  /**
   * Returns the cycle with the usual settings over a whole run: it rises in 30% of the steps, along
   * cosines, from 1 / 25, and falls to 1 / 250,000.
   *
   * @return the schedule
   */
  public static OneCycle wholeRun() {
    return new OneCycle(WHOLE_RUN, 0.3, Anneal.COSINE, 25, 1e4, false);
  }

  @Override
  public double at(long time, long total) {
    double length = Factors.length(steps, total);
    double first = 1 / div;
    double last = first / finalDiv;
    double top = rise * length - 1;
    double end = length - 1;
    if (time >= end) {
      return last;
    }
    if (time < top) {
      return anneal.between(first, 1, time / top);
    }
    if (!threePhases) {
      return anneal.between(1, last, (time - top) / (end - top));
    }
    double back = 2 * rise * length - 2;
    return time < back
        ? anneal.between(1, first, (time - top) / (back - top))
        : anneal.between(first, last, (time - back) / (end - back));
  }
}
