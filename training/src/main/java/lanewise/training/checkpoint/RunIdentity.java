package lanewise.training.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import lanewise.training.Trainer;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowSource;

/**
 * What must be the same for a run to continue from a checkpoint with the bits of an uninterrupted
 * run: the settings, each with its name, and digests of the data. A checkpoint carries it, and a
 * run that differs is refused with the names of everything that changed.
 *
 * <p>What may change is not part of it: the number of epochs and the patience (a run is prolonged
 * by either), the number of threads, the checkpoint settings, the place of the data.
 *
 * @param facts the facts by name, in order
 */
public record RunIdentity(SequencedMap<String, String> facts) {
  private static final int PIECE = 1 << 14;
  private static final String PREFIX = "run:";

  /** Copies the map. */
  public RunIdentity {
    facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
  }

  /**
   * Returns the identity without any facts: every checkpoint whose arrays fit is then accepted.
   *
   * @return the empty identity
   */
  public static RunIdentity none() {
    return new RunIdentity(new LinkedHashMap<>());
  }

  /**
   * Returns the settings of a trainer that change the weights of a run or which of its epochs is
   * the best.
   *
   * @param trainer the trainer
   * @return {@link Trainer#settings()}
   */
  public static RunIdentity of(Trainer trainer) {
    return new RunIdentity(trainer.settings());
  }

  /**
   * Returns this identity with one more fact.
   *
   * @param name the name, such as {@code learning rate}
   * @param value its value, compared as text
   * @return a changed copy; a fact of that name is replaced
   */
  public RunIdentity with(String name, Object value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, value.toString());
    return new RunIdentity(more);
  }

  /**
   * Returns this identity with the content of some rows: how many there are, and the SHA-256 of
   * their features, targets and weights as the run reads them. This reads all rows once.
   *
   * @param name what the rows are, such as {@code training rows}
   * @param rows the rows
   * @return a changed copy
   */
  public RunIdentity withRows(String name, RowSource rows) {
    return with(name, rows.rows() + ", sha256 " + digest(rows));
  }

  private static String digest(RowSource source) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
    RowFormat format = source.format();
    int width = format.features().size();
    // Digits that are the same in every locale.
    String kind = width + " " + format.kind() + " " + format.outputs() + " " + format.weighted();
    sha256.update(kind.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    source.forEachChunk(
        (rows, features, targets) -> {
          update(sha256, bytes, features, rows * width);
          if (targets.areClasses()) {
            for (int row = 0; row < rows; row++) {
              sha256.update(bytes.clear().putInt(targets.classes()[row]).flip());
            }
          } else {
            update(sha256, bytes, targets.values(), rows * format.outputs());
          }
          if (targets.areWeighted()) {
            update(sha256, bytes, targets.weights(), rows);
          }
        });
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Digests values piece by piece, since the bytes of a long row fill no array. */
  private static void update(MessageDigest sha256, ByteBuffer bytes, float[] values, int count) {
    int done = 0;
    while (done < count) {
      int next = Math.min(PIECE / Float.BYTES, count - done);
      bytes.clear().asFloatBuffer().put(values, done, next);
      sha256.update(bytes.limit(Float.BYTES * next));
      done += next;
    }
  }

  /**
   * Returns the differences between a saved identity and this one.
   *
   * @param saved the identity of a checkpoint
   * @return each difference as a clause such as "learning rate was 0.1 and is 0.2"; empty if there
   *     is none
   */
  public List<String> changesSince(RunIdentity saved) {
    List<String> changes = new ArrayList<>();
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      String before = saved.facts.get(fact.getKey());
      if (before == null) {
        changes.add("%s is %s and was not set".formatted(fact.getKey(), fact.getValue()));
      } else if (!before.equals(fact.getValue())) {
        changes.add(change(fact.getKey(), before, fact.getValue()));
      }
    }
    for (Map.Entry<String, String> fact : saved.facts.entrySet()) {
      if (!facts.containsKey(fact.getKey())) {
        changes.add("%s was %s and is not set".formatted(fact.getKey(), fact.getValue()));
      }
    }
    return changes;
  }

  /**
   * Returns this identity without some of its facts.
   *
   * @param names the names of facts, which need not be there
   * @return a changed copy
   */
  public RunIdentity without(Set<String> names) {
    SequencedMap<String, String> fewer = new LinkedHashMap<>(facts);
    fewer.keySet().removeAll(names);
    return new RunIdentity(fewer);
  }

  /** Says what has changed; of digests, that they differ. */
  private static String change(String name, String before, String now) {
    String[] old = before.split(", sha256 ", 2);
    String[] fresh = now.split(", sha256 ", 2);
    if (old.length < 2 || fresh.length < 2) {
      return "%s was %s and is %s".formatted(name, before, now);
    }
    return old[0].equals(fresh[0])
        ? "the content of the %s %s has changed".formatted(fresh[0], name)
        : "there were %s %s and are %s".formatted(old[0], name, fresh[0]);
  }

  /** Returns the facts as notes of a checkpoint's file. */
  SequencedMap<String, String> toNotes() {
    SequencedMap<String, String> notes = new LinkedHashMap<>();
    facts.forEach((name, value) -> notes.put(PREFIX + name, value));
    return notes;
  }

  /** Returns the facts among the notes of a checkpoint's file. */
  static RunIdentity fromNotes(SequencedMap<String, String> notes) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    notes.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            facts.put(name.substring(PREFIX.length()), Objects.requireNonNull(value));
          }
        });
    return new RunIdentity(facts);
  }
}
