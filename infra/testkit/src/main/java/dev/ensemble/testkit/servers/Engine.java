package dev.ensemble.testkit.servers;

/** What runs containers. */
interface Engine {

  /** Whether there is one that serves. */
  boolean answers();

  /** Whether it answers and has this image, so that no registry is asked. */
  boolean has(String image);
}
