package dev.ensemble.bench.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a process has used so far.
 *
 * @param cpu in user and system mode
 * @param peakMegabytes the most memory that it had in use at once; 0 where the system does not tell
 */
public record Used(Duration cpu, long peakMegabytes) {
  /** Linux tells in hundredths of a second, whatever its kernel was built with. */
  private static final long MILLIS_PER_TICK = 10;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int ENDED_CHILDREN_USER_TICKS = 13;
  private static final int ENDED_CHILDREN_SYSTEM_TICKS = 14;

  public static Used of(long pid) {
    return new Used(cpuOf(pid, false), peakOf(pid));
  }

  /** With its children, also those that have ended: PostgreSQL's sessions are its children. */
  public static Used ofTree(long pid) {
    Duration children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .map(child -> cpuOf(child.pid(), true))
            .reduce(Duration.ZERO, Duration::plus);
    return new Used(cpuOf(pid, true).plus(children), peakOf(pid));
  }

  public Duration since(Used earlier) {
    return cpu.minus(earlier.cpu);
  }

  private static Duration cpuOf(long pid, boolean withEndedChildren) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      // The program's name comes first, in brackets, and may hold anything.
      String line = Files.readString(stat);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      if (withEndedChildren) {
        ticks += Long.parseLong(fields[ENDED_CHILDREN_USER_TICKS]);
        ticks += Long.parseLong(fields[ENDED_CHILDREN_SYSTEM_TICKS]);
      }
      return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    } catch (IOException notLinuxOrGone) {
      return ProcessHandle.of(pid)
          .flatMap(process -> process.info().totalCpuDuration())
          .orElse(Duration.ZERO);
    }
  }

  private static long peakOf(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException notLinuxOrGone) {
      return 0;
    }
  }
}
