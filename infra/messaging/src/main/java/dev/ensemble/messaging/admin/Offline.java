package dev.ensemble.messaging.admin;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * The application for the length of one command: its use cases and its database, and nothing that
 * begins to work by itself.
 */
final class Offline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Offline.class);

  /**
   * What a command stands on. Only what the command needs is made, which is quick, and leaves out
   * what needs a web server. Migrations are the running service's: a command must not change a
   * schema under it.
   */
  private static final Map<String, String> OURS =
      Map.of(
          "spring.main.web-application-type", "none",
          "spring.main.lazy-initialization", "true",
          "spring.main.banner-mode", "off",
          "spring.main.log-startup-info", "false",
          "spring.flyway.enabled", "false",
          // Deferred, JPA itself counts as what brings the schema up to date, and is left out.
          "spring.jpa.defer-datasource-initialization", "false",
          "spring.jpa.hibernate.ddl-auto", "none",
          "ensemble.messaging.inbox.auto-start", "false");

  /** Whoever asks wants the answer; what is wrong is told beside it. */
  private static final Map<String, String> QUIET =
      Map.of("logging.level.root", "warn", "logging.level.dev.ensemble", "warn");

  private final ConfigurableApplicationContext context;
  private final AdminDesk desk;

  /** The message is the sentence to print; why stands in the log before it. */
  static final class NotStarted extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    NotStarted(Throwable cause) {
      super("The application cannot be started: " + MessagingCommands.reason(cause), cause);
    }
  }

  private Offline(ConfigurableApplicationContext context, AdminDesk desk) {
    this.context = context;
    this.desk = desk;
  }

  /**
   * @param settings as arguments of the application
   * @throws NotStarted where it cannot be started
   */
  static Offline open(Class<?> application, List<String> settings) {
    SpringApplication spring = new SpringApplication(application);
    spring.addInitializers(Offline::still);
    String[] arguments = arguments(settings);
    ConfigurableApplicationContext context;
    try {
      context = spring.run(arguments);
    } catch (RuntimeException broken) {
      throw new NotStarted(broken);
    }
    return at(context);
  }

  /** Beans are made as they are needed, so that most of what can be wrong is wrong here. */
  private static Offline at(ConfigurableApplicationContext context) {
    try {
      return new Offline(context, context.getBean(AdminDesk.class));
    } catch (BeansException broken) {
      log.warn("The commands cannot be wired", broken);
      context.close();
      throw new NotStarted(broken);
    }
  }

  private static String[] arguments(List<String> settings) {
    List<String> arguments = new ArrayList<>();
    for (String setting : settings) {
      String name = name(setting);
      String ours = OURS.get(name);
      if (ours == null) {
        arguments.add(setting);
      } else if (!setting.endsWith("=" + ours)) {
        throw new Unclear("a command needs " + name + "=" + ours);
      }
    }
    List<String> said = settings.stream().map(Offline::name).toList();
    OURS.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    QUIET.forEach(
        (name, value) -> {
          if (!said.contains(name)) {
            arguments.add("--" + name + "=" + value);
          }
        });
    return arguments.toArray(String[]::new);
  }

  private static String name(String setting) {
    int equals = setting.indexOf('=');
    return setting.substring(2, equals < 0 ? setting.length() : equals);
  }

  private static void still(ConfigurableApplicationContext context) {
    context
        .getBeanFactory()
        .registerSingleton(
            AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NothingStarts());
    context.addBeanFactoryPostProcessor(beans -> leaveOut(beans, context.getEnvironment()));
  }

  /** What would work by itself, or change the schema, before anything refers to it. */
  private static void leaveOut(ConfigurableListableBeanFactory beans, Environment environment) {
    BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
    List<String> names = new ArrayList<>();
    for (Class<?> runner : List.of(ApplicationRunner.class, CommandLineRunner.class)) {
      names.addAll(List.of(beans.getBeanNamesForType(runner, true, false)));
    }
    for (Class<?> start : List.of(ApplicationStartedEvent.class, ApplicationReadyEvent.class)) {
      ResolvableType listener =
          ResolvableType.forClassWithGenerics(ApplicationListener.class, start);
      names.addAll(List.of(beans.getBeanNamesForType(listener, true, false)));
    }
    names.add(TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME);
    names.addAll(initializers(beans, environment));
    names.stream().filter(registry::containsBeanDefinition).forEach(registry::removeBeanDefinition);
  }

  /**
   * What brings a schema up to date, of this library and of others, by Spring Boot's own notion.
   */
  private static List<String> initializers(
      ConfigurableListableBeanFactory beans, Environment environment) {
    return SpringFactoriesLoader.forDefaultResourceLocation(beans.getBeanClassLoader())
        .load(
            DatabaseInitializerDetector.class,
            SpringFactoriesLoader.ArgumentResolver.of(Environment.class, environment))
        .stream()
        .flatMap(detector -> detector.detect(beans).stream())
        .toList();
  }

  AdminDesk desk() {
    return desk;
  }

  @Override
  public void close() {
    context.close();
  }

  /** Loops, schedulers and consumers begin here; in a command they do not. */
  private static final class NothingStarts implements LifecycleProcessor {
    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }
  }
}
