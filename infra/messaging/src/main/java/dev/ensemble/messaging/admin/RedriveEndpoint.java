package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Decision;
import dev.ensemble.messaging.Redrive;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/** {@code /actuator/redrive}: acts on what waits, and answers what really happened. */
@WebEndpoint(id = "redrive")
final class RedriveEndpoint {
  private final AdminDoor door;
  private final AdminDesk desk;

  RedriveEndpoint(AdminDoor door, AdminDesk desk) {
    this.door = door;
    this.desk = desk;
  }

  @WriteOperation
  public WebEndpointResponse<Object> redrive(
      @Nullable Boolean all,
      @Nullable Long number,
      @Nullable String id,
      @Nullable String key,
      @Nullable String type,
      @Nullable String fingerprint,
      @Nullable Boolean dryRun,
      @Nullable Boolean evenForgotten,
      @Nullable Integer limit,
      @Nullable String by,
      @Nullable String reason,
      @Nullable String payload) {
    return door.answer(
        () -> {
          Choice choice = new Choice(Boolean.TRUE.equals(all), number, id, key, type, fingerprint);
          Disclosure disclosure = Disclosure.named(payload);
          Decision decision = AdminDoor.decision(by, reason);
          Redrive.Order order =
              Unclear.unless(
                  () ->
                      new Redrive.Order(
                          choice.required(),
                          decision,
                          limit == null ? Redrive.Order.EVENTS_DEFAULT : limit,
                          AdminDoor.dry(dryRun),
                          Boolean.TRUE.equals(evenForgotten)));
          return AdminDoor.of(desk.redrive(order, disclosure));
        });
  }
}
