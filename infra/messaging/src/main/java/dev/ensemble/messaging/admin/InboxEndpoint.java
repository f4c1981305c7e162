package dev.ensemble.messaging.admin;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/** {@code /actuator/inbox}: how the inbox is, in more words than health has. */
@WebEndpoint(id = "inbox")
final class InboxEndpoint {
  private final AdminDoor door;
  private final AdminDesk desk;

  InboxEndpoint(AdminDoor door, AdminDesk desk) {
    this.door = door;
    this.desk = desk;
  }

  @ReadOperation
  public WebEndpointResponse<Object> status() {
    return door.answer(() -> AdminDoor.ok(desk.status()));
  }
}
