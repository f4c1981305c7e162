package dev.ensemble.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** Passwords of database roles: made once, kept one per file that only the owner can read. */
public final class Secrets {
  private static final int PASSWORD_BYTES = 24;

  private final Path folder;

  Secrets(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The role's password: hexadecimal digits, so that it needs no quoting anywhere. */
  public synchronized String password(String role) {
    Path file = folder.resolve(role);
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        write(file, HexFormat.of().formatHex(random));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String role) {
    password(role);
    return folder.resolve(role);
  }

  /** A password file for psql, so that no password is ever typed or shown. */
  public Path pgpass(int port, String role) {
    return write("pgpass", "127.0.0.1:%d:*:%s:%s".formatted(port, role, password(role)));
  }

  /** Writes a file anew beside the passwords, for their owner alone, too. */
  Path write(String name, String content) {
    Path file = folder.resolve(name);
    try {
      Files.deleteIfExists(file);
      write(file, content);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) throws IOException {
    Set<StandardOpenOption> fresh =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    // The file is born with its permissions: there is no moment at which others could read it.
    try (var channel = Files.newByteChannel(file, fresh, ownerOnly)) {
      channel.write(ByteBuffer.wrap((content + "\n").getBytes(UTF_8)));
    }
  }
}
