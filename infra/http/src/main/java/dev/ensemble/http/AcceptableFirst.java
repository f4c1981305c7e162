package dev.ensemble.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Refuses a request that changes something, and whose answer the client would not accept, before
 * the change. Spring negotiates when it writes the answer, and by then the change is committed: the
 * client reads 406, asks again in another way, and has it twice.
 */
final class AcceptableFirst implements HandlerInterceptor {
  private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final ContentNegotiationManager negotiation;

  AcceptableFirst(ContentNegotiationManager negotiation) {
    this.negotiation = negotiation;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpMediaTypeNotAcceptableException {
    if (CHANGE_NOTHING.contains(request.getMethod()) || isChosenByWhatItProduces(request)) {
      return true;
    }
    boolean acceptable =
        negotiation.resolveMediaTypes(new ServletWebRequest(request)).stream()
            .anyMatch(MediaType.APPLICATION_JSON::isCompatibleWith);
    if (!acceptable) {
      throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
    }
    return true;
  }

  /** A handler that declares {@code produces} was found by the request's Accept header already. */
  private static boolean isChosenByWhatItProduces(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) != null;
  }
}
