package lanewise.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Instructions that the JVM's compilers made, each of a kind of its own, beside what GNU objdump
 * says about them.
 */
final class InstructionTest {
  private record Known(String hex, String text) {
    Instruction read() {
      return Objects.requireNonNull(Instruction.at(HexFormat.of().parseHex(hex), 0), text);
    }

    boolean begins(String... words) {
      return List.of(words).stream().anyMatch(text::startsWith);
    }
  }

  private static List<Known> known() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(InstructionTest.class.getResourceAsStream("instructions.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", 2))
          .map(words -> new Known(words[0], words[1]))
          .toList();
    }
  }

  @Test
  void everyLengthIsRight() throws IOException {
    assertThat(known())
        .hasSizeGreaterThan(150)
        .allSatisfy(each -> assertThat(each.read().length()).isEqualTo(each.hex.length() / 2));
  }

  @Test
  void whatAVerdictRestsOnIsTold() throws IOException {
    assertThat(known())
        .allSatisfy(
            each -> {
              Instruction read = each.read();
              assertThat(read.isVectorFma())
                  .isEqualTo(each.text.matches("vfn?m(add|sub)\\d+p[sd] .*"));
              assertThat(read.isScalarFma())
                  .isEqualTo(each.text.matches("vfn?m(add|sub)\\d+s[sd] .*"));
              assertThat(read.isSpill()).isEqualTo(each.text.matches("v.*\\[rsp.*"));
              assertThat(read.isCall()).isEqualTo(each.begins("call "));
              assertThat(read.isConditional()).isEqualTo(each.text.matches("j(?!mp).*"));
              assertThat(read.comparesUnsigned())
                  .isEqualTo(each.begins("ja ", "jae ", "jb ", "jbe "));
              assertThat(read.isAllocation())
                  .isEqualTo(each.text.matches("mov .WORD PTR \\[r15.*\\],r.*"));
            });
    assertThat(known()).anyMatch(each -> each.read().isSpill());
    assertThat(known()).anyMatch(each -> each.read().isVectorFma());
    assertThat(known()).anyMatch(each -> each.read().isAllocation());
  }

  @Test
  void codeThatEndsWithinAnInstructionIsNoInstruction() {
    assertThat(Instruction.at(HexFormat.of().parseHex("c5fa11"), 0)).isNull();
    assertThat(Instruction.at(HexFormat.of().parseHex("06"), 0)).isNull();
  }
}
