package dev.ensemble.messaging;

/** Tells how the inbox is, to whoever operates the application. */
@FunctionalInterface
public interface InboxMonitor {

  /**
   * How it is now. A broker that does not answer within seconds leaves its part out.
   *
   * @throws InboxOutage where the database is out of reach
   */
  InboxStatus status();
}
