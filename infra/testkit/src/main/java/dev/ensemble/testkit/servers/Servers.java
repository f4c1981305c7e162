package dev.ensemble.testkit.servers;

import static java.util.Locale.ROOT;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.ContainerFetchException;

/**
 * Which servers the tests of this JVM get. The system property {@value #PROPERTY} says so: {@code
 * auto} takes containers where a Docker engine of this machine answers and has or gets the images,
 * and embedded servers elsewhere; {@code embedded} and {@code containers} force either. It is read
 * once, at the first use.
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

  /** Whether the servers that the property asks for can be had on this machine. */
  public static boolean canBeHad() {
    return of(System.getProperty(PROPERTY)) != CONTAINERS || DockerEngine.answers();
  }

  /** Starts a PostgreSQL. */
  public static PostgresServer postgres() {
    return of(System.getProperty(PROPERTY))
        .start(
            "PostgreSQL",
            DockerEngine::answers,
            EmbeddedPostgresServer::new,
            ContainerPostgresServer::new);
  }

  /** Starts a Kafka. */
  public static KafkaServer kafka() {
    return of(System.getProperty(PROPERTY))
        .start(
            "Kafka", DockerEngine::answers, EmbeddedKafkaServer::start, ContainerKafkaServer::new);
  }

  <T> T start(String what, BooleanSupplier engine, Supplier<T> embedded, Supplier<T> inContainer) {
    return switch (this) {
      case EMBEDDED -> embedded.get();
      case CONTAINERS -> {
        if (!engine.getAsBoolean()) {
          throw new IllegalStateException(
              PROPERTY + "=containers, and no Docker engine answers on this machine");
        }
        yield inContainer.get();
      }
      case AUTO -> engine.getAsBoolean() ? orElse(what, embedded, inContainer) : embedded.get();
    };
  }

  /** An engine that cannot get at an image is as good as none, where nobody insists. */
  private static <T> T orElse(String what, Supplier<T> embedded, Supplier<T> inContainer) {
    try {
      return inContainer.get();
    } catch (ContainerFetchException e) {
      LOG.warn(
          "A Docker engine answers, but the image for {} cannot be had: the embedded one is taken"
              + " ({}=embedded says so without asking)",
          what,
          PROPERTY,
          e);
      return embedded.get();
    }
  }
}
