package dev.ensemble.inventory.http;

import dev.ensemble.http.openapi.DescriptionPart;
import dev.ensemble.inventory.InventorySettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description of the API says of the settings. */
@Configuration(proxyBeanMethods = false)
class ApiValues {

  @Bean
  DescriptionPart pageSize(InventorySettings settings) {
    return DescriptionPart.ofValue(
        "inventory.limits.page-size-max", settings.limits().pageSizeMax());
  }
}
