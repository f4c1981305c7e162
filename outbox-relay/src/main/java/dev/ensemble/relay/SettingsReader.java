package dev.ensemble.relay;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** Reads the settings from where the relay does, and starts nothing. */
@EnableConfigurationProperties(RelaySettings.class)
final class SettingsReader {
  static RelaySettings read(List<String> arguments) {
    SpringApplication application = new SpringApplication(SettingsReader.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    try (ConfigurableApplicationContext context =
        application.run(arguments.toArray(String[]::new))) {
      return context.getBean(RelaySettings.class);
    }
  }
}
