package dev.ensemble.testkit.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * A packaged service laid out in files by Spring Boot's own tool: from nested jars each of its many
 * starts would take a third longer.
 */
public record UnpackedService(Path jar) {
  private static final int HEAP_MEGABYTES = 192;

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  /**
   * Unpacks it into a folder beside the jar, emptied before.
   *
   * @param jar as Spring Boot's plug-in repackaged it, a file in the folder of the build
   */
  public static UnpackedService of(Path jar) {
    Path folder = jar.resolveSibling("crash");
    Path service = folder.resolve("service");
    List<String> command =
        List.of(
            JAVA,
            "-Djarmode=tools",
            "-jar",
            jar.toString(),
            "extract",
            "--destination",
            service.toString());
    try {
      FileSystemUtils.deleteRecursively(folder);
      Files.createDirectories(folder);
      Path log = folder.resolve("unpack.log");
      Process unpacking =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (unpacking.waitFor() != 0) {
        throw new IllegalStateException(jar + " cannot be unpacked: " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    UnpackedService unpacked = new UnpackedService(service.resolve(jar.getFileName()));
    try {
      Files.createDirectories(unpacked.temporary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return unpacked;
  }

  /** The command that starts it: small, and quick rather than fast. */
  List<String> command() {
    return command(HEAP_MEGABYTES);
  }

  /** The same with a heap of at most that size. */
  public List<String> command(int heapMegabytes) {
    return List.of(
        JAVA,
        "-Xmx%dm".formatted(heapMegabytes),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        // Written by the one process that ends in peace, and read by all that come after it.
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + jar.resolveSibling("classes.jsa"),
        "-Xlog:cds=off,cds+dynamic=off",
        // The killed leave their files behind.
        "-Djava.io.tmpdir=" + temporary(),
        "-jar",
        jar.toString());
  }

  private Path temporary() {
    return jar.resolveSibling("tmp").toAbsolutePath();
  }

  /** A new file beside it. */
  Path newLog() throws IOException {
    return Files.createTempFile(jar.getParent(), "process", ".log");
  }
}
