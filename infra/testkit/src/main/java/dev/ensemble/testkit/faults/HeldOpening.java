package dev.ensemble.testkit.faults;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;

/**
 * A topic that is about to be made, and that the test's broker knows and tells clients of, but
 * whose partitions it does not open until it is told to. It stands where the broker registers a new
 * partition's metrics; nothing else that the cluster decides reaches it meanwhile.
 */
public final class HeldOpening implements AutoCloseable, NotificationListener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String topic;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private HeldOpening(String topic) {
    this.topic = topic;
  }

  /**
   * To be called before the topic is made.
   *
   * @throws IllegalStateException where the test's broker runs in a container
   */
  public static HeldOpening of(String topic) {
    BrokerInReach.check(HeldOpening.class);
    HeldOpening held = new HeldOpening(topic);
    try {
      ManagementFactory.getPlatformMBeanServer()
          .addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, held, null, null);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
    return held;
  }

  /** Called in the thread that registers. */
  @Override
  public void handleNotification(Notification notification, Object handback) {
    ObjectName name = ((MBeanServerNotification) notification).getMBeanName();
    // One of that name may be deleted before: that is not held up.
    boolean registered =
        notification.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION);
    if (registered
        && name.getDomain().equals("kafka.cluster")
        && topic.equals(name.getKeyProperty("topic"))) {
      reached.countDown();
      try {
        // A test that forgets it must not hold the broker for ever.
        boolean unused = released.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns when the broker knows the topic and would open its first partition. */
  public void awaitReached() throws InterruptedException {
    if (!reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the broker has not come to open " + topic);
    }
  }

  /** The broker goes on, now or when it comes to it. */
  public void open() {
    released.countDown();
  }

  @Override
  public void close() {
    open();
    try {
      ManagementFactory.getPlatformMBeanServer()
          .removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, this);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
