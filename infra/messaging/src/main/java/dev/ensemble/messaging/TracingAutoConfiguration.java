package dev.ensemble.messaging;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Spans for inbox and outbox, in an application that traces, by whatever Micrometer bridges to. */
@AutoConfiguration(
    before = MessagingAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
          + ".OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration"
    })
@ConditionalOnClass(Tracer.class)
@ConditionalOnBean({Tracer.class, Propagator.class})
final class TracingAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Tracing messagingTracing(Tracer tracer, Propagator propagator) {
    return new MicrometerTracing(tracer, propagator);
  }
}
