package dev.ensemble.chaos.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small file system of its own, in memory, that can be full. It is mounted where this process
 * alone and those that it starts see it, and is gone with the last of them.
 */
public final class Disk {
  /** The script says so that has given this process a view of its own of what is mounted. */
  private static final String OWN_VIEW = "ensemble.chaos.mounts";

  private static final long SECONDS_MAX = 20;
  private static final int PAGE_BYTES = 4096;

  private final Path folder;
  private final int megabytes;
  private boolean mounted;

  Disk(Path folder, int megabytes) {
    this.folder = folder;
    this.megabytes = megabytes;
  }

  /** Whether there can be one here. */
  public static boolean isPossible() {
    return Boolean.getBoolean(OWN_VIEW);
  }

  void mount() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "none", "" + folder);
    mounted = true;
  }

  /** Makes it as small as what is on it: from here on, nothing more fits. */
  public void fill() {
    try {
      FileStore store = Files.getFileStore(folder);
      long used = store.getTotalSpace() - store.getUnallocatedSpace();
      // No size at all would mean: as large as you like.
      run("mount", "-o", "remount,size=" + Math.max(PAGE_BYTES, used), "" + folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes it as large as it was. */
  public void widen() {
    run("mount", "-o", "remount,size=" + megabytes + "m", "" + folder);
  }

  /**
   * Where a disk was, there are its files; whoever reads them later needs no disk. Whoever wrote to
   * it has been ended, and may need a moment to be gone.
   */
  void becomeFolder() {
    if (!mounted) {
      return;
    }
    awaitUnused();
    Path copy = folder.resolveSibling(folder.getFileName() + ".kept");
    run("cp", "-a", "" + folder, "" + copy);
    run("umount", "" + folder);
    try {
      Files.delete(folder);
      Files.move(copy, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mounted = false;
  }

  /** What somebody writes to cannot be made read-only. */
  private void awaitUnused() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (true) {
      try {
        run("mount", "-o", "remount,ro", "" + folder);
        return;
      } catch (IllegalStateException busy) {
        if (System.nanoTime() > deadline) {
          throw busy;
        }
      }
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(List.of(command) + " does not end");
      }
      if (process.exitValue() != 0) {
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        throw new IllegalStateException("%s: %s".formatted(List.of(command), said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
