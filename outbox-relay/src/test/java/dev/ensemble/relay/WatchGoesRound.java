package dev.ensemble.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** Leads the watch's connection to the server itself, whatever port the URL names. */
public final class WatchGoesRound extends SocketFactory {
  private final int serverPort;

  /** The driver hands it {@code socketFactoryArg}. */
  public WatchGoesRound(String serverPort) {
    this.serverPort = Integer.parseInt(serverPort);
  }

  @Override
  public Socket createSocket() {
    // Each source's watch connects in a thread of its own.
    return Thread.currentThread().getName().startsWith("watch-")
        ? new Redirected(serverPort)
        : new Socket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connectsByItself();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw connectsByItself();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connectsByItself();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw connectsByItself();
  }

  private static UnsupportedOperationException connectsByItself() {
    return new UnsupportedOperationException("the driver connects by itself");
  }

  private static final class Redirected extends Socket {
    private final int port;

    private Redirected(int port) {
      this.port = port;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
    }
  }
}
