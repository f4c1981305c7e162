package dev.ensemble.http;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** In a service that traces: whose trace a request belongs to. */
@AutoConfiguration(
    beforeName =
        "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
    afterName = {
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

  /** That of Boot's own, whose place it takes: before the one that receives nothing. */
  private static final int BEFORE_THE_DEFAULT = 1000;

  @Bean
  @ConditionalOnMissingBean
  @Order(BEFORE_THE_DEFAULT)
  PropagatingReceiverTracingObservationHandler<?> requestsBeginTraces(
      Tracer tracer, Propagator propagator) {
    return new PropagatingReceiverTracingObservationHandler<>(
        tracer, new TracesOfCallers(tracer, propagator));
  }
}
