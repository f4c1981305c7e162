package dev.ensemble.relay;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What a relay is made of. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RelaySettings.class)
class RelayBeans {
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
