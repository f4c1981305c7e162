package dev.ensemble.payment.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;

/**
 * The database that a process brings along: a real PostgreSQL, with the data of earlier runs. Its
 * start logs nothing, because it may run before the log is set up.
 */
final class EmbeddedDatabase {
  /** In its own file, the process id is the first line and the port the fourth. */
  private static final int LINE_OF_PORT = 3;

  private final DataFolder data;
  private final Commands commands;
  private final String password;
  private final int port;
  private boolean takenOver;

  private EmbeddedDatabase(DataFolder data, Commands commands, String password) throws IOException {
    this.data = data;
    this.commands = commands;
    this.password = password;
    if (!Files.exists(data.cluster())) {
      makeCluster();
    }
    OptionalInt running = runningServer();
    this.port = running.isPresent() ? running.getAsInt() : freePort();
  }

  /** Starts the server, or takes over the one that a killed process has left. */
  static EmbeddedDatabase start(Path folder) throws IOException {
    DataFolder data = DataFolder.take(folder);
    Path home = PostgresBinaries.unpackedIn(data.programs()).toRealPath();
    EmbeddedDatabase database =
        new EmbeddedDatabase(data, new Commands(home, data.log()), data.password());
    database.startServer();
    return database;
  }

  /** What happened, for the log: the start itself may come before there is one. */
  String story() {
    return takenOver
        ? "A killed process has left the database running; it is taken over, with its data in "
            + data
        : "The database and its data are in " + data;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/payment_service";
  }

  String password() {
    return password;
  }

  /** A fast shutdown: sessions are ended rather than waited for. */
  void stop() throws IOException {
    commands.run("", "pg_ctl", "-D", cluster(), "-m", "fast", "-w", "-s", "stop");
    data.leave();
  }

  private String cluster() {
    return data.cluster().toAbsolutePath().toString();
  }

  /** Made beside its place, roles and all, so that it is there whole or not. */
  private void makeCluster() throws IOException {
    Path unfinished = data.unfinished().toAbsolutePath();
    DataFolder.delete(unfinished);
    Files.createDirectories(unfinished);
    commands.give(unfinished);
    // The built-in locale sorts alike on every platform.
    commands.require(
        "",
        "initdb",
        "--pgdata=" + unfinished,
        "--username=postgres",
        "--no-sync",
        "--auth=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
    // Before the server ever listens: nobody logs in as superuser, now or later.
    commands.require(
        resource("roles.sql").replace("${password}", password),
        "postgres",
        "--single",
        "-F",
        "-D",
        unfinished.toString(),
        "postgres");
    Files.writeString(unfinished.resolve("postgresql.conf"), resource("postgresql.conf"));
    Files.writeString(unfinished.resolve("pg_hba.conf"), resource("pg_hba.conf"));
    Files.move(unfinished, data.cluster(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void startServer() throws IOException {
    if (runningServer().isPresent()) {
      takenOver = true;
      return;
    }
    // pg_ctl gives the server a session of its own: a signal to our terminal does not reach it.
    commands.require(
        "", "pg_ctl", "-D", cluster(), "-o", "-p " + port, "-w", "-t", "60", "-s", "start");
  }

  /** The port of the server that runs on our data. */
  private OptionalInt runningServerPort(List<String> lines) {
    long pid = Long.parseLong(lines.getFirst().strip());
    // The number alone may be another process's by now.
    return ProcessHandle.of(pid).filter(commands::isServer).isPresent()
        ? OptionalInt.of(Integer.parseInt(lines.get(LINE_OF_PORT).strip()))
        : OptionalInt.empty();
  }

  private OptionalInt runningServer() throws IOException {
    Path file = data.cluster().resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return OptionalInt.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return lines.size() > LINE_OF_PORT ? runningServerPort(lines) : OptionalInt.empty();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = EmbeddedDatabase.class.getResourceAsStream("/stdio/" + name)) {
      if (in == null) {
        throw new IOException("there is no " + name + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
