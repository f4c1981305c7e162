package dev.ensemble.order;

import dev.ensemble.messaging.admin.MessagingCommands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts the order service, or carries out a command on what it has parked. */
@SpringBootApplication
@EnableConfigurationProperties(OrderSettings.class)
public class OrderServiceApplication {

  public static void main(String[] args) {
    MessagingCommands.runIfMeant(OrderServiceApplication.class, args);
    SpringApplication.run(OrderServiceApplication.class, args);
  }
}
