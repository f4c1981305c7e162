package dev.ensemble.testkit.servers;

import static java.util.Locale.ROOT;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;

/**
 * Which servers the tests of this JVM get. The system property {@value #PROPERTY} says so: {@code
 * auto} takes containers where a Docker engine of this machine answers and has the images, and
 * embedded servers elsewhere, without a registry in either case; {@code embedded} and {@code
 * containers} force either, and the latter has the images fetched. It is read once, at the first
 * use.
 */
public enum Servers {
  /** Child processes of the test's JVM and threads in it: nothing but Java is needed. */
  EMBEDDED,
  /** The public images, by Testcontainers; their ports are bound to the loopback address. */
  CONTAINERS,
  /** Containers where that can be, and embedded servers elsewhere. */
  AUTO;

  /** The one property. */
  public static final String PROPERTY = "ensemble.test.servers";

  private static final Logger LOG = LoggerFactory.getLogger(Servers.class);

  /**
   * What the property asks for.
   *
   * @param word the property's value; {@code null} and blank are {@code auto}
   * @throws IllegalArgumentException where it is none of the three words
   */
  static Servers of(@Nullable String word) {
    if (word == null || word.isBlank()) {
      return AUTO;
    }
    for (Servers one : values()) {
      if (one.name().toLowerCase(ROOT).equals(word.strip())) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "%s is '%s': it may be auto, embedded or containers".formatted(PROPERTY, word));
  }

  /** Whether the servers that the property asks for can be had without a registry. */
  public static boolean canBeHad() {
    return of(System.getProperty(PROPERTY)) != CONTAINERS
        || (DockerEngine.OF_THIS_MACHINE.has(ContainerPostgresServer.IMAGE)
            && DockerEngine.OF_THIS_MACHINE.has(ContainerKafkaServer.IMAGE));
  }

  /** Starts a PostgreSQL. */
  public static PostgresServer postgres() {
    return of(System.getProperty(PROPERTY))
        .start(
            ContainerPostgresServer.IMAGE,
            DockerEngine.OF_THIS_MACHINE,
            EmbeddedPostgresServer::new,
            ContainerPostgresServer::new);
  }

  /** Starts a Kafka. */
  public static KafkaServer kafka() {
    return of(System.getProperty(PROPERTY))
        .start(
            ContainerKafkaServer.IMAGE,
            DockerEngine.OF_THIS_MACHINE,
            EmbeddedKafkaServer::start,
            ContainerKafkaServer::new);
  }

  <T> T start(String image, Engine engine, Supplier<T> embedded, Supplier<T> inContainer) {
    return switch (this) {
      case EMBEDDED -> embedded.get();
      case CONTAINERS -> {
        if (!engine.answers()) {
          throw new IllegalStateException(
              PROPERTY + "=containers, and no Docker engine answers on this machine");
        }
        yield inContainer.get();
      }
      case AUTO -> engine.has(image) ? orElse(image, embedded, inContainer) : embedded.get();
    };
  }

  /** A container that does not start is no reason to fail, where nobody insists on it. */
  private static <T> T orElse(String image, Supplier<T> embedded, Supplier<T> inContainer) {
    try {
      return inContainer.get();
    } catch (ContainerFetchException | ContainerLaunchException e) {
      LOG.warn(
          "A Docker engine answers, but {} does not start: the embedded server is taken"
              + " ({}=embedded says so without asking)",
          image,
          PROPERTY,
          e);
      return embedded.get();
    }
  }
}
