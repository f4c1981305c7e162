package dev.ensemble.messaging;

import java.io.Serial;

/** No more may be parked: what fails now is no single event's fault, and the partition stops. */
final class ParkingFull extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ParkingFull(String reason) {
    super(reason);
  }
}
