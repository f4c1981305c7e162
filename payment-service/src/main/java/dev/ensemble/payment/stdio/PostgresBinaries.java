package dev.ensemble.payment.stdio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL for this platform, unpacked once from the archive on the class path. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** The folder with {@code bin/}; unpacked beside it first, so that it is there whole or not. */
  static Path unpackedIn(Path programs) throws IOException {
    String archive = "postgres-%s-%s.txz".formatted(system(), architecture());
    URL packed = PostgresBinaries.class.getResource("/" + archive);
    if (packed == null) {
      throw new IOException(
          "there is no PostgreSQL for this platform (no %s on the class path): name a database with --spring.datasource.url"
              .formatted(archive));
    }
    // Another version's archive has another checksum, and so another folder.
    Path home = programs.resolve("postgres-" + checksum(packed));
    if (!Files.exists(home)) {
      Path unfinished = programs.resolve("unpacking");
      DataFolder.delete(unfinished);
      // The system's own tar takes half the time, and most of a first start is this.
      if (!unpackedByTar(packed, unfinished)) {
        DataFolder.delete(unfinished);
        unpack(packed, unfinished);
      }
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return home;
  }

  private static String checksum(URL packed) throws IOException {
    JarURLConnection jar = (JarURLConnection) packed.openConnection();
    return Long.toHexString(jar.getJarEntry().getCrc());
  }

  /** False where there is no tar, or it knows no xz. */
  private static boolean unpackedByTar(URL packed, Path target) throws IOException {
    Files.createDirectories(target);
    try {
      Process tar =
          new ProcessBuilder("tar", "-xJf", "-", "--no-same-owner", "-C", target.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream bytes = packed.openStream();
          OutputStream into = tar.getOutputStream()) {
        bytes.transferTo(into);
      }
      return Commands.ended(tar) == 0;
    } catch (IOException cannot) {
      return false;
    }
  }

  private static void unpack(URL packed, Path target) throws IOException {
    try (InputStream bytes = packed.openStream();
        XZInputStream unpacked = new XZInputStream(new BufferedInputStream(bytes));
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("an entry outside the archive: " + entry.getName());
        }
        write(tar, entry, file);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      boolean runs = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      case String other -> other;
    };
  }
}
