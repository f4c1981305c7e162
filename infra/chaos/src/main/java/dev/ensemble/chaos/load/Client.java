package dev.ensemble.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.system.SystemUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a wish up to five times, to one process of the service and then to the other, until it is
 * known what became of it. What is not known then is kept, and asked for again at the end.
 */
final class Client {
  static final int ATTEMPTS_MAX = 5;

  /** Who ask again at the end: one after the other, hundreds of calls take minutes. */
  private static final int ASKERS = 8;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(400);

  private final SystemUnderTest system;
  private final History history;
  private final AtomicLong turn = new AtomicLong();
  private final Queue<Operation> unknown = new ConcurrentLinkedQueue<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();

  Client(SystemUnderTest system, History history) {
    this.system = system;
    this.history = history;
  }

  /** The last answer, be it definite or not. */
  Reply ask(Operation wish) throws InterruptedException {
    Reply reply = ask(wish, ATTEMPTS_MAX);
    if (!reply.definite() && wish.changesSomething()) {
      unknown.add(wish);
    }
    return reply;
  }

  /**
   * Asks again for everything of which is not known what became of it.
   *
   * @return how many there are left
   */
  int askForUnknown() throws InterruptedException {
    Queue<Operation> left = new ConcurrentLinkedQueue<>();
    List<Thread> askers = new ArrayList<>();
    for (int asker = 0; asker < ASKERS; asker++) {
      askers.add(Thread.ofVirtual().name("asker").start(() -> askForUnknown(left)));
    }
    for (Thread asker : askers) {
      asker.join();
    }
    unknown.addAll(left); // For the next round.
    return left.size();
  }

  private void askForUnknown(Queue<Operation> left) {
    try {
      for (Operation wish = unknown.poll(); wish != null; wish = unknown.poll()) {
        if (!ask(wish, ATTEMPTS_MAX).definite()) {
          left.add(wish);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int unknown() {
    return unknown.size();
  }

  private Reply ask(Operation wish, int attemptsMax) throws InterruptedException {
    Reply reply = Reply.NONE;
    int replica = (int) (turn.incrementAndGet() % system.replicas());
    for (int attempt = 1; attempt <= attemptsMax; attempt++) {
      replica = replica % system.replicas() + 1;
      note(Happening.INVOKE, wish, attempt, Map.of("to", system.name(wish.service(), replica)));
      reply = send(wish, replica);
      note(wish, attempt, reply);
      if (reply.definite()) {
        return reply;
      }
      Thread.sleep(ASK_AGAIN_AFTER);
    }
    return reply;
  }

  private Reply send(Operation wish, int replica) throws InterruptedException {
    URI uri = URI.create(system.url(wish.service(), replica) + wish.path());
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN);
    if (wish.changesSomething()) {
      request.header("Idempotency-Key", wish.key());
    }
    if (wish.body().isEmpty()) {
      request.method(wish.method(), BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(wish.method(), BodyPublishers.ofByteArray(wish.bytes()));
    }
    try {
      return reply(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException nobodyKnows) {
      return Reply.NONE;
    }
  }

  private static Reply reply(HttpResponse<String> answer) {
    return new Reply(
        answer.statusCode(),
        answer.body(),
        answer.headers().firstValue("Idempotent-Replayed").isPresent(),
        answer.headers().firstValue("Retry-After").isPresent());
  }

  private void note(Operation wish, int attempt, Reply reply) {
    Map<String, Object> heard = new LinkedHashMap<>();
    heard.put("status", reply.status());
    heard.put("hash", Hash.of(reply.body().getBytes(UTF_8)));
    heard.put("replayed", reply.replayed());
    reply.field("orderId").ifPresent(order -> heard.put("order", order));
    reply.field("type").ifPresent(type -> heard.put("problem", type));
    reply.field("version").ifPresent(version -> heard.put("version", Long.parseLong(version)));
    if (wish.call().equals("look")) {
      reply.field("status").ifPresent(status -> heard.put("stands", status));
    }
    Happening what = Happening.INFO;
    if (reply.definite()) {
      what = reply.done() ? Happening.OK : Happening.FAIL;
    }
    note(what, wish, attempt, heard);
  }

  private void note(Happening what, Operation wish, int attempt, Map<String, ?> more) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("op", wish.id());
    details.put("call", wish.call());
    details.put("attempt", attempt);
    if (wish.changesSomething()) {
      details.put("key", wish.key());
      details.put("fingerprint", wish.fingerprint());
    }
    if (!wish.order().isEmpty()) {
      details.put("order", wish.order());
    }
    if (what == Happening.INVOKE && !wish.body().isEmpty()) {
      details.put("body", wish.body());
    }
    details.putAll(more);
    history.note(what, details);
  }
}
