package dev.ensemble.testkit.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Where an application's inbox can be made to fail: it wraps the application's DataSource and sees
 * the statements go by. A Spring test imports it, {@code @Import(FailurePoints.class)}, and has it
 * injected; without Spring, {@link #around} wraps a DataSource by hand.
 *
 * <p>It knows the inbox by the statements that look for ids and remember them, in {@code
 * messaging.processed_events} or {@code messaging.processed_foreign_events}. A transaction without
 * them is never failed. Of a batch of nothing but events that are known already, the ids are
 * remembered as soon as they have been found.
 */
public final class FailurePoints implements BeanPostProcessor {
  private record Armed(FailurePoint at, FailureKind as) {}

  private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();
  private volatile boolean reached;

  /** The same database, whose sessions fail where they are told to. */
  public DataSource around(DataSource database) {
    return new DelegatingDataSource(database) {
      @Override
      public Connection getConnection() throws SQLException {
        return WatchedSession.of(super.getConnection(), FailurePoints.this);
      }

      @Override
      public Connection getConnection(String user, String password) throws SQLException {
        return WatchedSession.of(super.getConnection(user, password), FailurePoints.this);
      }
    };
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource database ? around(database) : bean;
  }

  /** The next session that comes to the point fails there, and only that one. */
  void arm(FailurePoint at, FailureKind as) {
    reached = false;
    armed.set(new Armed(at, as));
  }

  void disarm() {
    armed.set(null);
  }

  /** Whether something failed since it was armed. */
  boolean wereReached() {
    return reached;
  }

  /** Called by a session that stands at the point. */
  void pass(FailurePoint point, Connection session) throws SQLException {
    Armed now = armed.get();
    if (now == null || now.at() != point || !armed.compareAndSet(now, null)) {
      return;
    }
    reached = true;
    switch (now.as()) {
      case EXCEPTION -> throw new DrillException(point);
      case SESSION_ENDS -> throw endOf(session);
    }
  }

  /** By the session itself, as any role may end its own; answers what the server says to that. */
  private static SQLException endOf(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
    } catch (SQLException ended) {
      return ended;
    }
    throw new IllegalStateException("the session did not end");
  }
}
