package dev.ensemble.relay;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** A class that cannot be initialised, as when a part of the class path is missing. */
public final class BrokenOnFirstUse extends SocketFactory {
  static final int VALUE = Integer.parseInt("no number");

  @Override
  public Socket createSocket(String host, int port) {
    return new Socket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    return new Socket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return new Socket();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    return new Socket();
  }
}
