package dev.ensemble.testkit.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** The engine of this machine, and what the kit asks of it beyond what Testcontainers does. */
final class DockerEngine implements Engine {
  static final DockerEngine OF_THIS_MACHINE = new DockerEngine();

  private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
  private static final String LOOPBACK = "127.0.0.1";

  private DockerEngine() {}

  /** Asked once: where there is none it takes seconds to learn that. */
  private static final Supplier<Boolean> ANSWERS = SingletonSupplier.of(DockerEngine::asked);

  /** On this machine: the ports of servers elsewhere could not be bound to loopback. */
  @Override
  public boolean answers() {
    return Boolean.TRUE.equals(ANSWERS.get());
  }

  private static Boolean asked() {
    try {
      DockerClientFactory engine = DockerClientFactory.instance();
      return engine.isDockerAvailable() && isLocal(engine.dockerHostIpAddress());
    } catch (RuntimeException unfit) {
      // It answers, but not to what Testcontainers needs, its own helper's image for one.
      LOG.warn("There is a Docker engine that Testcontainers cannot work with", unfit);
      return false;
    }
  }

  /** Under the name that Testcontainers' settings give it. */
  @Override
  public boolean has(String image) {
    if (!answers()) {
      return false;
    }
    try {
      DockerImageName name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
      DockerClientFactory.instance().client().inspectImageCmd(name.asCanonicalNameString()).exec();
      return true;
    } catch (NotFoundException none) {
      return false;
    }
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
    kill(engine, container, signal);
    if (!hasEnded(engine, container, patience)) {
      kill(engine, container, "KILL");
      hasEnded(engine, container, patience);
    }
  }

  private static void kill(DockerClient engine, String container, String signal) {
    try {
      engine.killContainerCmd(container).withSignal(signal).exec();
    } catch (ConflictException ended) {
      LOG.debug("It had ended before it was told to", ended);
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
