package dev.ensemble.local.cli;

import dev.ensemble.local.stack.Databases;
import dev.ensemble.local.stack.Guest;
import dev.ensemble.local.stack.GuestFiles;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Stack;
import dev.ensemble.local.stack.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is said before the first order: what is being started, and then where it listens. */
final class Welcome {
  private final Screen screen;
  private final Stack stack;

  Welcome(Screen screen, Stack stack) {
    this.screen = screen;
    this.stack = stack;
  }

  void starting() {
    screen.title("Starting; data, logs and passwords lie in " + stack.data().path());
    screen.say(
        screen.paint(
            Colour.YELLOW,
            "  One broker, one copy of every record: good to play with, but what happens here"
                + " proves nothing\n  about the loss of a broker or its disk."));
  }

  void listening() {
    Ports ports = stack.setup().ports();
    screen.title("Listening, on 127.0.0.1 alone");
    for (Program program : Program.values()) {
      String health = "http://127.0.0.1:%d/actuator/health".formatted(ports.management(program));
      String url = program == Program.RELAY ? "" : stack.url(program);
      screen.say("  %-18s %-22s %s".formatted(program.artifact(), url, health).stripTrailing());
    }
    screen.say("  %-18s %s".formatted("Kafka", stack.bootstrapServers()));
    screen.say("  %-18s %s".formatted("topics", String.join(" ", topics())));
    screen.say("  %-18s %s".formatted("psql", psql(ports)));
    stack.guest().ifPresent(this::guest);
    screen.say("  %-18s %s".formatted("logs", stack.data().logs()));
    screen.title("Customers");
  }

  private List<String> topics() {
    List<String> topics = new ArrayList<>(Topics.ALL);
    Guest guest = stack.setup().guest();
    if (guest != null) {
      topics.add(guest.topic());
    }
    return topics;
  }

  private void guest(GuestFiles files) {
    screen.say("  %-18s %s".formatted("your service", quoted(files.service().toString())));
    screen.say("  %-18s %s".formatted("its relay", quoted(files.relay().toString())));
  }

  /** As a shell takes it for one word. */
  static String quoted(String path) {
    return path.matches("[A-Za-z0-9@%_+=:,./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  /** The password comes from a file that only the owner of the data folder can read. */
  private String psql(Ports ports) {
    Path pgpass = stack.secrets().pgpass(ports.postgres(), Databases.READER);
    return "PGPASSFILE=%s psql -h 127.0.0.1 -p %d -U %s %s"
        .formatted(
            quoted(pgpass.toString()),
            ports.postgres(),
            Databases.READER,
            Databases.nameOf(Program.ORDER));
  }
}
