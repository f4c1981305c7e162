package com.example.loyalty;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class LoyaltyApplication {

  public static void main(String[] args) {
    SpringApplication.run(LoyaltyApplication.class, args);
  }
}
