package dev.ensemble.testkit.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that sends back what it gets, and now and then speaks without being asked. */
final class Echo implements AutoCloseable {
  private final ServerSocket door;
  private final BlockingQueue<Socket> guests = new LinkedBlockingQueue<>();

  Echo() {
    try {
      door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** How many connections have come in. */
  int guests() {
    return guests.size();
  }

  void tellAll(String text) throws IOException {
    for (Socket guest : guests) {
      guest.getOutputStream().write(text.getBytes(US_ASCII));
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket guest = door.accept();
        guests.add(guest);
        Thread.ofVirtual().start(() -> sendBack(guest));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void sendBack(Socket guest) {
    try (guest) {
      guest.getInputStream().transferTo(guest.getOutputStream());
    } catch (IOException e) {
      // Reset by the proxy.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket guest : guests) {
      guest.close();
    }
  }
}
