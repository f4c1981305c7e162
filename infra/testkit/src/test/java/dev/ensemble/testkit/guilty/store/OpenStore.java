package dev.ensemble.testkit.guilty.store;

import dev.ensemble.testkit.guilty.events.OpenEvents;
import org.jspecify.annotations.Nullable;

/** Public, and it knows a neighbour. */
public class OpenStore {
  @Nullable OpenEvents events;
}
