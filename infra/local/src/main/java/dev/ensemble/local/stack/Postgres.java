package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL server: a data directory of its own, and pg_ctl to start it. */
final class Postgres implements Startable {
  static final String SUPERUSER = "postgres";

  /** After a crash the dead server's last processes may hold its memory for a moment. */
  private static final int STARTS_MAX = 5;

  private static final Duration PAUSE_BETWEEN_STARTS = Duration.ofSeconds(1);

  private final DataFolder data;
  private final Ports ports;
  private final @Nullable Guest guest;
  private final Map<String, String> instead;
  private final Secrets secrets;
  private final Path cluster;
  private Path home = Path.of("");
  private Unprivileged user = Unprivileged.AS_WE_ARE;

  Postgres(DataFolder data, Setup setup, Secrets secrets) {
    this.data = data;
    this.ports = setup.ports();
    this.guest = setup.guest();
    this.instead = setup.cluster().postgres();
    this.secrets = secrets;
    this.cluster = data.postgres().resolve("data");
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public Path log() {
    return data.log(name());
  }

  @Override
  public String address() {
    return "127.0.0.1:" + ports.postgres();
  }

  @Override
  public Running start() {
    home = PostgresBinaries.unpackedIn(data.programs());
    user = Unprivileged.over(data);
    if (!Files.exists(cluster)) {
      makeCluster();
    }
    configure();
    startServer();
    return Running.detached(server(), this::askToStop, data.run().resolve(name() + ".pid"));
  }

  /** pg_ctl has waited for the server to take connections. */
  @Override
  public boolean ready() {
    return true;
  }

  private void makeCluster() {
    Path unfinished = data.postgres().resolve("unfinished");
    Path password = data.postgres().resolve("password");
    DataFolder.delete(unfinished);
    try {
      Files.createDirectories(data.postgres());
      Files.copy(
          secrets.file(SUPERUSER),
          password,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      user = Unprivileged.over(data);
      List<String> options = new ArrayList<>();
      options.addAll(List.of("-D", unfinished.toString(), "--username=" + SUPERUSER));
      options.addAll(List.of("--no-sync", "--pwfile=" + password, "--auth=scram-sha-256"));
      // The built-in locale sorts alike on every platform.
      options.addAll(List.of("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"));
      options.add("--builtin-locale=C.UTF-8");
      if (Files.isDirectory(data.logOfPostgres())) {
        options.add("--waldir=" + data.logOfPostgres().resolve("wal"));
      }
      require("initdb", options);
      Files.delete(password);
      Files.writeString(unfinished.resolve("postgresql.conf"), "include = 'ensemble.conf'\n");
      Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the database cluster", e);
    }
  }

  private void configure() {
    try {
      Files.writeString(
          cluster.resolve("ensemble.conf"), PostgresFiles.configuration(ports, instead));
      Files.writeString(cluster.resolve("pg_hba.conf"), PostgresFiles.whoMayConnect(guest));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure PostgreSQL", e);
    }
  }

  private void startServer() {
    for (int attempt = 1; ; attempt++) {
      // pg_ctl gives the server a session of its own: Ctrl-C at our terminal does not reach it.
      int code = run("pg_ctl", "-D", cluster.toString(), "-w", "-t", "60", "-s", "start");
      if (code == 0) {
        return;
      }
      if (attempt == STARTS_MAX) {
        throw new Refusal("pg_ctl start ended with exit code " + code);
      }
      try {
        Thread.sleep(PAUSE_BETWEEN_STARTS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Refusal("interrupted while PostgreSQL was starting", e);
      }
    }
  }

  private ProcessHandle server() {
    try {
      long pid =
          Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst().strip());
      return ProcessHandle.of(pid)
          .orElseThrow(() -> new Refusal("PostgreSQL ended right after its start"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read PostgreSQL's process id", e);
    }
  }

  /** A fast shutdown: sessions are ended rather than waited for. */
  private void askToStop() {
    run("pg_ctl", "-D", cluster.toString(), "-m", "fast", "-W", "-s", "stop");
  }

  private void require(String program, List<String> arguments) {
    int code = run(program, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new Refusal(
          "%s ended with exit code %d:%n    %s"
              .formatted(program, code, String.join("\n    ", LogTail.of(log()))));
    }
  }

  private int run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      return new Launch(name(), user.command(command), Map.of(), log()).process().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while waiting for " + program, e);
    }
  }
}
