package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Decision;
import dev.ensemble.messaging.InboxOutage;
import dev.ensemble.messaging.ParkedSelection;
import dev.ensemble.messaging.Redrive;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The door that the endpoints share: who may come in, and how HTTP is told what went wrong. */
final class AdminDoor {
  private final AdminGuard guard;

  AdminDoor(AdminGuard guard) {
    this.guard = guard;
  }

  /** Each answer says its own status. */
  WebEndpointResponse<Object> answer(Supplier<WebEndpointResponse<Object>> answer) {
    ServletRequestAttributes http = http();
    if (!guard.lets(http.getRequest())) {
      HttpServletResponse response = http.getResponse();
      if (response != null) {
        response.setHeader("WWW-Authenticate", "Bearer");
      }
      return problem(HttpStatus.UNAUTHORIZED, guard.refusal());
    }
    try {
      return answer.get();
    } catch (Unclear refused) {
      return problem(HttpStatus.BAD_REQUEST, String.valueOf(refused.getMessage()));
    } catch (InboxOutage away) {
      return problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "The database is out of reach; nothing was done. Ask again later.");
    }
  }

  /**
   * To act on what was chosen: what is said has to make sense before anything is done.
   *
   * @param <O> what is to be done
   */
  <O> WebEndpointResponse<Object> act(
      Choice choice,
      @Nullable String payload,
      Function<ParkedSelection, O> order,
      BiFunction<O, Disclosure, Report> action) {
    return answer(
        () -> {
          Disclosure disclosure = Disclosure.named(payload);
          O said = Unclear.unless(() -> order.apply(choice.required()));
          return of(action.apply(said, disclosure));
        });
  }

  static WebEndpointResponse<Object> ok(Object body) {
    return new WebEndpointResponse<>(body);
  }

  /** 503 where an outage cut it off: the answer names what was done and what was not reached. */
  private static WebEndpointResponse<Object> of(Report report) {
    return new WebEndpointResponse<>(
        report, report.cutOff() ? WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE : 200);
  }

  static WebEndpointResponse<Object> problem(HttpStatus status, String sentence) {
    return new WebEndpointResponse<>(
        ProblemDetail.forStatusAndDetail(status, sentence),
        status.value(),
        MediaType.APPLICATION_PROBLEM_JSON);
  }

  /** What callers say of themselves is only that; where they call from is known. */
  static Decision decision(@Nullable String by, @Nullable String reason) {
    if (by == null || reason == null) {
      throw new Unclear("say who wants it with by, and why with reason; both go into the audit");
    }
    return Unclear.unless(
        () -> new Decision(by + " from " + http().getRequest().getRemoteAddr(), reason));
  }

  static int limit(@Nullable Integer limit) {
    return limit == null ? Redrive.Order.EVENTS_DEFAULT : limit;
  }

  /** A field with a typing error is passed over by the endpoint: it must not make it earnest. */
  static boolean dry(@Nullable Boolean dryRun) {
    if (dryRun == null) {
      throw new Unclear("say dryRun: true to be told what would be done, false to have it done");
    }
    return dryRun;
  }

  private static ServletRequestAttributes http() {
    return (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
  }
}
