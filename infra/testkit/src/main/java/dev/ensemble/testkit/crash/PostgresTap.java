package dev.ensemble.testkit.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a process and its PostgreSQL, and sees each statement before the server does.
 * Where it stops one, the process stands still in the middle of its transaction and can be killed
 * there.
 *
 * <p>On the wire and not in the driver, because the process must be the one that runs in earnest,
 * and because what counts is what the server was sent. It reads protocol 3 (PostgreSQL's
 * documentation, "Frontend/Backend Protocol") without encryption. BEGIN, SAVEPOINT and COMMIT are
 * statements like all others, also where a driver sends them along with the next one.
 */
final class PostgresTap implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocket door;
  private final List<TappedConnection> connections = new CopyOnWriteArrayList<>();
  private volatile @Nullable Watch watch;

  PostgresTap(int serverPort) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    try {
      door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("tap").start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** From now on. What was watched before is not any more. */
  Watch watch(@Nullable CrashPoint point) {
    Watch next = new Watch(point);
    watch = next;
    return next;
  }

  boolean holds(TappedConnection speaker, String statement) {
    Watch now = watch;
    return now != null && now.holds(speaker, statement);
  }

  boolean withholds(TappedConnection speaker) {
    Watch now = watch;
    return now != null && now.withholdsResult(speaker);
  }

  void resultWithheld() {
    Watch now = watch;
    if (now != null) {
      now.resultWithheld();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket process = door.accept();
        Socket upstream = new Socket();
        upstream.connect(server);
        process.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        TappedConnection connection = new TappedConnection(this, process, upstream);
        connections.add(connection);
        connection.start();
      } catch (IOException e) {
        // The door was closed, or the server is gone, which the process learns by its socket.
      }
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(TappedConnection::close);
  }
}
