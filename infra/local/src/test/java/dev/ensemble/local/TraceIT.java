package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.OtlpReceiver.Span;
import dev.ensemble.local.players.Kind;
import dev.ensemble.local.players.Outcome;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.stack.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One order is one trace, through three processes, three databases, the relay and the broker. */
@Order(1)
@ExtendWith(LiveSystem.class)
class TraceIT {
  private static final List<Program> SERVICES =
      List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY);

  /** Each service sends its spans several times a second. */
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void an_order_of_every_kind_is_one_trace_from_its_request_to_its_end(LiveSystem.Running system)
      throws Exception {
    List<Outcome> ended = new CopyOnWriteArrayList<>();
    system.play(Plan.from(7).limit(Kind.values().length), ended::add);
    assertThat(ended).allMatch(outcome -> outcome.seen() != null);
    system.requireEveryInvariant();

    for (Outcome outcome : ended) {
      UUID order = outcome.order().orderId();
      Map<String, String> facts = factsOf(system, order);
      if (outcome.seen() == Kind.COMPLETED) {
        assertThat(facts.values()).contains(artifacts());
      }
      Awaitility.await(outcome.plan().kind() + " " + order)
          .atMost(SOON)
          .untilAsserted(() -> requireOneTrace(system.spans().spans(), order, facts));
    }
  }

  private static void requireOneTrace(List<Span> all, UUID order, Map<String, String> facts) {
    List<Span> ours =
        all.stream()
            .filter(
                span ->
                    order.toString().equals(span.tags().get("messaging.message.conversation_id")))
            .toList();
    List<Span> told = ours.stream().filter(span -> span.name().startsWith("create ")).toList();
    assertThat(told).as("each fact was told in a span").hasSameSizeAs(facts.keySet());
    for (Span span : told) {
      assertThat(facts)
          .containsEntry(String.valueOf(span.tags().get("messaging.message.id")), span.service());
    }
    assertThat(ours).extracting(Span::trace).as("one trace").containsOnly(ours.getFirst().trace());
    requireJoined(all, ours, told);
  }

  private static void requireJoined(List<Span> all, List<Span> ours, List<Span> told) {
    Map<String, Span> byPlace = new HashMap<>();
    all.forEach(span -> byPlace.put(span.place(), span));
    Map<String, Span> toldById =
        told.stream()
            .collect(Collectors.toMap(span -> span.tags().get("messaging.message.id"), s -> s));
    List<Span> processed =
        ours.stream().filter(span -> span.name().startsWith("process ")).toList();
    assertThat(processed).isNotEmpty();
    for (Span span : processed) {
      Span cause = found(toldById, span.tags().get("messaging.message.id"));
      assertThat(span.parent()).as("it goes on where its event was told").isEqualTo(cause.id());
      assertThat(span.service()).isNotEqualTo(cause.service());
      assertThat(span.links()).as("and is joined to its batch by a link").hasSize(1);
      Span batch = found(byPlace, span.links().getFirst());
      assertThat(batch.name()).startsWith("inbox ");
      assertThat(batch.trace()).isNotEqualTo(span.trace());
      assertThat(batch.links()).contains(cause.place());
    }
    Span first =
        told.stream()
            .filter(span -> "order.placed.v1".equals(span.tags().get("cloudevents.event_type")))
            .findFirst()
            .orElseThrow();
    Span request = found(byPlace, first.trace() + "-" + first.parent());
    assertThat(request.kind()).isEqualTo("SPAN_KIND_SERVER");
  }

  private static Span found(Map<String, Span> spans, @Nullable String key) {
    Span span = spans.get(key);
    if (span == null) {
      throw new AssertionError("no span " + key);
    }
    return span;
  }

  @Test
  void a_service_shows_its_meters_to_prometheus(LiveSystem.Running system) throws Exception {
    system.play(Plan.from(8).limit(1), ended -> {});
    system.requireEveryInvariant();

    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Program service : SERVICES) {
        URI meters =
            URI.create(
                "http://127.0.0.1:" + system.ports().management(service) + "/actuator/prometheus");
        String shown =
            client.send(HttpRequest.newBuilder(meters).build(), BodyHandlers.ofString()).body();
        assertThat(shown)
            .contains("ensemble_inbox_records_total{")
            .contains("ensemble_inbox_lag_records{")
            .contains("ensemble_outbox_facts_total{");
      }
    }
  }

  private static String[] artifacts() {
    return SERVICES.stream().map(Program::artifact).toArray(String[]::new);
  }

  /** The ids of everything that was told of the order, each with the service that told it. */
  private static Map<String, String> factsOf(LiveSystem.Running system, UUID order)
      throws SQLException {
    Map<String, String> facts = new HashMap<>();
    Set<String> traces = new HashSet<>();
    List<String> without = new ArrayList<>();
    for (Program service : SERVICES) {
      try (Connection connection = Wrong.connectAsSuperuser(system.session().stack(), service);
          PreparedStatement sql =
              connection.prepareStatement(
                  "SELECT id::text, traceparent FROM messaging.outbox WHERE partition_key = ?")) {
        sql.setString(1, order.toString());
        try (ResultSet rows = sql.executeQuery()) {
          while (rows.next()) {
            facts.put(rows.getString(1), service.artifact());
            String traceparent = rows.getString(2);
            if (traceparent == null) {
              without.add(rows.getString(1));
            } else {
              traces.add(traceparent.substring(3, 35));
            }
          }
        }
      }
    }
    assertThat(without).isEmpty();
    assertThat(traces).as("one trace in every outbox").hasSize(1);
    return facts;
  }
}
