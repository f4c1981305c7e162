package dev.ensemble.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** A service's own filter, which fails before any controller is asked. */
@Component
final class Doorkeeper extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    switch (request.getRequestURI()) {
      case "/door/stumbles" -> throw new IllegalStateException("secret stairs");
      case "/door/refuses" ->
          throw new ProblemException(HttpStatus.CONFLICT, "door-shut", "Come back tomorrow.");
      default -> chain.doFilter(request, response);
    }
  }
}
