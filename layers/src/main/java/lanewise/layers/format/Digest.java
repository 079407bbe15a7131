package lanewise.layers.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest that a file carries in its own header, and the search for it: SHA-256 over the whole
 * file, in which the 64 digits themselves count as '0'.
 *
 * <p>There are two metadata entries, because a damaged key must not make the digest disappear
 * unnoticed: if one of them exists, the other must exist too.
 */
final class Digest {
  static final String ANNOUNCE_KEY = "lanewise.integrity";
  static final String ANNOUNCE_VALUE = "sha256";
  static final String KEY = "lanewise.sha256";
  static final int LENGTH = 64;
  static final String BLANK = "0".repeat(LENGTH);

  private static final byte[] MARK = ("\"" + KEY + "\":\"").getBytes(StandardCharsets.UTF_8);

  private Digest() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Returns the index of the digits in a header, or -1. The searched text has quotes without
   * backslashes, so it cannot be part of a string, but only a key and the start of its value.
   */
  static int find(byte[] header) {
    for (int at = 0; at + MARK.length + LENGTH < header.length; at++) {
      int same = 0;
      while (same < MARK.length && header[at + same] == MARK[same]) {
        same++;
      }
      if (same == MARK.length) {
        return at + MARK.length;
      }
    }
    return -1;
  }
}
