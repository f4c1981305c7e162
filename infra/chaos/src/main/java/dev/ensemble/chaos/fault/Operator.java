package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Decides about what a service has parked, at its own door, as a person does. */
final class Operator {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final SystemUnderTest system;
  private final Program service;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();

  Operator(SystemUnderTest system, Program service) {
    this.system = system;
    this.service = service;
  }

  /** The event of this id is never acted on. */
  void discard(String id) throws IOException, InterruptedException {
    ask("discard", "\"id\":\"%s\"".formatted(id));
  }

  /** What waits under that key is acted on, in its order. */
  void redrive(String key) throws IOException, InterruptedException {
    ask("redrive", "\"key\":\"%s\"".formatted(key));
  }

  /** Of whichever of its processes answers first; one of them may be down, or stand still. */
  private void ask(String what, String choice) throws IOException, InterruptedException {
    IOException silent = new IOException("nobody was asked");
    for (int replica = 1; replica <= system.replicas(); replica++) {
      try {
        ask(URI.create(system.management(service, replica) + "/actuator/" + what), choice);
        return;
      } catch (IOException e) {
        silent = e;
      }
    }
    throw silent;
  }

  private void ask(URI door, String choice) throws IOException, InterruptedException {
    String body =
        "{%s,\"dryRun\":false,\"by\":\"chaos\",\"reason\":\"the fault is over\"}".formatted(choice);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(door)
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException("%s answers %d %s".formatted(door, answer.statusCode(), answer.body()));
    }
  }
}
