package dev.ensemble.relay;

import dev.ensemble.testkit.crash.UnpackedService;
import java.nio.file.Path;
import java.util.List;

/**
 * The packaged relay, as quick to start as drills need it that start it some fifty times: laid out
 * in files, with an archive of the classes that a first run in earnest has used.
 */
final class RelayJar {
  private static final int HEAP_MEGABYTES = 192;

  private static final UnpackedService RELAY =
      UnpackedService.of(Path.of("target", "outbox-relay.jar"));

  static {
    train();
  }

  private RelayJar() {}

  /** The start of a command line, with the least memory that a deployment would give it. */
  static List<String> command() {
    return RELAY.command(HEAP_MEGABYTES);
  }

  /** It ends in peace, and leaves its classes behind for all later starts. */
  private static void train() {
    OutboxDatabase database = OutboxDatabase.create();
    Topic topic = Topic.create(1);
    try (RelayProcess relay = RelayProcess.start(command(), database.settings()).awaitStreaming()) {
      database.insert(topic.name(), "k", 1);
      topic.await(1);
      relay.terminate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.dropSlot();
  }
}
