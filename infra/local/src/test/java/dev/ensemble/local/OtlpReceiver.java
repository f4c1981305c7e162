package dev.ensemble.local;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Takes spans as a collector would: OTLP over HTTP, in protobuf. */
final class OtlpReceiver implements AutoCloseable {

  /** Tests that play thousands of orders look at none of them. */
  private static final int SPANS_MAX = 20_000;

  /**
   * One span.
   *
   * @param links the traces and spans that it is linked with, as {@code trace-span}
   */
  record Span(
      String service,
      String name,
      String kind,
      String trace,
      String id,
      String parent,
      List<String> links,
      Map<String, String> tags) {

    String place() {
      return trace + "-" + id;
    }
  }

  private final HttpServer server;
  private final Deque<Span> spans = new ArrayDeque<>();

  OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** What makes one of our services send every span here, and soon. */
  Map<String, String> settings() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort(),
        "OTEL_BSP_SCHEDULE_DELAY", "200",
        "MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "1.0");
  }

  synchronized List<Span> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      add(request);
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private synchronized void add(ExportTraceServiceRequest request) {
    for (ResourceSpans resource : request.getResourceSpansList()) {
      String service = tags(resource.getResource().getAttributesList()).get("service.name");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> spans.addLast(read(String.valueOf(service), span)));
      }
    }
    while (spans.size() > SPANS_MAX) {
      spans.removeFirst();
    }
  }

  private static Span read(String service, io.opentelemetry.proto.trace.v1.Span span) {
    List<String> links = new ArrayList<>();
    span.getLinksList()
        .forEach(link -> links.add(hex(link.getTraceId()) + "-" + hex(link.getSpanId())));
    return new Span(
        service,
        span.getName(),
        span.getKind().name(),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        links,
        tags(span.getAttributesList()));
  }

  private static Map<String, String> tags(Collection<KeyValue> attributes) {
    Map<String, String> tags = new HashMap<>();
    for (KeyValue attribute : attributes) {
      AnyValue value = attribute.getValue();
      tags.put(
          attribute.getKey(),
          value.hasStringValue() ? value.getStringValue() : "" + value.getIntValue());
    }
    return tags;
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
