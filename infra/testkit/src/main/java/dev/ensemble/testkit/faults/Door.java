package dev.ensemble.testkit.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A port on the loopback address that is listened at, or refuses, and stays ours meanwhile. */
final class Door implements AutoCloseable {
  private final Consumer<Socket> guest;
  private final int port;
  private @Nullable ServerSocket listening;
  private @Nullable Thread listener;

  /**
   * Bound and not listening: a connection is refused, and nobody else gets the port, not even as
   * the near end of a connection to itself, which a client that tries often enough does get.
   */
  private @Nullable Socket kept;

  Door(Consumer<Socket> guest) throws IOException {
    this.guest = guest;
    this.port = listen(0);
  }

  int port() {
    return port;
  }

  synchronized void open() throws IOException {
    if (listening == null) {
      close();
      listen(port);
    }
  }

  synchronized void refuse() throws IOException {
    if (kept == null) {
      close();
      Socket keeper = new Socket();
      keeper.setReuseAddress(true);
      keeper.bind(loopback(port));
      kept = keeper;
    }
  }

  private synchronized int listen(int wanted) throws IOException {
    ServerSocket door = new ServerSocket();
    door.setReuseAddress(true);
    door.bind(loopback(wanted));
    listening = door;
    listener = Thread.ofPlatform().daemon().name("proxy-door").start(() -> accept(door));
    return door.getLocalPort();
  }

  private void accept(ServerSocket door) {
    while (!door.isClosed()) {
      try {
        guest.accept(door.accept());
      } catch (IOException e) {
        // Closed; or the client has gone before it came in.
      }
    }
  }

  /** Only when nobody waits at it any more is a door closed for the system, too. */
  private static void awaitEnd(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public synchronized void close() throws IOException {
    ServerSocket door = listening;
    Socket keeper = kept;
    listening = null;
    kept = null;
    if (door != null) {
      door.close();
      awaitEnd(listener);
    }
    if (keeper != null) {
      keeper.close();
    }
  }
}
