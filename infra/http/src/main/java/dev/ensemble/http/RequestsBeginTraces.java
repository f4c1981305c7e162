package dev.ensemble.http;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Requests over HTTP, and nothing else that is received: a listener's record goes on in its
 * sender's trace, which whoever may write to the topic is trusted with.
 */
final class RequestsBeginTraces
    extends PropagatingReceiverTracingObservationHandler<ServerRequestObservationContext> {

  RequestsBeginTraces(Tracer tracer, Propagator propagator) {
    super(tracer, new TracesOfCallers(tracer, propagator));
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ServerRequestObservationContext;
  }
}
