package dev.ensemble.testkit.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** The engine of this machine, and what the kit asks of it beyond what Testcontainers does. */
final class DockerEngine {
  private static final String LOOPBACK = "127.0.0.1";

  private DockerEngine() {}

  /** Whether there is one, on this machine: servers elsewhere could not be bound to loopback. */
  static boolean answers() {
    DockerClientFactory engine = DockerClientFactory.instance();
    return engine.isDockerAvailable() && isLocal(engine.dockerHostIpAddress());
  }

  private static boolean isLocal(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Has the container's port at this one of the loopback address, at each of its starts. */
  static void bind(GenericContainer<?> container, int port, int ofContainer) {
    container.withCreateContainerCmdModifier(
        command -> {
          HostConfig host = command.getHostConfig();
          Ports bound = host.getPortBindings() == null ? new Ports() : host.getPortBindings();
          bound.bind(ExposedPort.tcp(ofContainer), Ports.Binding.bindIpAndPort(LOOPBACK, port));
          command.withHostConfig(host.withPortBindings(bound));
        });
  }

  /**
   * Sends the signal to the container's first process and waits for its end, and ends it where that
   * does not come.
   */
  static void end(String container, String signal, Duration patience) {
    DockerClient engine = DockerClientFactory.instance().client();
    engine.killContainerCmd(container).withSignal(signal).exec();
    if (!hasEnded(engine, container, patience)) {
      engine.killContainerCmd(container).exec();
    }
  }

  private static boolean hasEnded(DockerClient engine, String container, Duration patience) {
    try (var exit = engine.waitContainerCmd(container).start()) {
      return exit.awaitCompletion(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server ended", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the files and at the ports that it had. */
  static void startAgain(String container) {
    DockerClientFactory.instance().client().startContainerCmd(container).exec();
  }
}
