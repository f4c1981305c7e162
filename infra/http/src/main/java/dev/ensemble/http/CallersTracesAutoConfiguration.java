package dev.ensemble.http;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** In a service that traces: whose trace a request belongs to. */
@AutoConfiguration(
    afterName = {
      // Its handler for all that is received stays: it gives way to any other of its class.
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
          + ".OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration"
    })
@ConditionalOnClass(Tracer.class)
@ConditionalOnBean({Tracer.class, Propagator.class})
@ConditionalOnBooleanProperty(
    name = "ensemble.http.trust-callers-traces",
    havingValue = false,
    matchIfMissing = true)
final class CallersTracesAutoConfiguration {

  /**
   * Before that of Boot's own, which receives messages and calls of any kind: the first takes it.
   */
  private static final int BEFORE_ANY_RECEIVER = 999;

  @Bean
  @Order(BEFORE_ANY_RECEIVER)
  RequestsBeginTraces requestsBeginTraces(Tracer tracer, Propagator propagator) {
    return new RequestsBeginTraces(tracer, propagator);
  }
}
