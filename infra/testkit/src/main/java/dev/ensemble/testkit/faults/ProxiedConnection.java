package dev.ensemble.testkit.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client's connection and the one to the server that belongs to it. */
final class ProxiedConnection {
  private static final int THREADS = 4;

  private final Socket client;
  private final Socket server = new Socket();
  private final Consumer<ProxiedConnection> onEnd;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicInteger working = new AtomicInteger(THREADS);

  ProxiedConnection(Socket client, Consumer<ProxiedConnection> onEnd) {
    this.client = client;
    this.onEnd = onEnd;
  }

  void start(InetSocketAddress address, Gate toServer, Gate toClient) {
    run(
        () -> {
          // Whoever connects to a silent network is told nothing either.
          toServer.awaitOpen();
          server.connect(address);
          client.setTcpNoDelay(true);
          server.setTcpNoDelay(true);
          Flow there = new Flow(toServer, client, server);
          Flow back = new Flow(toClient, server, client);
          run(there::write);
          run(back::read);
          run(back::write);
          there.read();
        });
  }

  private void run(Step step) {
    threads.add(Thread.ofVirtual().name("proxy").start(() -> takingAllDown(step)));
  }

  /** One that fails ends them all; those that come to their end let the others come to theirs. */
  private void takingAllDown(Step step) {
    try {
      step.take();
      if (working.decrementAndGet() == 0) {
        // Both have said that nothing more comes, and what they said before has been passed on.
        client.close();
        server.close();
        onEnd.accept(this);
      }
    } catch (IOException | InterruptedException e) {
      cut();
    }
  }

  /** Both ends see a reset. */
  void cut() {
    reset(client);
    reset(server);
    threads.forEach(Thread::interrupt);
    onEnd.accept(this);
  }

  private static void reset(Socket socket) {
    try (socket) {
      // What makes a close a reset: unsent bytes are dropped, and the other end is not asked.
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException, InterruptedException;
  }
}
