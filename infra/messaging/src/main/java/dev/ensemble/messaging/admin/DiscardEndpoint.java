package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Discard;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/** {@code /actuator/discard}: decides that what waits is never acted on. */
@WebEndpoint(id = "discard")
final class DiscardEndpoint {
  private final AdminDoor door;
  private final AdminDesk desk;

  DiscardEndpoint(AdminDoor door, AdminDesk desk) {
    this.door = door;
    this.desk = desk;
  }

  @WriteOperation
  public WebEndpointResponse<Object> discard(
      @Nullable Boolean all,
      @Nullable Long number,
      @Nullable String id,
      @Nullable String key,
      @Nullable String type,
      @Nullable String fingerprint,
      @Nullable Boolean dryRun,
      @Nullable Integer limit,
      @Nullable String by,
      @Nullable String reason,
      @Nullable String payload) {
    return door.act(
        new Choice(Boolean.TRUE.equals(all), number, id, key, type, fingerprint),
        payload,
        selection ->
            new Discard.Order(
                selection,
                AdminDoor.decision(by, reason),
                AdminDoor.limit(limit),
                AdminDoor.dry(dryRun)),
        desk::discard);
  }
}
