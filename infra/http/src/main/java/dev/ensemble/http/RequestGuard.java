package dev.ensemble.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before every controller: refuses what none of them should see, bounds the body that they
 * read, and answers for the filters behind it when they fail.
 */
final class RequestGuard extends OncePerRequestFilter {
  /** ASCII is a part of it. */
  private static final Set<Charset> READ_AS_UTF_8 =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

  private final Problems problems;
  private final ProblemWriter writer;
  private final HttpSettings limits;

  RequestGuard(Problems problems, ProblemWriter writer, HttpSettings limits) {
    this.problems = problems;
    this.writer = writer;
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Problem> refusal = refusal(request);
    if (refusal.isPresent()) {
      writer.write(refusal.get(), request, response);
    } else {
      serve(request, response, chain);
    }
  }

  private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(hasBody(request) ? new BoundedRequest(request, limits) : request, response);
    } catch (IOException | ServletException | RuntimeException e) {
      if (BodyRefused.isReportedByServer(request, response)) {
        return;
      }
      if (response.isCommitted()) {
        throw e; // The server breaks the connection off, so that half an answer shows as half.
      }
      writer.write(problems.of(e, request), request, response);
    }
  }

  private Optional<Problem> refusal(HttpServletRequest request) {
    if (request.getContentLengthLong() > limits.bodyBytesMax().toBytes()) {
      return Optional.of(BoundedBody.tooLarge(limits.bodyBytesMax()));
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Optional.of(
          Problem.of(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "unsupported-content-encoding",
              "A body is read as it is, not compressed."));
    }
    Optional<String> unreadable = unreadable(request.getContentType());
    if (unreadable.isPresent()) {
      return unreadable.map(
          detail ->
              Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail));
    }
    // The router drops path parameters, so that "/stock/a;b" would silently write to "a".
    if (request.getRequestURI().indexOf(';') >= 0) {
      return Optional.of(
          SpringProblems.badParameter("A path holds no ';' here; where one is meant, write %3B."));
    }
    // PostgreSQL stores no NUL; in a path the server itself refuses it.
    String query = request.getQueryString();
    return query != null && query.contains("%00")
        ? Optional.of(SpringProblems.badParameter("The query string holds a NUL character."))
        : Optional.empty();
  }

  /** What is no media type at all is refused where somebody wants to read it. */
  private static Optional<String> unreadable(@Nullable String contentType) {
    if (contentType == null) {
      return Optional.empty();
    }
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      // Spring would take it for JSON and then fail on it, for it is no type that a body can have.
      if (type.isWildcardType() || type.isWildcardSubtype()) {
        return Optional.of("A body's Content-Type names what it is, without '*'.");
      }
      Charset charset = type.getCharset();
      return charset == null || READ_AS_UTF_8.contains(charset)
          ? Optional.empty()
          : Optional.of("A body is read as UTF-8, and as nothing else.");
    } catch (InvalidMediaTypeException e) {
      return Optional.empty();
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }
}
