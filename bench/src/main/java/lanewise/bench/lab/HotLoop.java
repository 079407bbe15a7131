package lanewise.bench.lab;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.format.JsonObject;

/**
 * The loop of a method's machine code in which its multiply-adds are: of the loops without a loop
 * inside, the one whose instructions are multiply-adds to the largest part. Machine code does not
 * tell which loop runs most; a compiler that unrolls or checks less in one copy of a loop does it
 * in the copy that is meant to run.
 *
 * @param instructions of one turn
 * @param fmas multiply-adds of vectors
 * @param scalarFmas multiply-adds of single numbers
 * @param spills vector operations with the stack
 * @param checks jumps out of the loop on an unsigned comparison: an index that is checked
 * @param exits other jumps out of the loop on a condition, and its end
 * @param calls and what else leaves the loop to come back
 * @param allocations objects made
 */
record HotLoop(
    int instructions,
    int fmas,
    int scalarFmas,
    int spills,
    int checks,
    int exits,
    int calls,
    int allocations) {

  /** Multiply-adds among the instructions. */
  double density() {
    return (double) (fmas + scalarFmas) / instructions;
  }

  /** In one line. */
  String words() {
    return "%s instructions: %s multiply-adds, %s index checks, %s other exits, %s spills, %s calls"
        .formatted(
            instructions,
            fmas == 0 ? scalarFmas + " scalar" : fmas,
            checks,
            exits,
            spills,
            calls + allocations);
  }

  /** As members of a line of results. */
  JsonObject json() {
    return JsonObject.builder()
        .put("instructions", instructions)
        .put("multiplyAdds", fmas)
        .put("scalarMultiplyAdds", scalarFmas)
        .put("indexChecks", checks)
        .put("otherExits", exits)
        .put("spills", spills)
        .put("calls", calls + allocations)
        .build();
  }

  /**
   * Finds the loops with a multiply-add, the hot one first.
   *
   * @param code of one method for x86-64
   * @return empty where there is no loop with a multiply-add
   * @throws IllegalArgumentException if there is an instruction that is not known
   */
  static List<HotLoop> of(byte[] code) {
    List<Instruction> all = new ArrayList<>();
    for (int at = 0; at < code.length; ) {
      Instruction instruction = Instruction.at(code, at);
      if (instruction == null) {
        throw new IllegalArgumentException(
            "the instruction at byte %s of %s is not known".formatted(at, code.length));
      }
      all.add(instruction);
      at = instruction.end();
    }
    List<Instruction> backwards =
        all.stream()
            .filter(each -> each.isJump() && each.target() >= 0 && each.target() <= each.at())
            .toList();
    List<HotLoop> loops = new ArrayList<>();
    for (Instruction back : backwards) {
      boolean innermost =
          backwards.stream()
              .noneMatch(
                  other ->
                      other.at() < back.at()
                          && other.target() >= back.target()
                          && other.target() < back.at());
      if (innermost) {
        HotLoop loop = of(all, back.target(), back.end());
        if (loop.fmas + loop.scalarFmas > 0) {
          loops.add(loop);
        }
      }
    }
    loops.sort((a, b) -> Double.compare(b.density(), a.density()));
    return loops;
  }

  private static HotLoop of(List<Instruction> all, int from, int to) {
    List<Instruction> loop =
        all.stream().filter(each -> each.at() >= from && each.end() <= to).toList();
    List<Instruction> leaving =
        loop.stream()
            .filter(each -> each.isConditional() && (each.target() < from || each.target() >= to))
            .toList();
    int checks = (int) leaving.stream().filter(Instruction::comparesUnsigned).count();
    return new HotLoop(
        loop.size(),
        (int) loop.stream().filter(Instruction::isVectorFma).count(),
        (int) loop.stream().filter(Instruction::isScalarFma).count(),
        (int) loop.stream().filter(Instruction::isSpill).count(),
        checks,
        leaving.size() - checks,
        (int) loop.stream().filter(Instruction::isCall).count(),
        (int) loop.stream().filter(Instruction::isAllocation).count());
  }
}
