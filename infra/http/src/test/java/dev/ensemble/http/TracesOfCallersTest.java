package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Who sends requests decides neither what is recorded nor under which trace it can be found. */
class TracesOfCallersTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";
  private static final String ALL = "--management.tracing.sampling.probability=1.0";
  private static final String NONE = "--management.tracing.sampling.probability=0.0";
  private static final String TRUST = "--ensemble.http.trust-callers-traces=true";

  @Test
  void a_request_begins_a_trace_that_links_to_its_callers() throws Exception {
    SpanData ours = only(recorded(SAMPLED, ALL));

    assertThat(ours.getTraceId()).isNotEqualTo(TRACE);
    assertThat(ours.getParentSpanContext().isValid()).isFalse();
    assertThat(ours.getLinks())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE);
              assertThat(link.getSpanContext().getSpanId()).isEqualTo(SPAN);
              assertThat(link.getSpanContext().isSampled()).isTrue();
            });
  }

  @Test
  void a_caller_that_wants_to_be_recorded_is_not() throws Exception {
    assertThat(recorded(SAMPLED, NONE)).isEmpty();
    assertThat(recorded(SAMPLED, NONE, TRUST)).as("unless somebody trusts it").hasSize(1);
  }

  @Test
  void a_caller_that_does_not_want_to_be_recorded_is() throws Exception {
    String unsampled = SAMPLED.replaceFirst("01$", "00");
    assertThat(recorded(unsampled, ALL)).hasSize(1);
    assertThat(recorded(unsampled, ALL, TRUST)).isEmpty();
  }

  @Test
  void a_caller_that_is_trusted_has_the_request_in_its_trace() throws Exception {
    SpanData theirs = only(recorded(SAMPLED, ALL, TRUST));

    assertThat(theirs.getTraceId()).isEqualTo(TRACE);
    assertThat(theirs.getParentSpanId()).isEqualTo(SPAN);
    assertThat(theirs.getLinks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
      })
  void what_is_no_trace_is_not_linked_to(String traceparent) throws Exception {
    assertThat(only(recorded(traceparent, ALL)).getLinks()).isEmpty();
  }

  @Test
  void what_is_no_request_goes_on_in_its_senders_trace() {
    Begun begun = new Begun();
    try (ConfigurableApplicationContext service = serving(begun, ALL)) {
      ReceiverContext<Map<String, String>> message = new ReceiverContext<>(Map::get, Kind.CONSUMER);
      message.setCarrier(Map.of("traceparent", SAMPLED));
      ObservationRegistry registry = service.getBean(ObservationRegistry.class);
      Observation.createNotStarted("listener", () -> message, registry).start().stop();
    }

    assertThat(begun.spans)
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(span.getParentSpanId()).isEqualTo(SPAN);
            });
  }

  private static SpanData only(List<SpanData> spans) {
    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().getKind()).isEqualTo(SpanKind.SERVER);
    return spans.getFirst();
  }

  /** The spans that a request with this header began before it was answered. */
  private static List<SpanData> recorded(String traceparent, String... settings)
      throws IOException, InterruptedException {
    Begun begun = new Begun();
    try (ConfigurableApplicationContext service = serving(begun, settings);
        HttpClient client = HttpClient.newHttpClient()) {
      String port = service.getEnvironment().getRequiredProperty("local.server.port");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/cached"))
              .header("traceparent", traceparent)
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
    return begun.spans;
  }

  private static ConfigurableApplicationContext serving(Begun begun, String... settings) {
    String[] all = new String[settings.length + 1];
    all[0] = "--server.port=0";
    System.arraycopy(settings, 0, all, 1, settings.length);
    return new SpringApplicationBuilder(HttpTestApplication.class)
        .initializers(context -> context.getBeanFactory().registerSingleton("begunSpans", begun))
        .run(all);
  }

  private static final class Begun implements SpanProcessor {
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }
}
