package dev.ensemble.payment.stdio;

import dev.ensemble.payment.application.RunStep;
import dev.ensemble.payment.stdio.Conversation.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** The use case and all behind it, starting while the first messages are read. */
final class Backend implements Conversation.Service {
  private static final Logger log = LoggerFactory.getLogger(Backend.class);

  /** The database's start, and as much for migrating it. */
  private static final long SECONDS_MAX = 2 * DatabaseStart.SECONDS_MAX;

  private final FutureTask<ConfigurableApplicationContext> context;
  private final AtomicReference<DatabaseStart> database = new AtomicReference<>();

  private Backend(String[] args) {
    this.context = new FutureTask<>(() -> start(args));
  }

  static Backend begin(String[] args) {
    Backend backend = new Backend(args);
    EarlyStart.folder(args).map(DatabaseStart::begin).ifPresent(backend.database::set);
    Thread.ofPlatform().daemon().name("start").start(backend.context);
    return backend;
  }

  private ConfigurableApplicationContext start(String[] args) {
    SpringApplication application = new SpringApplication(StdioConfiguration.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setAdditionalProfiles("stdio");
    // The database must be stopped after everything else, so the process stops all by itself.
    application.setRegisterShutdownHook(false);
    application.setLogStartupInfo(false);
    application.addInitializers(
        starting -> {
          Environment settings = starting.getEnvironment();
          if (isEmbedded(settings)) {
            DatabaseStart start = started(folder(settings));
            starting.getBeanFactory().registerSingleton("databaseStart", start);
          }
        });
    return application.run(args);
  }

  /** The start that is under way; what was begun early was begun where nothing says otherwise. */
  private DatabaseStart started(Path folder) {
    DatabaseStart early = database.get();
    if (early == null) {
      database.set(DatabaseStart.begin(folder));
    } else if (!early.folder().equals(folder)) {
      throw new IllegalStateException(
          "the database was started in %s, and the settings say %s"
              .formatted(early.folder(), folder));
    }
    return Objects.requireNonNull(database.get());
  }

  private static boolean isEmbedded(Environment settings) {
    return StdioConfiguration.EMBEDDED.equals(settings.getProperty(StdioConfiguration.URL));
  }

  private static Path folder(Environment settings) {
    return Path.of(settings.getProperty("payment.stdio.data", EarlyStart.FOLDER.toString()));
  }

  @Override
  public RunStep await() throws Unavailable {
    try {
      return context.get(SECONDS_MAX, TimeUnit.SECONDS).getBean(RunStep.class);
    } catch (ExecutionException e) {
      throw new Unavailable("the start failed, as was logged then");
    } catch (TimeoutException e) {
      throw new Unavailable("the start takes too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while starting");
    }
  }

  /** Whether it is there or may still come. */
  boolean isSound() {
    return context.state() != Future.State.FAILED;
  }

  /** Stops everything, the database last. */
  void stop() {
    if (context.isDone() && isSound()) {
      context.resultNow().close();
    }
    DatabaseStart start = database.get();
    if (start != null) {
      try {
        start.stop();
      } catch (IOException e) {
        log.warn("The database could not be stopped; the next start takes it over", e);
      }
    }
  }
}
