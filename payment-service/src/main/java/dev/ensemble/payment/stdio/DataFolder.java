package dev.ensemble.payment.stdio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/** The folder in which a process keeps its database; it stays when the process goes. */
final class DataFolder {
  private static final int PASSWORD_BYTES = 16;

  private final Path path;

  // The system lets go of it when the process ends, however it ends.
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder for this process, making it where it is not there.
   *
   * @throws IOException where another process has it
   */
  static DataFolder take(Path path) throws IOException {
    Files.createDirectories(path);
    // Others may pass through: a server that root starts runs as nobody. The password is closed.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    // Made wherever the process was started, so it keeps itself out of whatever is there.
    Files.writeString(path.resolve(".gitignore"), "*\n");
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException(
          "another payment-service --stdio runs on %s: give this one --payment.stdio.data=DIR"
              .formatted(path));
    }
    return new DataFolder(path, channel);
  }

  Path programs() {
    return path.resolve("programs");
  }

  Path cluster() {
    return path.resolve("postgres");
  }

  Path unfinished() {
    return path.resolve("unfinished");
  }

  Path log() {
    return path.resolve("postgres.log");
  }

  /** The password of the database's roles, made at first use. */
  String password() throws IOException {
    Path file = path.resolve("password");
    if (!Files.exists(file)) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file);
  }

  /** Gives the folder back; what lies in it stays. */
  void leave() throws IOException {
    lock.close();
  }

  static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> entries = Files.walk(tree)) {
        for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(entry);
        }
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
