import lanewise.layers.Sequential
import lanewise.layers.activation.Relu
import lanewise.layers.inference.InferencePlan
import lanewise.layers.linear.Dense
import lanewise.tensor.Engine

object Main:
  def main(args: Array[String]): Unit =
    val model = Sequential.of(3, Dense.of(3, 4), Relu.of(), Dense.of(4, 2))
    model.parameters().values().forEach(parameter => java.util.Arrays.fill(parameter.values(), 0.5f))
    val out = new Array[Float](2)
    InferencePlan.of(model).predict(Array(1f, 2f, 3f), 0, out, 0)
    assert(out.sameElements(Array(7.5f, 7.5f)), out.mkString(", "))
    println(s"Scala: ${out.mkString(", ")}, vectors of ${Engine.describe().vectorBits()} bits")
