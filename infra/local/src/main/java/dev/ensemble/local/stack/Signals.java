package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/** Signals that Java itself cannot send. */
final class Signals {
  private Signals() {}

  static void interrupt(ProcessHandle handle) {
    send("INT", handle);
  }

  private static void send(String signal, ProcessHandle handle) {
    ProcessBuilder kill = new ProcessBuilder("kill", "-" + signal, Long.toString(handle.pid()));
    try {
      int code = kill.redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor();
      if (code != 0 && Pid.alive(handle)) {
        throw new Refusal("process " + handle.pid() + " cannot be signalled");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
