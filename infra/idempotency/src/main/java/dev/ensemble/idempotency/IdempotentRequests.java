package dev.ensemble.idempotency;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** Gives controllers their {@link IdempotentRequest}, or refuses the request for its key. */
final class IdempotentRequests implements HandlerMethodArgumentResolver {
  private final Clients clients;

  IdempotentRequests(Clients clients) {
    this.clients = clients;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == IdempotentRequest.class;
  }

  @Override
  public IdempotentRequest resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer model,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest request =
        Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
    String key = IdempotencyKey.read(Collections.list(request.getHeaders(IdempotencyKey.HEADER)));
    return new IdempotentRequest(
        clients.clientOf(request),
        request.getMethod() + " " + routeOf(request),
        request.getRequestURI(),
        Objects.requireNonNullElse(request.getQueryString(), ""),
        key);
  }

  /** Spring's routing leaves it with every request that reaches a controller. */
  private static Object routeOf(HttpServletRequest request) {
    return Objects.requireNonNull(
        request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
  }
}
