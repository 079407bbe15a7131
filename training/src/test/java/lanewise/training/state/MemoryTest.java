package lanewise.training.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
final class MemoryTest {
  private final float[] velocity = {1, 2};

  private final Memory memory =
      Memory.none()
          .withFloats("velocity", velocity)
          .withDoubles("factor", 0.5)
          .withLongs("calls", 3, 4);

  @Test
  void holdsTheArraysThemselves() {
    assertThat(memory.names()).containsExactly("velocity", "factor", "calls");
    assertThat(memory.floats("velocity")).isSameAs(velocity);
    memory.doubles("factor")[0] = 0.25;
    assertThat(memory.doubles("factor")).containsExactly(0.25);
    assertThat(memory.longs("calls")).containsExactly(3, 4);
    assertThat(memory).hasToString("Memory{velocity=2 floats, factor=1 doubles, calls=2 longs}");
    assertThat(Memory.none().names()).isEmpty();
  }

  @Test
  void namesWhatIsNotThere() {
    assertThatThrownBy(() -> memory.floats("momentum"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "memory: there are no floats called momentum; there are [velocity, factor, calls]");
    assertThatThrownBy(() -> memory.doubles("velocity"))
        .hasMessageStartingWith("memory: there are no doubles called velocity");
    assertThatThrownBy(() -> memory.longs("factor"))
        .hasMessageStartingWith("memory: there are no longs called factor");
  }

  @Test
  void everyNameIsThereOnce() {
    assertThatThrownBy(() -> memory.withLongs("factor", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "memory: an array needs a name of its own, not \"factor\"; taken are"
                + " [velocity, factor, calls]");
    assertThatThrownBy(() -> memory.withLongs("", 1)).hasMessageContaining("not \"\"");
    Memory joined = Memory.none().withPart("a", memory);
    assertThatThrownBy(() -> joined.withPart("a", memory)).hasMessageContaining("a/velocity");
  }

  @Test
  void joinsPartsAndTakesThemApart() {
    Memory other = Memory.none().withLongs("calls", 9);
    Memory joined = Memory.none().withPart("a", memory).withLongs("step", 1).withPart("ab", other);
    assertThat(joined.names())
        .containsExactly("a/velocity", "a/factor", "a/calls", "step", "ab/calls");
    assertThat(joined.part("a")).isEqualTo(memory);
    assertThat(joined.part("a").floats("velocity")).isSameAs(velocity);
    assertThat(joined.part("ab")).isEqualTo(other);
    assertThat(joined.part("b").names()).isEmpty();
  }

  /** However the arrays of a part were added, the part has all of them. */
  @Test
  void aPartHasWhatWasAddedToItLater() {
    Memory one = Memory.none().withLongs("one", 1);
    Memory two = Memory.none().withLongs("two", 2);
    assertThat(Memory.none().withPart("a", one).part("a")).isSameAs(one);
    List<Memory> grown =
        List.of(
            Memory.none().withPart("a", one).withPart("a", two),
            Memory.none().withPart("a", one).withLongs("a/two", 2),
            Memory.none().withPart("a", one).withPart("a", two).copy(),
            Memory.builder().putPart("a", one).putPart("a", two).build(),
            Memory.builder().putLongs("a/one", 1).putPart("a", two).build());
    for (Memory each : grown) {
      assertThat(each.part("a").names()).containsExactly("one", "two");
    }
    Memory nested = Memory.none().withPart("a", one).withPart("a/b", two);
    assertThat(nested.part("a").names()).containsExactly("one", "b/two");
    assertThat(nested.part("a/b")).isSameAs(two);
    assertThat(nested.withLongs("ab", 1).part("a/b")).isSameAs(two);
  }

  @Test
  void aPartHasAllOfThree() {
    Memory thrice = Memory.none();
    for (String name : List.of("one", "two", "three")) {
      thrice = thrice.withPart("a", Memory.none().withLongs(name, 1));
    }
    assertThat(thrice.part("a").names()).containsExactly("one", "two", "three");
  }

  @Test
  void aBuilderMakesTheMemoryOfSingleCalls() {
    MemoryBuilder builder =
        Memory.builder()
            .putFloats("velocity", velocity)
            .putDoubles("factor", 0.5)
            .putLongs("calls", 3, 4);
    Memory first = builder.build();
    assertThat(first).isEqualTo(memory).hasToString(memory.toString());
    assertThat(first.floats("velocity")).isSameAs(velocity);
    Memory second = builder.putPart("more", memory).build();
    assertThat(first.names()).as("what was built stays").hasSize(3);
    assertThat(second).isEqualTo(memory.withPart("more", memory));
    assertThat(second.part("more")).isSameAs(memory);
    assertThatThrownBy(() -> Memory.builder().putLongs("a", 1).putFloats("a", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("memory: an array needs a name of its own, not \"a\"");
  }

  @Test
  void aCopyStaysAsItIs() {
    Memory copy = memory.copy();
    assertThat(copy).isEqualTo(memory).hasSameHashCodeAs(memory);
    velocity[1] = 7;
    assertThat(copy).isNotEqualTo(memory);
    assertThat(copy.floats("velocity")).containsExactly(1, 2);
    memory.set(copy);
    assertThat(velocity).containsExactly(1, 2);
    assertThat(copy).isEqualTo(memory);
  }

  @Test
  void setRefusesOtherArraysAndChangesNothing() {
    Memory shorter = Memory.none().withFloats("velocity", 9).withDoubles("factor", 9);
    assertThatThrownBy(() -> memory.set(shorter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memory: velocity must be 2 floats, but is 1 floats");
    Memory fewer = Memory.none().withFloats("velocity", 9, 9).withDoubles("factor", 9);
    assertThatThrownBy(() -> memory.set(fewer))
        .hasMessage("memory: calls must be 2 longs, but is missing");
    assertThatThrownBy(() -> memory.set(memory.copy().withLongs("more", 1)))
        .hasMessage("memory: nothing here remembers more");
    Memory otherType =
        Memory.none().withFloats("velocity", 9, 9).withLongs("factor", 9).withLongs("calls", 1, 1);
    assertThatThrownBy(() -> memory.set(otherType))
        .hasMessage("memory: factor must be 1 doubles, but is 1 longs");
    assertThat(velocity).containsExactly(1, 2);
  }

  @Test
  void equalityIsThatOfTheBits() {
    Memory zero = Memory.none().withFloats("x", 0f);
    assertThat(zero).isNotEqualTo(Memory.none().withFloats("x", -0f));
    assertThat(zero).isNotEqualTo(Memory.none().withDoubles("x", 0));
    assertThat(Memory.none().withDoubles("x", Double.NaN))
        .isEqualTo(Memory.none().withDoubles("x", Double.NaN));
    assertThat(Memory.none().withLongs("a", 1).withLongs("b", 2))
        .isEqualTo(Memory.none().withLongs("b", 2).withLongs("a", 1));
  }

  @Test
  void showsEveryArrayByItsType() {
    List<String> seen = new ArrayList<>();
    memory.forEach(
        (name, floats) -> seen.add(name + " " + floats.length),
        (name, doubles) -> seen.add(name + " " + doubles[0]),
        (name, longs) -> seen.add(name + " " + longs[1]));
    assertThat(seen).containsExactly("velocity 2", "factor 0.5", "calls 4");
  }
}
