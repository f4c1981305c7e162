package dev.ensemble.relay;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the relay, or asks one that runs. What the relay is made of stands in {@link RelayBeans},
 * so that a question does not load it.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class RelayApplication {

  public static void main(String[] args) {
    if (RelayCommand.isMeantBy(args)) {
      System.exit(RelayCommand.commandLine().execute(args));
    }
    ProcessEnd end = new ProcessEnd();
    SpringApplication application = new SpringApplication(RelayApplication.class);
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("crash", end));
    // However the end was asked for, it has a deadline from here on.
    application.addListeners(
        (ApplicationListener<ContextClosedEvent>)
            closed ->
                end.haltAfter(
                    closed.getApplicationContext().getBean(RelaySettings.class).stopWithin()));
    // Runs when the context is closed, after everything else.
    SpringApplication.getShutdownHandlers().add(end::halt);
    try {
      application.run(args);
    } catch (RuntimeException e) {
      end.misconfigured(); // Spring Boot has said why.
    }
  }
}
