package dev.ensemble.messaging;

import org.springframework.context.SmartLifecycle;

/** Refuses the start, before the consumers', of a configuration that could forget too early. */
final class KafkaRetentionAtStart implements SmartLifecycle {
  private final KafkaRetention retention;
  private final MessagingProperties properties;
  private volatile boolean running;

  KafkaRetentionAtStart(KafkaRetention retention, MessagingProperties properties) {
    this.retention = retention;
    this.properties = properties;
  }

  @Override
  public boolean isAutoStartup() {
    return properties.inbox().autoStart();
  }

  /** The consumers start in the last phase, and refuse a broker that is not named themselves. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }

  @Override
  public void start() {
    if (!properties.kafka().bootstrapServers().isBlank()) {
      retention.requireIfTold();
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
