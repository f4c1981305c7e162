package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one folder in which a local system keeps everything: data, logs, passwords, process ids. It
 * bears a marker, so that we never clear a folder that is not ours, and a lock, so that two systems
 * never share one.
 */
public final class DataFolder implements AutoCloseable {
  static final String MARKER = "ENSEMBLE-LOCAL";
  private static final String MARKER_TEXT =
      "This folder belongs to ./infra/local/up, which may clear it (--fresh).\n";

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens the folder for one system, making it where it does not exist.
   *
   * @throws Refusal where it is somebody else's folder, or another system runs in it
   */
  public static DataFolder open(Path path) {
    try {
      requireOurs(path);
      requireNoComma(path);
      Files.createDirectories(path);
      // Only the owner: passwords and whole databases lie here.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(path.resolve(MARKER), MARKER_TEXT);
      return lock(path);
    } catch (IOException e) {
      throw new Refusal("the data folder " + path + " cannot be used: " + e, e);
    }
  }

  private static void requireOurs(Path path) throws IOException {
    if (!Files.exists(path) || Files.exists(path.resolve(MARKER))) {
      return;
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw new Refusal(
            "%s is not a data folder of ours (it is not empty and has no file %s): name another with --data"
                .formatted(path, MARKER));
      }
    }
  }

  /** Kafka reads its {@code log.dirs} as a list, and knows no way to escape a comma in it. */
  private static void requireNoComma(Path path) {
    if (path.toString().contains(",")) {
      throw new Refusal(
          "%s has a comma in it, which Kafka takes for two folders: name another with --data"
              .formatted(path));
    }
  }

  private static DataFolder lock(Path path) throws IOException {
    Path file = path.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new Refusal(
          "another ./infra/local/up (process %s) runs on %s: stop it with Ctrl-C there, or give this one --data DIR and --port-offset N of its own"
              .formatted(Files.readString(path.resolve("lock-owner")).strip(), path));
    }
    Files.writeString(path.resolve("lock-owner"), ProcessHandle.current().pid() + "\n");
    return new DataFolder(path, channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ownedByThisJvm) {
      return null;
    }
  }

  /** Removes what a system has kept; the unpacked PostgreSQL stays, it is a program and no data. */
  void clear() {
    for (String part : List.of("postgres", "kafka", "logs", "run", "secrets", "tmp")) {
      delete(path.resolve(part));
    }
  }

  public Path path() {
    return path;
  }

  Path programs() {
    return path.resolve("programs");
  }

  Path postgres() {
    return path.resolve("postgres");
  }

  Path kafka() {
    return path.resolve("kafka");
  }

  /**
   * Where PostgreSQL's write-ahead log goes if this folder is there when the server is first
   * started: a disk of its own, say. It need not be empty.
   */
  public Path logOfPostgres() {
    return postgres().resolve("wal-disk");
  }

  /**
   * Where a broker keeps everything.
   *
   * @param broker its name
   */
  public Path storage(String broker) {
    return kafka().resolve(broker.replace("kafka", "storage"));
  }

  public Path logs() {
    return path.resolve("logs");
  }

  Path log(String name) {
    return logs().resolve(name + ".log");
  }

  /** An empty folder for what a program leaves when it is killed. */
  Path temporary(String name) {
    Path folder = path.resolve("tmp").resolve(name);
    delete(folder);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path run() {
    return path.resolve("run");
  }

  public Path secrets() {
    return path.resolve("secrets");
  }

  static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + tree, e);
    }
  }

  /** Gives the folder back; what lies in it stays. */
  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
