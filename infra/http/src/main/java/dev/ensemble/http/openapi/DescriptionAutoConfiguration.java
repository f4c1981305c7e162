package dev.ensemble.http.openapi;

import dev.ensemble.http.HttpAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Serves the description of a service that has one: {@code openapi.yaml} on its class path. */
@AutoConfiguration(after = HttpAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnResource(resources = "classpath:" + Described.SERVICES_OWN)
final class DescriptionAutoConfiguration {

  @Bean
  DescriptionController descriptionController(ObjectProvider<DescriptionPart> parts) {
    return new DescriptionController(parts);
  }
}
