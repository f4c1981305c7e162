package dev.ensemble.http.openapi;

import dev.ensemble.http.HttpAutoConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.function.SingletonSupplier;

/** Serves the description of a service that has one: {@code openapi.yaml} on its class path. */
@AutoConfiguration(after = HttpAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnResource(resources = DescriptionAutoConfiguration.SERVICES_OWN)
final class DescriptionAutoConfiguration {
  static final String SERVICES_OWN = "classpath:openapi.yaml";

  /** Put together when somebody first asks: a service's start has no time for YAML. */
  @Bean
  DescriptionController descriptionController(ObjectProvider<DescriptionPart> parts) {
    return new DescriptionController(described(parts));
  }

  private static Supplier<ServedDescription> described(ObjectProvider<DescriptionPart> parts) {
    return SingletonSupplier.of(
        () -> ServedDescription.of(Described.whole(servicesOwn(), parts.orderedStream().toList())));
  }

  private static DescriptionPart servicesOwn() {
    try {
      return new DescriptionPart(
          new ClassPathResource("openapi.yaml").getContentAsString(StandardCharsets.UTF_8),
          Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
