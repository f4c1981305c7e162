package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A program's jar laid out in files, by Spring Boot's own tool. From nested jars a program takes a
 * third more of the processor to start; and what runs from here is not disturbed by a build that
 * replaces the jar meanwhile.
 */
public final class UnpackedJar {
  private static final int HEAP_MEGABYTES_MAX = 64;

  /** By jar: two processes of one program start at once, and one of them unpacks. */
  private static final Map<Path, Object> UNPACKING = new ConcurrentHashMap<>();

  private UnpackedJar() {}

  /**
   * The jar to start, unpacked where it has not been; whole or not at all.
   *
   * @param programs the folder in which it and what is left of earlier builds lie
   * @param log where the tool's complaints go
   */
  public static Path of(Path jar, Path programs, Path log) {
    synchronized (UNPACKING.computeIfAbsent(jar, each -> new Object())) {
      return unpacked(jar, programs, log);
    }
  }

  private static Path unpacked(Path jar, Path programs, Path log) {
    String name = jar.getFileName().toString();
    String artifact = name.substring(0, name.length() - ".jar".length());
    try {
      Path home = programs.resolve(artifact + "@" + buildOf(jar));
      if (!Files.exists(home)) {
        Files.createDirectories(programs);
        forget(artifact, programs);
        Path unfinished = programs.resolve(artifact + "@unpacking");
        unpack(jar, unfinished, log);
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
      }
      return home.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + jar, e);
    }
  }

  /** A build of the same sources gives the same bytes, and with them the same folder. */
  private static String buildOf(Path jar) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream bytes = new CheckedInputStream(Files.newInputStream(jar), checksum)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return Long.toHexString(checksum.getValue()) + "-" + Long.toHexString(Files.size(jar));
  }

  private static void forget(String artifact, Path programs) throws IOException {
    try (Stream<Path> there = Files.list(programs)) {
      there
          .filter(one -> one.getFileName().toString().startsWith(artifact + "@"))
          .forEach(DataFolder::delete);
    }
  }

  private static void unpack(Path jar, Path target, Path log) {
    List<String> command =
        JavaCommand.of(
            HEAP_MEGABYTES_MAX,
            List.of(
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                target.toString()));
    try {
      int code = new Launch("unpack " + jar, command, Map.of(), log).process().waitFor();
      if (code != 0) {
        throw new Refusal(
            "%s cannot be unpacked (exit code %d):%n    %s"
                .formatted(jar, code, String.join("\n    ", LogTail.of(log))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while unpacking " + jar, e);
    }
  }
}
