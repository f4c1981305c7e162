package dev.ensemble.testkit.hostile;

import dev.ensemble.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Sends the whole table to a running service: each line is answered with the documented refusal,
 * never with a 5xx, and writes no row; and after all of it the call itself is still executed.
 */
public final class HostileInput {
  /** A server that never answers fails the test instead of hanging it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port;
  private final TestDatabase database;
  private Map<String, List<String>> rows = Map.of();

  /**
   * @param port of the service
   * @param database the service's, at rest but for what the table does
   */
  public HostileInput(int port, TestDatabase database) {
    this.port = port;
    this.database = database;
  }

  /**
   * Sends the call spoilt in every way of the table.
   *
   * @return a sentence per wrong answer, and per row that should not be there
   */
  public List<String> wrongAnswers(GoodCall call) {
    rows = database.rows();
    List<String> wrong = new ArrayList<>();
    Stream.of(HostileKeys.of(call), HostileBodies.of(call), HostileFraming.of(call))
        .flatMap(List::stream)
        .forEach(attack -> judge(attack, wrong));
    if (call.key() == GoodCall.Key.REQUIRED) {
      judgeReuse(call, wrong);
    }
    Reply good = send(call.request());
    if (!good.isSuccess()) {
      wrong.add("the good call after all this: " + good.text());
    }
    return wrong;
  }

  private void judge(Attack attack, List<String> wrong) {
    Reply reply = send(attack.request());
    Map<String, List<String>> after = database.rows();
    if (!attack.isExpected(reply)) {
      wrong.add(
          "%s: %s, and not %s"
              .formatted(attack.name(), reply.statusAndProblem(), attack.expected()));
    }
    if (!reply.isDecent()) {
      wrong.add("%s: %s".formatted(attack.name(), reply.text()));
    }
    if (!reply.isSuccess() && !after.equals(rows)) {
      wrong.add("%s: it was refused and left a row".formatted(attack.name()));
    }
    rows = after;
  }

  /** A key that another request used: refused, and nothing of that one's answer is told. */
  private void judgeReuse(GoodCall call, List<String> wrong) {
    String keyLine = "Idempotency-Key: " + UUID.randomUUID() + "\r\n";
    send(RawRequest.of(call, keyLine + call.typeLine(), call.body()));
    rows = database.rows();
    GoodCall other =
        new GoodCall(
            call.method(),
            call.path() + "?other=1",
            call.key(),
            call.headers(),
            call.template(),
            call.value());
    judge(
        Attack.expecting(
            "422 idempotency-key-reused",
            "a key that another request used",
            RawRequest.of(other, keyLine + other.typeLine(), other.body())),
        wrong);
  }

  private Reply send(RawRequest request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.toBytes());
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new Reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(request.bytes().lines().limit(1).toList().toString(), e);
    }
  }
}
