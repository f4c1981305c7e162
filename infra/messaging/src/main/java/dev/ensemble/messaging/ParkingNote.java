package dev.ensemble.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody once did with a parked event, as the audit has it.
 *
 * @param detail what the outcome says of itself, an exception's message say; null where nothing
 */
public record ParkingNote(
    Instant at, Decision decision, Treated.Outcome outcome, @Nullable String detail) {}
