package dev.ensemble.relay;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** {@code /actuator/relay}: how the sources are, and what a person tells them. */
@WebEndpoint(id = "relay")
final class RelayAdmin {
  private final Sources sources;
  private final RelayHealth health;
  private final AdminGuard guard;

  RelayAdmin(Sources sources, RelayHealth health, AdminGuard guard) {
    this.sources = sources;
    this.health = health;
    this.guard = guard;
  }

  /** The answer to the question for all sources. */
  record Statuses(List<SourceStatus> sources) {}

  private interface Call {
    WebEndpointResponse<Object> answer() throws InterruptedException;
  }

  @ReadOperation
  public WebEndpointResponse<Object> all() throws InterruptedException {
    return guarded(
        () ->
            new WebEndpointResponse<>(
                new Statuses(sources.all().stream().map(s -> status(s, null)).toList())));
  }

  @ReadOperation
  public WebEndpointResponse<Object> one(
      @Selector String source, @Nullable Integer from, @Nullable Integer rows)
      throws InterruptedException {
    return guarded(
        () ->
            find(source)
                .map(found -> new WebEndpointResponse<Object>(status(found, Page.of(from, rows))))
                .orElseGet(() -> unknown(source)));
  }

  @WriteOperation
  public WebEndpointResponse<Object> tell(
      @Selector String source,
      @Nullable String command,
      @Nullable String row,
      @Nullable String reason,
      @Nullable String by)
      throws InterruptedException {
    return guarded(
        () -> {
          Optional<Source> found = find(source);
          Optional<AdminCommand> known = AdminCommand.named(command);
          if (found.isEmpty()) {
            return unknown(source);
          }
          if (known.isEmpty()) {
            return problem(
                HttpStatus.BAD_REQUEST,
                "The body names no command: it is {\"command\": one of %s}"
                    .formatted(AdminCommand.words()));
          }
          return carryOut(
              known.get(), found.get(), new AdminCommand.Details(row, reason, whoever(by)));
        });
  }

  private static WebEndpointResponse<Object> carryOut(
      AdminCommand command, Source source, AdminCommand.Details details)
      throws InterruptedException {
    try {
      return new WebEndpointResponse<>(command.carryOut(source, details));
    } catch (IllegalArgumentException e) {
      return problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (RelayFailure e) {
      return problem(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  /** What callers say of themselves is only that; where they call from is known. */
  private static String whoever(@Nullable String by) {
    String name = by == null || by.isBlank() ? "somebody" : by;
    return name + " from " + http().getRequest().getRemoteAddr();
  }

  private static ServletRequestAttributes http() {
    return (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
  }

  private SourceStatus status(Source source, @Nullable Page page) {
    return SourceStatus.of(source, health.problem(source.state()), page);
  }

  private Optional<Source> find(String name) {
    return sources.all().stream().filter(source -> source.name().equals(name)).findFirst();
  }

  private WebEndpointResponse<Object> unknown(String source) {
    String known = sources.all().stream().map(Source::name).collect(Collectors.joining(", "));
    return problem(
        HttpStatus.NOT_FOUND, "There is no source %s; this relay has: %s".formatted(source, known));
  }

  private WebEndpointResponse<Object> guarded(Call call) throws InterruptedException {
    ServletRequestAttributes http = http();
    if (guard.lets(http.getRequest())) {
      return call.answer();
    }
    HttpServletResponse response = http.getResponse();
    if (response != null) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    return problem(HttpStatus.UNAUTHORIZED, guard.refusal());
  }

  private static WebEndpointResponse<Object> problem(HttpStatus status, String sentence) {
    return new WebEndpointResponse<>(
        ProblemDetail.forStatusAndDetail(status, sentence),
        status.value(),
        MediaType.APPLICATION_PROBLEM_JSON);
  }
}
