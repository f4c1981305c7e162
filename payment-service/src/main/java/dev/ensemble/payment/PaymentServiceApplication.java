package dev.ensemble.payment;

import dev.ensemble.messaging.admin.MessagingCommands;
import dev.ensemble.payment.stdio.Stdio;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts the payment service, over HTTP and Kafka or over standard input, or runs a command. */
@SpringBootApplication
@EnableConfigurationProperties(PaymentSettings.class)
public class PaymentServiceApplication {

  public static void main(String[] args) throws IOException {
    if (Stdio.isAskedFor(args)) {
      Stdio.run(args);
      return;
    }
    MessagingCommands.runIfMeant(PaymentServiceApplication.class, args);
    SpringApplication.run(PaymentServiceApplication.class, args);
  }
}
