package dev.ensemble.messaging;

import java.util.List;
import java.util.Optional;

/**
 * The parked events of this application's consumer, to look at. It changes nothing, and answers
 * what stands there at the moment, also while events are being parked or redriven.
 */
public interface ParkedEvents {

  /**
   * One page of what is selected, by number.
   *
   * @throws InboxOutage where the database is out of reach
   */
  List<ParkedRecord> list(ParkedSelection selection, ParkedPage page);

  /**
   * What is selected in groups, the largest first.
   *
   * @param groupsMax how many groups are told at most, from 1 to {@link ParkedPage#EVENTS_MAX}
   * @throws InboxOutage where the database is out of reach
   */
  List<ParkedGroup> groups(ParkedSelection selection, ParkedGroup.By by, int groupsMax);

  /**
   * One event with its payload; empty where none of this number is parked (any more).
   *
   * @throws InboxOutage where the database is out of reach
   */
  Optional<ParkedContent> find(long number);

  /**
   * What was done with the event of this number, oldest first, parked still or not; at most the
   * first {@link ParkedPage#EVENTS_MAX} notes.
   *
   * @throws InboxOutage where the database is out of reach
   */
  List<ParkingNote> history(long number);
}
