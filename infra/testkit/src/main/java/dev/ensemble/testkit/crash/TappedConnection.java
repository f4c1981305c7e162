package dev.ensemble.testkit.crash;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;

/** One connection of the process, passed on message by message in both directions. */
final class TappedConnection {
  // The untyped messages, by the number that each begins with.
  private static final int PROTOCOL_MAJOR_VERSION = 3;
  private static final int WANTS_ENCRYPTION_TLS = 80877103;
  private static final int WANTS_ENCRYPTION_GSS = 80877104;

  // What the server says of itself.
  private static final char SERVER_PROCESS = 'K';
  private static final char READY = 'Z';
  private static final char OUTSIDE_A_TRANSACTION = 'I';

  private final PostgresTap tap;
  private final Socket process;
  private final Socket server;
  private final StatementNames names = new StatementNames();
  private volatile int serverProcess;

  TappedConnection(PostgresTap tap, Socket process, Socket server) {
    this.tap = tap;
    this.process = process;
    this.server = server;
  }

  void start() {
    Thread.ofPlatform().daemon().name("tap-of-process").start(() -> closingBoth(this::speak));
  }

  /** What the process says. It begins with untyped messages; only then the server speaks freely. */
  private void speak() throws IOException {
    DataInputStream in = buffered(process.getInputStream());
    OutputStream out = server.getOutputStream();
    boolean begun = false;
    while (!begun) {
      Frame first = Frame.readUntyped(in);
      first.writeTo(out);
      int wish = first.number();
      if (wish == WANTS_ENCRYPTION_TLS || wish == WANTS_ENCRYPTION_GSS) {
        // One letter, not a message: our servers refuse, or we could read nothing of what follows.
        process.getOutputStream().write(server.getInputStream().read());
      } else {
        begun = wish >>> Short.SIZE == PROTOCOL_MAJOR_VERSION;
      }
    }
    Thread.ofPlatform().daemon().name("tap-of-server").start(() -> closingBoth(this::listen));
    while (true) {
      Frame frame = Frame.read(in);
      Optional<String> statement = names.executedBy(frame);
      if (statement.isPresent() && tap.holds(this, statement.get())) {
        // Never passed on: the next thing that the server sees is the connection's end.
        awaitEnd(in);
        return;
      }
      frame.writeTo(out);
    }
  }

  private static void awaitEnd(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void listen() throws IOException {
    DataInputStream in = buffered(server.getInputStream());
    OutputStream out = process.getOutputStream();
    while (true) {
      Frame frame = Frame.read(in);
      if (frame.kind() == SERVER_PROCESS) {
        serverProcess = frame.number();
      }
      if (!tap.withholds(this)) {
        frame.writeTo(out);
      } else if (frame.kind() == READY && frame.letter() == OUTSIDE_A_TRANSACTION) {
        tap.resultWithheld();
      }
    }
  }

  /** The server's process for this connection, 0 before it has said so. */
  int serverProcess() {
    return serverProcess;
  }

  private static DataInputStream buffered(InputStream in) {
    return new DataInputStream(new BufferedInputStream(in));
  }

  private void closingBoth(Pump pump) {
    try (process;
        server) {
      pump.run();
    } catch (IOException e) {
      // Either end has gone, which is what connections do; the other one is told by closing it.
    }
  }

  void close() {
    closingBoth(() -> {});
  }

  @FunctionalInterface
  private interface Pump {
    void run() throws IOException;
  }
}
