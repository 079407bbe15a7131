package lanewise.bench.compare.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lanewise.bench.compare.Answers;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Rounding;
import lanewise.bench.compare.Serving;
import org.HdrHistogram.Histogram;

/** The service around a library, and requests to it at the rate of the case. */
final class ServeSeat implements Seat {
  private static final long SECOND = 1_000_000_000L;

  /** What every service can answer, so that nothing queues while it warms up. */
  private static final int WARMING_RATE = 2000;

  private static final int MAX_PERIODS = 8;

  private final Mlp problem;
  private final int rate;
  private final Process process;
  private final BufferedReader lines;
  private final OpenLoop requests;
  private final Histogram nanos = new Histogram(60 * SECOND, 3);
  private int answered;
  private int rounds;

  private ServeSeat(
      Mlp problem, int rate, Process process, BufferedReader lines, OpenLoop requests) {
    this.problem = problem;
    this.rate = rate;
    this.process = process;
    this.lines = lines;
    this.requests = requests;
  }

  /** Starts the service; its answers have been checked. */
  static Seat start(Launcher launcher, Library library, String name, Problem problem, Path file)
      throws IOException {
    Mlp mlp = (Mlp) problem;
    byte[][] bodies = Arrays.stream(mlp.batches()).map(Answers::bytes).toArray(byte[][]::new);
    Process process =
        launcher
            .fresh(
                library,
                Server.class,
                List.of("-Dsun.net.httpserver.nodelay=true", "-Dlanewise.start=0"),
                List.of(library.type(), Serving.WIDTHS, file.toString()))
            .start();
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(Server.PORT)) {
        int port = Integer.parseInt(line.substring(Server.PORT.length()));
        ServeSeat seat =
            new ServeSeat(mlp, Serving.rate(name), process, lines, new OpenLoop(port, bodies));
        seat.check();
        return seat;
      }
    }
    throw launcher.ended(library);
  }

  private void check() throws IOException {
    for (int input = 0; input < problem.inputs(); input++) {
      byte[] answer = requests.ask(input);
      float[] values = new float[answer.length / Float.BYTES];
      ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      problem.check(input, Rounding.NONE, values);
    }
  }

  /** Runs for some periods, and more while the median becomes a tenth less. */
  @Override
  public void warmUp(long periodNanos, long sliceNanos) throws IOException {
    double before;
    double best = Double.POSITIVE_INFINITY;
    int periods = 0;
    do {
      before = best;
      OpenLoop.Round round = requests.run(WARMING_RATE, 4 * periodNanos);
      best = Math.min(best, (double) round.nanos().getValueAtPercentile(50));
      periods++;
    } while (periods < MAX_PERIODS && best < 0.9 * before);
  }

  /** The median from when a request was due to its answer. */
  @Override
  public double round() throws IOException {
    OpenLoop.Round round = requests.run(rate, SECOND); // a second each
    nanos.add(round.nanos());
    answered += round.answered();
    rounds++;
    return Math.max(1, round.nanos().getValueAtPercentile(50));
  }

  @Override
  public Map<String, Double> figures() throws IOException {
    Map<String, Double> figures = Percentiles.of(nanos, problem.unit());
    figures.put("offered", (double) rate);
    figures.put("answered", (double) answered / rounds);
    check();
    return figures;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    lines.close();
  }
}
