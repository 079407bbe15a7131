package lanewise.tensor.linalg;

import static lanewise.tensor.linalg.LinearAlgebraTest.random;
import static lanewise.tensor.linalg.LinearAlgebraTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pattern against the sum over all letters in double precision. */
class EinsumTest {
  private static final String SIZES = "ijklbnxyz";
  private static final int[] DIMS = {2, 3, 4, 5, 6, 7, 3, 2, 1};

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ij,jk->ik; ik",
        "ij,jk; ik",
        "ij,jk->ki; ki",
        "ji,jk->ik; ik",
        "ij,kj->ik; ik",
        "ji,kj->ik; ik",
        "ba,cb; ac",
        "bij,bjk->bik; bik",
        "bij,bkj->bik; bik",
        "bij,bjk->kbi; kbi",
        "bij,jk->bik; bik",
        "ij,bjk->bik; bik",
        "bij,bjk->ik; ik",
        "bnij,bnjk->bnik; bnik",
        "bnik,bnjk->bnij; bnij",
        "binx,bjnx->bnij; bnij",
        "ij,j->i; i",
        "ij,i->j; j",
        "j,ij->i; i",
        "i,i->; ''",
        "i,i; ''",
        "ij,ij->; ''",
        "ij,ji->; ''",
        "ij,ij->i; i",
        "ij,ij->ij; ij",
        "ij,i->ij; ij",
        "ij,ij->ji; ji",
        "i,j->ij; ij",
        "i,j->ji; ji",
        "ij,kl->ijkl; ijkl",
        "bi,bj->bij; bij",
        "ij->ji; ji",
        "ji; ij",
        "ij; ij",
        "ijk->kij; kij",
        "ij->i; i",
        "ij->j; j",
        "ij->; ''",
        "ijk->k; k",
        "ii->; ''",
        "ii; ''",
        "ii->i; i",
        "iij->j; j",
        "ii,ij->ij; ij",
        "ij,k->i; i",
        "ij,kl->il; il",
        "i->i; i",
        "->; ''",
        ",->; ''",
        ",i->i; i",
        "Ab,b; A",
        "iz,zj->ij; ij",
        "' ij , jk -> ik '; ik",
      })
  void pattern(String equation, String output) {
    String text = equation.replace(" ", "").replace("'", "");
    String out = output.replace("'", "");
    String left = text.contains("->") ? text.substring(0, text.indexOf("->")) : text;
    String[] inputs = left.split(",", -1);
    List<Tensor> operands = new ArrayList<>();
    for (String input : inputs) {
      int[] dims = input.chars().map(EinsumTest::size).toArray();
      operands.add(random(input.hashCode() + operands.size(), dims));
    }
    check(equation.replace("'", ""), out, inputs, operands);
    // The same with operands that are not contiguous.
    operands.replaceAll(operand -> operand.transpose().copy().transpose());
    check(equation.replace("'", ""), out, inputs, operands);
  }

  private static int size(int letter) {
    int at = SIZES.indexOf(letter);
    return at < 0 ? 2 + letter % 4 : DIMS[at];
  }

  private static void check(
      String equation, String output, String[] inputs, List<Tensor> operands) {
    Tensor actual = LinearAlgebra.einsum(equation, operands.toArray(new Tensor[0]));
    assertThat(actual.shape().toArray())
        .as(equation)
        .isEqualTo(output.chars().map(EinsumTest::size).toArray());
    assertThat(actual.isContiguous()).isTrue();
    assertThat(actual.storage()).isNotSameAs(operands.get(0).storage());
    StringBuilder letters = new StringBuilder(output);
    for (int at = 0; at < equation.length(); at++) {
      char c = equation.charAt(at);
      if (Character.isLetter(c) && letters.indexOf(String.valueOf(c)) < 0) {
        letters.append(c);
      }
    }
    double[] sums = new double[actual.size()];
    double[] magnitudes = new double[actual.size()];
    int all = letters.chars().map(EinsumTest::size).reduce(1, (x, y) -> x * y);
    int inner = all / Math.max(1, actual.size());
    for (int number = 0; number < all; number++) {
      Map<Character, Integer> index = new HashMap<>();
      int rest = number;
      for (int i = letters.length() - 1; i >= 0; i--) {
        index.put(letters.charAt(i), rest % size(letters.charAt(i)));
        rest /= size(letters.charAt(i));
      }
      double product = 1;
      for (int i = 0; i < inputs.length; i++) {
        product *= operands.get(i).get(inputs[i].chars().map(c -> index.get((char) c)).toArray());
      }
      sums[number / inner] += product;
      magnitudes[number / inner] += Math.abs(product);
    }
    float[] values = actual.toArray();
    for (int i = 0; i < values.length; i++) {
      double tolerance = 0x1p-24 * (inner + 2) * magnitudes[i];
      assertThat((double) values[i])
          .as("%s, element %d", equation, i)
          .isCloseTo(sums[i], org.assertj.core.data.Offset.offset(tolerance));
    }
  }

  @Test
  void axesOfSizeOneBroadcast() {
    Tensor a = Tensor.of(Shape.of(2, 1), 2, 3);
    Tensor b = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    assertThat(LinearAlgebra.einsum("ij,jk->ik", a, b).toArray()).containsExactly(18, 24, 27, 36);
    assertThat(LinearAlgebra.einsum("ij,ik->ijk", b, Tensor.of(Shape.of(1, 1), 2)).toArray())
        .containsExactly(2, 4, 6, 8, 10, 12);
  }

  @Test
  void emptyAxes() {
    Tensor product = LinearAlgebra.einsum("ij,jk->ik", Tensor.zeros(2, 0), Tensor.zeros(0, 3));
    assertThat(product.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(product.toArray()).containsOnly(0);
    assertThat(LinearAlgebra.einsum("ij->i", Tensor.zeros(2, 0)).toArray()).containsExactly(0, 0);
    assertThat(LinearAlgebra.einsum("i,j->ij", Tensor.zeros(0), Tensor.zeros(3)).size()).isZero();
    assertThat(LinearAlgebra.einsum("bi,bi->b", Tensor.zeros(0, 3), Tensor.zeros(0, 3)).size())
        .isZero();
    assertThat(
            LinearAlgebra.einsum("bij,bjk->bik", Tensor.zeros(0, 2, 3), Tensor.zeros(0, 3, 4))
                .shape())
        .isEqualTo(Shape.of(0, 2, 4));
  }

  @Test
  void saysWhatIsNotSupportedAndWhatDoesNotFit() {
    Tensor m = Tensor.zeros(2, 3);
    refused(
        "einsum: \"...ij,jk\": an ellipsis is not supported; name every axis",
        () -> LinearAlgebra.einsum("...ij,jk", m, m));
    refused(
        "einsum: \"ij,jk,kl->il\": 3 operands; multiply two at a time",
        () -> LinearAlgebra.einsum("ij,jk,kl->il", m, m, m));
    refused(
        "einsum: \"ij,jk\": names 2 operands, but 1 are given",
        () -> LinearAlgebra.einsum("ij,jk", m));
    refused(
        "einsum: \"i1->i\": '1' is not the letter of an axis",
        () -> LinearAlgebra.einsum("i1->i", m));
    refused(
        "einsum: \"ij->i->j\": '-' is not the letter of an axis",
        () -> LinearAlgebra.einsum("ij->i->j", m));
    refused(
        "einsum: \"ijk->i\": \"ijk\" names 3 axes, [2, 3] has 2",
        () -> LinearAlgebra.einsum("ijk->i", m));
    refused(
        "einsum: \"ij,jk->ik\": j is both 3 and 2 in [2, 3] and [2, 3]",
        () -> LinearAlgebra.einsum("ij,jk->ik", m, m));
    refused("einsum: \"ii->\": i is both 2 and 3 in [2, 3]", () -> LinearAlgebra.einsum("ii->", m));
    refused(
        "einsum: \"ij->ii\": the output names i twice", () -> LinearAlgebra.einsum("ij->ii", m));
    refused(
        "einsum: \"ij->ik\": no operand names the output's k",
        () -> LinearAlgebra.einsum("ij->ik", m));
  }
}
