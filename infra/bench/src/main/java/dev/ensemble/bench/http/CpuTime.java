package dev.ensemble.bench.http;

import java.time.Duration;
import java.util.stream.Stream;

/** Processor time of the service's process and of PostgreSQL's, which are many. */
record CpuTime(Duration service, Duration database) {

  /** As it stands now; the difference of two is what was used in between. */
  static CpuTime of(long servicePid, long postgresPid) {
    return new CpuTime(used(servicePid), used(postgresPid));
  }

  CpuTime since(CpuTime earlier) {
    return new CpuTime(service.minus(earlier.service), database.minus(earlier.database));
  }

  /** A backend that has ended takes its time along; those of a connection pool stay. */
  private static Duration used(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
