package dev.ensemble.relay;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;

/** Starts the relay. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(RelaySettings.class)
public class RelayApplication {

  public static void main(String[] args) {
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

  @Bean
  Sources sources(RelaySettings settings, Crash crash) {
    return new Sources(settings, crash);
  }

  @Bean
  RelayHealth relayHealthIndicator(Sources sources) {
    return new RelayHealth(sources.states());
  }

  @Bean
  RelayMetrics relayMetrics(Sources sources) {
    return new RelayMetrics(sources.states());
  }
}
