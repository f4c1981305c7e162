package dev.ensemble.testkit.inbox;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection that tells the points by its statements. Used by one thread at a time. */
final class WatchedSession implements InvocationHandler {

  // The inbox's tables are an interface: their names and columns are in its README.
  private static final Pattern REMEMBERED =
      Pattern.compile("\\binsert\\s+into\\s+messaging\\.processed_", Pattern.CASE_INSENSITIVE);

  private static final Pattern LOOKED_FOR =
      Pattern.compile(
          "\\bfrom\\s+messaging\\.processed_\\w+\\s+where\\s+consumer\\s*=\\s*\\?\\s+and\\s+event_id\\b",
          Pattern.CASE_INSENSITIVE);

  private final Connection session;
  private final FailurePoints points;

  /** Of the running transaction, whether any of them was known or none. */
  private boolean idsLookedFor;

  private boolean idsRemembered;

  private WatchedSession(Connection session, FailurePoints points) {
    this.session = session;
    this.points = points;
  }

  static Connection of(Connection session, FailurePoints points) {
    return proxy(Connection.class, new WatchedSession(session, points));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    return switch (method.getName()) {
      case "prepareStatement" -> prepared(method, arguments);
      case "commit" -> commit(method, arguments);
      case "rollback", "close" -> {
        // To a savepoint, a rollback takes back what came after it and not the ids before it.
        idsRemembered &= arguments != null;
        idsLookedFor &= arguments != null;
        yield call(session, method, arguments);
      }
      default -> call(session, method, arguments);
    };
  }

  private @Nullable Object prepared(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    Object statement = call(session, method, arguments);
    if (statement == null || arguments == null) {
      return statement;
    }
    String sql = "" + arguments[0];
    boolean remembers = REMEMBERED.matcher(sql).find();
    if (!remembers && !LOOKED_FOR.matcher(sql).find()) {
      return statement;
    }
    return proxy(
        PreparedStatement.class,
        (same, called, given) -> {
          if (!called.getName().startsWith("execute")) {
            return call(statement, called, given);
          }
          return remembers ? remember(statement, called, given) : look(statement, called, given);
        });
  }

  private @Nullable Object look(
      Object statement, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    points.pass(FailurePoint.BEFORE_IDS, session);
    idsLookedFor = true;
    return call(statement, method, arguments);
  }

  private @Nullable Object remember(
      Object statement, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    points.pass(FailurePoint.BEFORE_IDS, session);
    Object answer = call(statement, method, arguments);
    idsRemembered = true;
    points.pass(FailurePoint.AFTER_IDS, session);
    return answer;
  }

  private @Nullable Object commit(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    boolean ofTheInbox = idsRemembered || idsLookedFor;
    boolean allKnown = idsLookedFor && !idsRemembered;
    idsRemembered = false;
    idsLookedFor = false;
    if (allKnown) {
      points.pass(FailurePoint.AFTER_IDS, session);
    }
    if (ofTheInbox) {
      points.pass(FailurePoint.BEFORE_COMMIT, session);
    }
    Object nothing = call(session, method, arguments);
    if (ofTheInbox) {
      points.pass(FailurePoint.AFTER_COMMIT, session);
    }
    return nothing;
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedSession.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
