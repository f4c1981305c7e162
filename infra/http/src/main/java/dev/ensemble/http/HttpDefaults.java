package dev.ensemble.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/**
 * Puts {@code defaults.properties} below every other source, so that a service may say otherwise.
 */
final class HttpDefaults implements EnvironmentPostProcessor {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    ClassPathResource defaults = new ClassPathResource("defaults.properties", HttpDefaults.class);
    try {
      environment
          .getPropertySources()
          .addLast(new ResourcePropertySource("ensemble http defaults", defaults));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
