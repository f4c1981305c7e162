package dev.ensemble.inventory;

import dev.ensemble.messaging.admin.MessagingCommands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the inventory service, or carries out a command on what it has parked. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class InventoryServiceApplication {

  public static void main(String[] args) {
    MessagingCommands.runIfMeant(InventoryServiceApplication.class, args);
    SpringApplication.run(InventoryServiceApplication.class, args);
  }
}
