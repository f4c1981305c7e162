package dev.ensemble.messaging;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Tells Spring Boot that the schema is an initialiser of the database: whatever uses the database
 * comes after it and so do later initialisers, the application's own Flyway (whose order is 1)
 * among them, so that a service's migration may refer to the messaging schema.
 */
final class MessagingSchemaDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {
  private static final int BEFORE_FLYWAY = 0;

  @Override
  protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
    return Set.of(MessagingSchema.class);
  }

  @Override
  public int getOrder() {
    return BEFORE_FLYWAY;
  }
}
