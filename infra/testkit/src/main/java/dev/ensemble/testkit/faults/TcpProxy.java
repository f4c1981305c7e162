package dev.ensemble.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between one client and one server, both on this machine, that fails as it is told. It
 * listens on the loopback address alone and passes bytes on without reading them. A mode holds for
 * the connections that are open and for those to come, until the next mode.
 *
 * <p>What it cannot do: lose a single packet, or leave a client without an answer to its SYN. Where
 * it is silent, a client connects, and then hears nothing.
 */
public final class TcpProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final Gate toServer = new Gate();
  private final Gate toClient = new Gate();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Door door;

  private TcpProxy(int serverPort) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    try {
      door = new Door(this::connect);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A proxy in mode {@link #pass()}. The server need not run yet. */
  public static TcpProxy to(int serverPort) {
    return new TcpProxy(serverPort);
  }

  /** Where the client is to connect to. */
  public int port() {
    return door.port();
  }

  /** How many connections are open at present. */
  public int connections() {
    return connections.size();
  }

  /**
   * What the present mode has done so far. A connection that is refused is not seen by us.
   *
   * @param bytesHeld that did not pass at once, or have not passed yet
   * @param connectionsCut where an end was cut off because it said more than it might
   */
  public record Harm(long bytesHeld, long connectionsCut) {}

  /** What the present mode has done since it was set. */
  public Harm harm() {
    return new Harm(
        toServer.bytesHeld() + toClient.bytesHeld(), toServer.cutOff() + toClient.cutOff());
  }

  /** All goes through, what was held back first. Nothing is lost on connections still open. */
  public void pass() {
    delay(Duration.ZERO);
  }

  /** Each byte arrives that much later, in each direction; none is slower than the one before. */
  public void delay(Duration delay) {
    openDoor();
    toServer.open(delay);
    toClient.open(delay);
  }

  /**
   * Nothing is read any more nor passed on, in both directions, and nothing is closed, also where
   * an end closes its own: as if the cable were pulled.
   */
  public void blackHole() {
    openDoor();
    toServer.shut();
    toClient.shut();
  }

  /** Nothing arrives in the one direction, everything in the other: a link that is half open. */
  public void silence(Direction direction) {
    openDoor();
    switch (direction) {
      case TO_SERVER -> {
        toServer.shut();
        toClient.open(Duration.ZERO);
      }
      case TO_CLIENT -> {
        toClient.shut();
        toServer.open(Duration.ZERO);
      }
    }
  }

  /**
   * Resets every open connection, at both ends. The mode stays, for those that come after.
   *
   * @return how many it were
   */
  public int cut() {
    List<ProxiedConnection> open = List.copyOf(connections);
    open.forEach(ProxiedConnection::cut);
    return open.size();
  }

  /**
   * Of each connection, so many bytes more arrive in that direction at most; whoever has more to
   * say is cut off there, at both ends. With 0 towards the client, the server hears a request and
   * the client never an answer.
   */
  public void cutAfter(Direction direction, long bytes) {
    openDoor();
    boolean isToServer = direction == Direction.TO_SERVER;
    Gate limited = isToServer ? toServer : toClient;
    Gate other = isToServer ? toClient : toServer;
    other.open(Duration.ZERO);
    limited.limit(bytes);
  }

  /**
   * What somebody trips over.
   *
   * @param after what must have been said on the same connection since the wire was stretched;
   *     empty: nothing
   * @param text what trips, in ASCII as it is on the wire; where the network cuts it in two, it is
   *     not seen
   * @param passes whether what trips goes on all the same; or it stands still there, with all that
   *     follows on its connection, until another mode
   */
  public record Wire(String after, String text, boolean passes) {}

  /**
   * Whoever says that in this direction has tripped; all others go on.
   *
   * @see #tripped
   */
  public void trip(Direction direction, Wire wire) {
    openDoor();
    switch (direction) {
      case TO_SERVER -> {
        toClient.open(Duration.ZERO);
        toServer.stretch(wire);
      }
      case TO_CLIENT -> {
        toServer.open(Duration.ZERO);
        toClient.stretch(wire);
      }
    }
  }

  /** How often somebody has tripped over the present mode's wire. */
  public long tripped() {
    return toServer.tripped() + toClient.tripped();
  }

  /** New connections are refused; open ones go on. */
  public void refuse() {
    try {
      door.refuse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openDoor() {
    try {
      door.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(Socket client) {
    ProxiedConnection connection = new ProxiedConnection(client, connections::remove);
    connections.add(connection);
    connection.start(server, toServer, toClient);
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cut();
    }
  }
}
