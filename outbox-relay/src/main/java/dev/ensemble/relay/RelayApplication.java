package dev.ensemble.relay;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/** Starts the relay, or asks one that runs. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(RelaySettings.class)
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

  @Bean
  Sources sources(RelaySettings settings, Crash crash) {
    return new Sources(settings, crash);
  }

  @Bean
  Lateness lateness(Sources sources, RelaySettings settings) {
    return new Lateness(sources.states(), settings.health());
  }

  @Bean
  RelayHealth relayHealthIndicator(Sources sources, Lateness lateness) {
    return new RelayHealth(sources.states(), lateness);
  }

  @Bean
  RelayMetrics relayMetrics(Sources sources) {
    return new RelayMetrics(sources.all());
  }

  @Bean
  RelayHistograms relayHistograms(Sources sources, PrometheusRegistry registry) {
    RelayHistograms histograms = new RelayHistograms(sources.states());
    registry.register(histograms);
    return histograms;
  }

  @Bean
  AdminGuard adminGuard(RelaySettings settings, Environment environment) {
    boolean ownPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
    return new AdminGuard(
        settings.admin(),
        Binder.get(environment)
            .bind(ownPort ? "management.server.address" : "server.address", InetAddress.class)
            .orElse(null));
  }

  @Bean
  RelayAdmin relayAdmin(Sources sources, RelayHealth health, AdminGuard guard) {
    return new RelayAdmin(sources, health, guard);
  }
}
