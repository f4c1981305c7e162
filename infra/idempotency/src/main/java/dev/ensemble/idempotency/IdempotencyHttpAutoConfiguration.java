package dev.ensemble.idempotency;

import dev.ensemble.http.HttpAutoConfiguration;
import dev.ensemble.http.HttpJson;
import dev.ensemble.http.openapi.DescriptionPart;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The HTTP door, where the application answers over Spring MVC. */
@AutoConfiguration(after = {IdempotencyAutoConfiguration.class, HttpAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean({Once.class, HttpJson.class})
final class IdempotencyHttpAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Clients idempotencyClients() {
    return Clients.byPrincipal();
  }

  @Bean
  Idempotency idempotency(Once once, HttpJson json) {
    return new Idempotency(once, json);
  }

  /** The key's rules, for the description of a service's API, with the life that is configured. */
  @Bean
  DescriptionPart idempotencyDescription(IdempotencySettings settings) {
    return DescriptionPart.of(Idempotency.class, "openapi-part.yaml")
        .withTime("ensemble.idempotency.life", settings.life())
        .with("ensemble.idempotency.key-characters-max", IdempotencyKey.CHARACTERS_MAX);
  }

  @Bean
  WebMvcConfigurer idempotentRequests(Clients clients) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new IdempotentRequests(clients));
      }
    };
  }
}
