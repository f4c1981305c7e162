package dev.ensemble.idempotency;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Tells Spring Boot that the schema is an initialiser of the database: whatever uses the database
 * comes after it, and so does the application's own Flyway, whose order is 1.
 */
final class IdempotencySchemaDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {
  private static final int BEFORE_FLYWAY = 0;

  @Override
  protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
    return Set.of(IdempotencySchema.class);
  }

  @Override
  public int getOrder() {
    return BEFORE_FLYWAY;
  }
}
