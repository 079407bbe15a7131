package lanewise.bench.lab;

import org.jspecify.annotations.Nullable;

/**
 * One instruction of x86-64: how long it is, and as much of what it does as the search for spills,
 * checks and calls needs. The encodings are those of Intel's Software Developer's Manual, volume 2.
 *
 * @param at where it begins
 * @param length in bytes
 * @param wide whether it is encoded as AVX or AVX-512
 * @param map of opcodes: 0 one byte, 1 {@code 0F}, 2 {@code 0F38}, 3 {@code 0F3A}
 * @param opcode in the map
 * @param prefix that is part of the opcode: 0, 0x66, 0xF3 or 0xF2
 * @param extension the middle three bits of the ModRM byte, a register or a part of the opcode
 * @param base the register of a memory operand's address, -1 where there is no such operand
 * @param target where a jump or a call leads, -1 for others
 */
record Instruction(
    int at,
    int length,
    boolean wide,
    int map,
    int opcode,
    int prefix,
    int extension,
    int base,
    int target) {
  private static final int NO_BASE = 16;
  private static final int STACK = 4;
  private static final int THREAD = 15;

  int end() {
    return at + length;
  }

  /** A multiply-add of vectors. */
  boolean isVectorFma() {
    return isFma() && (opcode & 1) == 0;
  }

  /** A multiply-add of single numbers. */
  boolean isScalarFma() {
    return isFma() && (opcode & 1) == 1;
  }

  private boolean isFma() {
    int high = opcode >> 4;
    return wide && map == 2 && high >= 0x9 && high <= 0xB && (opcode & 0xF) >= 8;
  }

  /** An operation of vector registers with the stack: what did not fit, stored or loaded. */
  boolean isSpill() {
    return base == STACK && isVector();
  }

  /** Whether it reads or writes vector registers, as far as C2 uses instructions. */
  private boolean isVector() {
    if (!wide) {
      // SSE moves, which are all that is left where there is no AVX.
      return map == 1 && (opcode == 0x10 || opcode == 0x11 || opcode == 0x28 || opcode == 0x29);
    }
    boolean general = map == 2 ? opcode >= 0xF2 && opcode <= 0xF7 : map == 3 && opcode == 0xF0;
    boolean masks = map == 1 && (opcode >= 0x90 && opcode <= 0x93);
    return !general && !masks;
  }

  /** A jump that is taken on a condition. */
  boolean isConditional() {
    return !wide && (map == 0 ? opcode >> 4 == 0x7 : map == 1 && opcode >> 4 == 0x8);
  }

  boolean isJump() {
    return isConditional() || (!wide && map == 0 && (opcode == 0xE9 || opcode == 0xEB));
  }

  /** Taken where one number without sign is below another, or not: how an index is checked. */
  boolean comparesUnsigned() {
    int condition = opcode & 0xF;
    return isConditional()
        && (condition == 2 || condition == 3 || condition == 6 || condition == 7);
  }

  boolean isCall() {
    return !wide && map == 0 && (opcode == 0xE8 || (opcode == 0xFF && extension == 2));
  }

  /** Writes into the structure of the thread: moves the end of its buffer, to allocate. */
  boolean isAllocation() {
    return !wide && map == 0 && opcode == 0x89 && base == THREAD;
  }

  /**
   * The instruction at a place, or null where no such instruction is known or the code ends.
   *
   * @param code that runs in 64-bit mode
   */
  static @Nullable Instruction at(byte[] code, int at) {
    try {
      return new Reader(code, at).read();
    } catch (ArrayIndexOutOfBoundsException e) {
      return null; // the code ends within the instruction
    }
  }

  /** Reads one instruction. */
  private static final class Reader {
    private static final String WITHOUT_OPERAND_1 =
        "05 06 07 08 09 0B 0E 30 31 32 33 34 35 37 77 A0 A1 A2 A8 A9 AA C8 C9 CA CB CC CD CE CF";

    private final byte[] code;
    private final int start;
    private int at;
    private boolean wideOperand;
    private boolean extendedBase;
    private boolean half;
    private int prefix;
    private boolean wide;
    private int map;

    Reader(byte[] code, int start) {
      this.code = code;
      this.start = start;
      this.at = start;
    }

    private int next() {
      return code[at++] & 0xFF;
    }

    @Nullable Instruction read() {
      int opcode = next();
      for (; isPrefix(opcode); opcode = next()) {
        if (opcode == 0x66) {
          half = true;
          prefix = prefix == 0 ? 0x66 : prefix;
        } else if (opcode == 0xF2 || opcode == 0xF3) {
          prefix = opcode;
        }
      }
      if (opcode >> 4 == 4) {
        wideOperand = (opcode & 8) != 0;
        extendedBase = (opcode & 1) != 0;
        opcode = next();
      }
      if (opcode == 0xC5 || opcode == 0xC4 || opcode == 0x62) {
        opcode = vectorPrefix(opcode);
      } else if (opcode == 0x0F) {
        map = 1;
        opcode = next();
        if (opcode == 0x38 || opcode == 0x3A) {
          map = opcode == 0x38 ? 2 : 3;
          opcode = next();
        }
      }
      return map > 6 || (map == 0 && !known(opcode)) ? null : operands(opcode);
    }

    private static boolean isPrefix(int b) {
      return b == 0x66 || b == 0x67 || b == 0xF0 || b == 0xF2 || b == 0xF3 || b == 0x2E || b == 0x36
          || b == 0x3E || b == 0x26 || b == 0x64 || b == 0x65;
    }

    /** Bytes that mean nothing in 64-bit mode, or to which code never comes. */
    private static boolean known(int opcode) {
      int low = opcode & 7;
      return opcode < 0x40 ? low < 6 : opcode != 0x60 && opcode != 0x61 && opcode != 0x9A;
    }

    private int vectorPrefix(int kind) {
      wide = true;
      int first = next();
      if (kind == 0xC5) {
        map = 1;
        implied(first & 3);
        return next();
      }
      extendedBase = (first & 0x20) == 0;
      map = first & (kind == 0xC4 ? 0x1F : 7);
      int second = next();
      wideOperand = (second & 0x80) != 0;
      implied(second & 3);
      if (kind == 0x62) {
        next();
      }
      return next();
    }

    private void implied(int bits) {
      prefix =
          switch (bits) {
            case 1 -> 0x66;
            case 2 -> 0xF3;
            case 3 -> 0xF2;
            default -> 0;
          };
    }

    private Instruction operands(int opcode) {
      int extension = 0;
      int base = -1;
      if (hasModRm(opcode)) {
        int modRm = next();
        extension = modRm >> 3 & 7;
        base = memory(modRm >> 6, modRm & 7);
      }
      int target = -1;
      if (!wide && map == 0 && (opcode >> 4 == 7 || opcode == 0xEB || (opcode & ~3) == 0xE0)) {
        int distance = code[at++];
        target = at + distance;
      } else if (!wide
          && ((map == 0 && (opcode == 0xE8 || opcode == 0xE9)) || (map == 1 && opcode >> 4 == 8))) {
        int distance = next() | next() << 8 | next() << 16 | next() << 24;
        target = at + distance;
      } else {
        at += immediate(opcode, extension);
      }
      if (at > code.length) {
        throw new ArrayIndexOutOfBoundsException(at);
      }
      return new Instruction(start, at - start, wide, map, opcode, prefix, extension, base, target);
    }

    private boolean hasModRm(int opcode) {
      if (map == 1) {
        boolean jump = !wide && opcode >> 4 == 8;
        boolean none =
            wide
                ? opcode == 0x77
                : WITHOUT_OPERAND_1.contains(String.format(java.util.Locale.ROOT, "%02X", opcode));
        return !jump && !none;
      }
      if (map != 0) {
        return true;
      }
      if (opcode < 0x40) {
        return (opcode & 7) < 4;
      }
      return switch (opcode) {
        case 0x63, 0x69, 0x6B, 0xC0, 0xC1, 0xC6, 0xC7, 0xF6, 0xF7, 0xFE, 0xFF -> true;
        default ->
            (opcode >= 0x80 && opcode <= 0x8F)
                || (opcode >= 0xD0 && opcode <= 0xD3)
                || (opcode >= 0xD8 && opcode <= 0xDF);
      };
    }

    /** Skips what follows the ModRM byte; the base register of an address. */
    private int memory(int mode, int low) {
      if (mode == 3) {
        return -1;
      }
      int base = low;
      boolean none = mode == 0 && low == 5;
      if (low == 4) {
        base = next() & 7;
        none = mode == 0 && base == 5;
      }
      at += mode == 1 ? 1 : mode == 2 || none ? 4 : 0;
      return none ? NO_BASE : base + (extendedBase ? 8 : 0);
    }

    private int immediate(int opcode, int extension) {
      int word = half ? 2 : 4;
      if (map == 1) {
        return switch (opcode) {
          case 0x70, 0x71, 0x72, 0x73, 0xC2, 0xC4, 0xC5, 0xC6 -> 1;
          case 0xA4, 0xAC, 0xBA -> wide ? 0 : 1;
          default -> 0;
        };
      }
      if (map != 0) {
        return map == 3 ? 1 : 0;
      }
      if (opcode < 0x40) {
        return (opcode & 7) == 4 ? 1 : (opcode & 7) == 5 ? word : 0;
      }
      return switch (opcode) {
        case 0x6A, 0x6B, 0x80, 0x82, 0x83, 0xA8, 0xC0, 0xC1, 0xC6, 0xCD -> 1;
        case 0xE4, 0xE5, 0xE6, 0xE7 -> 1;
        case 0x68, 0x69, 0x81, 0xA9, 0xC7 -> word;
        case 0xC2, 0xCA -> 2;
        case 0xC8 -> 3;
        case 0xA0, 0xA1, 0xA2, 0xA3 -> 8;
        case 0xF6 -> extension < 2 ? 1 : 0;
        case 0xF7 -> extension < 2 ? word : 0;
        default -> {
          if (opcode >= 0xB8 && opcode <= 0xBF) {
            yield wideOperand ? 8 : word;
          }
          yield opcode >= 0xB0 && opcode <= 0xB7 ? 1 : 0;
        }
      };
    }
  }
}
