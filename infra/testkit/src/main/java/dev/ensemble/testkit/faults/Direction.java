package dev.ensemble.testkit.faults;

/** The two directions of a connection through a {@link TcpProxy}. */
public enum Direction {
  TO_SERVER,
  TO_CLIENT
}
