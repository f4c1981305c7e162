package dev.ensemble.local.stack;

import java.nio.file.Path;

/** Something that can be started any number of times, one process at a time. */
interface Startable {

  String name();

  Path log();

  /** Where it listens, for the line that says that it is ready. */
  String address();

  /** Starts the process; it need not be ready yet. */
  Running start();

  /** Whether the process is ready for work; asked again and again. */
  boolean ready();
}
