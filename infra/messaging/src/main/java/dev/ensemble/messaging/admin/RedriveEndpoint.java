package dev.ensemble.messaging.admin;

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
    return door.act(
        new Choice(Boolean.TRUE.equals(all), number, id, key, type, fingerprint),
        payload,
        selection ->
            new Redrive.Order(
                selection,
                AdminDoor.decision(by, reason),
                AdminDoor.limit(limit),
                AdminDoor.dry(dryRun),
                Boolean.TRUE.equals(evenForgotten)),
        desk::redrive);
  }
}
