import lanewise.layers.Sequential
import lanewise.layers.activation.Relu
import lanewise.layers.inference.InferencePlan
import lanewise.layers.linear.Dense
import lanewise.tensor.Engine

fun main() {
  val model = Sequential.of(3, Dense.of(3, 4), Relu.of(), Dense.of(4, 2))
  model.parameters().values.forEach { it.values().fill(0.5f) }
  val out = FloatArray(2)
  InferencePlan.of(model).predict(floatArrayOf(1f, 2f, 3f), 0, out, 0)
  check(out.contentEquals(floatArrayOf(7.5f, 7.5f))) { out.contentToString() }
  println("Kotlin: ${out.contentToString()}, vectors of ${Engine.describe().vectorBits()} bits")
}
