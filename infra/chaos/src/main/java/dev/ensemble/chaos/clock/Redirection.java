package dev.ensemble.chaos.clock;

import java.lang.instrument.ClassFileTransformer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes every class but the JDK's own ask {@link Skew} for the time.
 *
 * <p>A call names its method by an entry of the class file's constant pool: a class, a name and a
 * type (The Java Virtual Machine Specification, 4.4.2). The methods of {@code Skew} have the names
 * and types of those that they stand for, so that it is enough to put another class into that
 * entry. No instruction is changed, and a class that never asks for the time not at all; that costs
 * a start far less than a library that reads all of each class.
 */
final class Redirection implements ClassFileTransformer {
  private static final String TO = "dev/ensemble/chaos/clock/Skew";

  private static final Set<String> FROM =
      Set.of(
          "java/lang/System.currentTimeMillis()J",
          "java/time/Instant.now()Ljava/time/Instant;",
          "java/time/Clock.systemUTC()Ljava/time/Clock;",
          "java/time/Clock.systemDefaultZone()Ljava/time/Clock;");

  private static final List<String> OF_THE_JDK = List.of("java/", "javax/", "jdk/", "sun/");

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] file) {
    boolean isOurs = name != null && name.startsWith("dev/ensemble/chaos/clock/");
    boolean isOfTheJdk = name == null || OF_THE_JDK.stream().anyMatch(name::startsWith);
    return loader == null || isOurs || isOfTheJdk ? null : redirect(file);
  }

  /** The class file anew, or nothing where it may stay as it is. */
  static byte @Nullable [] redirect(byte[] file) {
    Pool pool = new Pool(file);
    List<Integer> methods =
        pool.methods.stream().filter(method -> FROM.contains(pool.text(method))).toList();
    if (methods.isEmpty() || pool.isFull()) {
      return null;
    }
    byte[] name = TO.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer changed = ByteBuffer.allocate(file.length + 3 + name.length + 3);
    changed.put(file, 0, pool.end);
    changed.put((byte) Pool.UTF8).putShort((short) name.length).put(name);
    changed.put((byte) Pool.CLASS).putShort((short) pool.count);
    changed.put(file, pool.end, file.length - pool.end);
    changed.putShort(Pool.COUNT_AT, (short) (pool.count + 2));
    methods.forEach(method -> changed.putShort(pool.at(method) + 1, (short) (pool.count + 1)));
    return changed.array();
  }

  /** A class file's constant pool, as far as it is needed to find out which methods it names. */
  private static final class Pool {
    static final int UTF8 = 1;
    static final int CLASS = 7;
    static final int COUNT_AT = 8;
    private static final int METHOD = 10;
    private static final int ENTRIES_MAX = 0xFFFF;

    private final ByteBuffer file;
    private final int[] offsets;
    private final List<Integer> methods = new ArrayList<>();
    private final int count;
    private final int end;

    Pool(byte[] bytes) {
      file = ByteBuffer.wrap(bytes);
      count = unsigned(COUNT_AT);
      offsets = new int[count];
      int at = COUNT_AT + 2;
      for (int entry = 1; entry < count; entry++) {
        offsets[entry] = at;
        int tag = file.get(at);
        if (tag == METHOD) {
          methods.add(entry);
        }
        at += length(tag, at);
        if (tag == 5 || tag == 6) {
          entry++; // long and double take two places
        }
      }
      end = at;
    }

    private int length(int tag, int at) {
      return switch (tag) {
        case UTF8 -> 3 + unsigned(at + 1);
        case CLASS, 8, 16, 19, 20 -> 3;
        case 15 -> 4;
        case 3, 4, 9, METHOD, 11, 12, 17, 18 -> 5;
        case 5, 6 -> 9;
        default -> throw new IllegalArgumentException("no constant has the tag " + tag);
      };
    }

    private int unsigned(int at) {
      return Short.toUnsignedInt(file.getShort(at));
    }

    int at(int entry) {
      return offsets[entry];
    }

    boolean isFull() {
      return count + 2 > ENTRIES_MAX;
    }

    /** {@code java/lang/System.nanoTime()J}, say. */
    String text(int method) {
      int owner = offsets[unsigned(offsets[method] + 1)];
      int nameAndType = offsets[unsigned(offsets[method] + 3)];
      return utf8(unsigned(owner + 1))
          + "."
          + utf8(unsigned(nameAndType + 1))
          + utf8(unsigned(nameAndType + 3));
    }

    private String utf8(int entry) {
      int at = offsets[entry];
      return new String(file.array(), at + 3, unsigned(at + 1), StandardCharsets.UTF_8);
    }
  }
}
