package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Decision;
import dev.ensemble.messaging.Park;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.HttpStatus;

/** {@code /actuator/park}: has an event parked that meets an outage as often as it is tried. */
@WebEndpoint(id = "park")
final class ParkEndpoint {
  private final AdminDoor door;
  private final AdminDesk desk;

  ParkEndpoint(AdminDoor door, AdminDesk desk) {
    this.door = door;
    this.desk = desk;
  }

  /** 202 where the order stands and nothing came of it yet. */
  @WriteOperation
  public WebEndpointResponse<Object> park(
      @Nullable String id,
      @Nullable Integer waitSeconds,
      @Nullable String by,
      @Nullable String reason) {
    return door.answer(
        () -> {
          if (id == null) {
            throw new Unclear("say which event is meant by its id, as log and health name it");
          }
          Decision decision = AdminDoor.decision(by, reason);
          Duration patience =
              waitSeconds == null ? Park.PATIENCE_DEFAULT : Duration.ofSeconds(waitSeconds);
          AdminDesk.Parking parking =
              desk.park(
                  Unclear.unless(() -> new Park.Order(Choice.eventId(id), decision, patience)));
          boolean stands = parking.outcome() == Park.Outcome.ORDERED;
          return new WebEndpointResponse<>(
              parking, (stands ? HttpStatus.ACCEPTED : HttpStatus.OK).value());
        });
  }
}
