package dev.ensemble.local.stack;

/** Where progress is told, one line at a time; called from several threads. */
@FunctionalInterface
public interface Narrator {

  void say(String line);
}
