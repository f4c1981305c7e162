package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.ParkedPage;
import dev.ensemble.messaging.ParkedSelection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.HttpStatus;

/** {@code /actuator/parked}: what waits, as a list, in groups, or one with its payload. */
@WebEndpoint(id = "parked")
final class ParkedEndpoint {
  private final AdminDoor door;
  private final AdminDesk desk;

  ParkedEndpoint(AdminDoor door, AdminDesk desk) {
    this.door = door;
    this.desk = desk;
  }

  /** What became of an event that is parked no more. */
  record Past(long number, List<ContentView.NoteView> history) {}

  @ReadOperation
  public WebEndpointResponse<Object> all(
      @Nullable String id,
      @Nullable String key,
      @Nullable String type,
      @Nullable String fingerprint,
      @Nullable String groupBy,
      @Nullable String order,
      @Nullable Long beyond,
      @Nullable Integer limit,
      @Nullable String payload) {
    return door.answer(
        () -> {
          Choice choice = new Choice(false, null, id, key, type, fingerprint);
          ParkedSelection selection = choice.orAll();
          Disclosure disclosure = Disclosure.named(payload);
          int eventsMax = limit == null ? ParkedPage.EVENTS_DEFAULT : limit;
          ParkedPage page =
              Unclear.unless(() -> new ParkedPage(isNewestFirst(order), beyond, eventsMax));
          return AdminDoor.ok(
              groupBy == null
                  ? desk.list(selection, page, disclosure)
                  : desk.group(selection, groupBy, page.eventsMax(), disclosure));
        });
  }

  private static boolean isNewestFirst(@Nullable String order) {
    return switch (order) {
      case null -> false;
      case "oldest" -> false;
      case "newest" -> true;
      default -> throw new Unclear("the order is oldest or newest");
    };
  }

  @ReadOperation
  public WebEndpointResponse<Object> one(@Selector String number, @Nullable String payload) {
    return door.answer(
        () -> {
          Disclosure disclosure = Disclosure.named(payload);
          long known = number(number);
          return desk.show(known, disclosure)
              .map(AdminDoor::ok)
              .orElseGet(() -> past(known, disclosure));
        });
  }

  private WebEndpointResponse<Object> past(long number, Disclosure disclosure) {
    List<ContentView.NoteView> history = desk.history(number, disclosure);
    return history.isEmpty()
        ? AdminDoor.problem(HttpStatus.NOT_FOUND, "No event of this number is parked, or was.")
        : new WebEndpointResponse<>(new Past(number, history), HttpStatus.GONE.value());
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException other) {
      throw new Unclear("an event is asked for by its number");
    }
  }
}
