package lanewise.cli.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.JsonLine;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Session;
import lanewise.cli.session.Version;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.Engine;
import lanewise.tensor.EngineDescription;
import lanewise.tensor.SelfCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lanewise describe}. */
@Command(
    name = "describe",
    sortOptions = false,
    sortSynopsis = false,
    header = "Show what runs here: JDK, processor, vector width, kernels.",
    description = {
      "%nSays how wide the vectors are and why, and which variant of each kernel is in use and why."
          + " The results of all variants have the same bits.%n",
      "The JVM's option -Dlanewise.simd forces a width: 512, 256, 128 or scalar.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise describe",
      "  lanewise describe --self-check",
      "  LANEWISE_JAVA_OPTS=-Dlanewise.simd=256 lanewise describe"
    })
public final class DescribeCommand implements Callable<Integer> {
  private final Session session;

  @Mixin CommonOptions common = new CommonOptions();

  public DescribeCommand(Session session) {
    this.session = session;
  }

  @Option(
      names = "--self-check",
      description =
          "Run every kernel against scalar code: compare the bits, take the times, count what is"
              + " allocated. Takes some seconds.")
  boolean selfCheck;

  @Override
  public Integer call() {
    EngineDescription description = Engine.describe();
    if (selfCheck) {
      return report(description, Engine.selfCheck());
    }
    if (common.json) {
      JsonLine.print(session, object(description));
    } else {
      print(description.toString());
    }
    return ExitCode.OK;
  }

  int report(EngineDescription description, SelfCheck check) {
    if (common.json) {
      JsonLine.print(session, builder(description).put("selfCheck", operations(check)).build());
    } else {
      print(description.toString());
      session.out().println();
      print(check.toString());
    }
    return check.passed() ? ExitCode.OK : ExitCode.INTERNAL;
  }

  private void print(String text) {
    FoldedText.lines(text, session.columns(false)).forEach(session.out()::println);
  }

  private static JsonArray operations(SelfCheck check) {
    List<JsonValue> operations = new ArrayList<>();
    for (SelfCheck.Operation operation : check.operations()) {
      operations.add(
          JsonObject.builder()
              .put("family", operation.family())
              .put("operation", operation.name())
              .put("variant", operation.variant())
              .put("sameBits", operation.sameBits())
              .put("nanoseconds", operation.nanoseconds())
              .put("scalarNanoseconds", operation.scalarNanoseconds())
              .put("bytesPerCall", operation.bytesPerCall())
              .build());
    }
    return new JsonArray(operations);
  }

  private static JsonObject object(EngineDescription description) {
    return builder(description).build();
  }

  private static JsonObject.Builder builder(EngineDescription description) {
    List<JsonValue> kernels = new ArrayList<>();
    for (EngineDescription.Kernel kernel : description.kernels()) {
      kernels.add(
          JsonObject.builder()
              .put("family", kernel.family())
              .put("variant", kernel.variant())
              .put("reason", kernel.reason())
              .build());
    }
    return JsonObject.builder()
        .put("lanewise", Version.text())
        .put("jdk", description.jdk())
        .put("vendor", description.vendor())
        .put("system", description.system())
        .put("architecture", description.architecture())
        .put("processor", description.processor())
        .put("processors", description.processors())
        .put("maxHeapBytes", description.maxHeapBytes())
        .put("vectorBits", description.vectorBits())
        .put("reason", description.reason())
        .put("kernels", new JsonArray(kernels));
  }
}
