package com.example.loyalty;

import dev.ensemble.messaging.admin.MessagingCommands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class LoyaltyApplication {

  public static void main(String[] args) {
    MessagingCommands.runIfMeant(LoyaltyApplication.class, args);
    SpringApplication.run(LoyaltyApplication.class, args);
  }
}
