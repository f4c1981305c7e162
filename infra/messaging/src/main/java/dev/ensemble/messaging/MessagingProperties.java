package dev.ensemble.messaging;

import static dev.ensemble.messaging.SettingRules.between;
import static dev.ensemble.messaging.SettingRules.require;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of outbox and inbox. A name that is not known is refused at the start, because a
 * setting with a typing error would be one that is silently not in force.
 *
 * @param source who tells this application's facts: a URI reference, /shop/order-service say; it
 *     stays the same for good (CloudEvents' source).
 * @param kafka how the broker is reached.
 * @param inbox how events are taken in.
 * @param database the roles that get privileges on the messaging schema.
 * @param window for how long an event is remembered as processed, in whole days of UTC. A
 *     redelivery within it has no second effect, an event from before it is never acted on. At
 *     least Kafka's retention and the redrive horizon. It is told by the event's id; ids without a
 *     time in them have a window of their own.
 * @param partitionsAhead for how long in advance partitions are made, and so how long their upkeep
 *     may fail without harm.
 * @param retention for how long the rest is kept.
 * @param admin who may ask and tell the inbox over the management port.
 * @param parkingFacts whether what is parked is told on a topic.
 */
@ConfigurationProperties(value = "ensemble.messaging", ignoreUnknownFields = false)
public record MessagingProperties(
    String source,
    @DefaultValue Kafka kafka,
    @DefaultValue Inbox inbox,
    @DefaultValue Database database,
    @DefaultValue("P14D") Duration window,
    @DefaultValue("P7D") Duration partitionsAhead,
    @DefaultValue Retention retention,
    @DefaultValue Admin admin,
    @DefaultValue ParkingFacts parkingFacts) {

  /** A year either way makes a thousand tables; whoever needs more wants larger partitions. */
  private static final Duration SPAN_MAX = Duration.ofDays(366);

  private static final Duration SPAN_MIN = Duration.ofDays(1);
  private static final Duration AUDIT_MAX = Duration.ofDays(3_660);
  private static final Duration WAIT_MAX = Duration.ofMinutes(5);

  public MessagingProperties {
    require(
        source != null && Wire.isVisible(source),
        "source",
        "must be set to who tells the facts, in visible ASCII, like /shop/order-service");
    between(SPAN_MIN, window, SPAN_MAX, "window");
    between(SPAN_MIN, partitionsAhead, SPAN_MAX, "partitions-ahead");
    between(window, retention.audit(), AUDIT_MAX, "retention.audit");
    if (retention.kafka() != null) {
      WindowRule.of(window, retention)
          .broken("its topics keep (retention.kafka)", retention.kafka())
          .ifPresent(
              sentence -> {
                throw new IllegalArgumentException(sentence);
              });
    }
    Set<String> brokers =
        ConsumerSettings.brokersAmong(kafka.properties().keySet(), inbox.groupProtocol());
    require(
        brokers.isEmpty(),
        "kafka.properties",
        "must not set "
            + brokers
            + " where inbox.group-protocol is consumer: the broker decides them, for the group");
  }

  /**
   * How the broker is reached.
   *
   * @param bootstrapServers brokers to begin with, as host:port, separated by commas. Needed where
   *     the inbox runs.
   * @param properties further settings of the Kafka client, for TLS and SASL say, under their own
   *     names.
   */
  public record Kafka(@DefaultValue("") String bootstrapServers, Map<String, String> properties) {
    public Kafka(
        @DefaultValue("") String bootstrapServers, @Nullable Map<String, String> properties) {
      this.bootstrapServers = bootstrapServers;
      this.properties = properties == null ? Map.of() : Map.copyOf(properties);
      Set<String> ours = ConsumerSettings.oursAmong(this.properties.keySet());
      require(
          ours.isEmpty(),
          "kafka.properties",
          "must not set " + ours + ": the inbox's promises rest on its own values");
    }
  }

  /**
   * How events are taken in.
   *
   * @param autoStart whether consuming starts with the application.
   * @param workers how many consumers of the group this process runs, each with a thread and a
   *     database connection; more than there are partitions are idle.
   * @param instanceId makes this process a static member of the group: a restart within the session
   *     timeout takes its partitions back at once. Unique per process of the group.
   * @param groupProtocol how the group shares its partitions out: {@code classic}, or {@code
   *     consumer} (KIP-848), where the broker does it and decides the session timeout, too.
   * @param pollRecordsMax the most records in one batch, and so in one transaction.
   * @param attemptsMax how often an event is tried before it is parked with its key.
   * @param retryBackoff the pause after a first failure; it doubles with each further one.
   * @param outageBackoffMax the longest pause between attempts.
   * @param parkedEventsMax how many events may be parked; beyond, partitions stop. A release in
   *     which everything fails must not copy its topics into a table.
   * @param parkedEventsPerKeyMax how many events of one key may be parked; beyond, its partition
   *     stops.
   * @param parkedBytesMax how many bytes of keys, payloads and headers may be parked; beyond,
   *     partitions stop. Records may be of any size, and a database's disk is not.
   * @param deadLetterTopic a topic to which parked events are copied as well; none unless set. It
   *     must exist, and be none that is consumed.
   */
  public record Inbox(
      @DefaultValue("true") boolean autoStart,
      @DefaultValue("1") int workers,
      @Nullable String instanceId,
      @DefaultValue("classic") GroupProtocol groupProtocol,
      @DefaultValue("500") int pollRecordsMax,
      @DefaultValue("3") int attemptsMax,
      @DefaultValue("200ms") Duration retryBackoff,
      @DefaultValue("10s") Duration outageBackoffMax,
      @DefaultValue("10000") int parkedEventsMax,
      @DefaultValue("1000") int parkedEventsPerKeyMax,
      @DefaultValue("1GB") DataSize parkedBytesMax,
      @Nullable String deadLetterTopic) {

    /** Kafka uses it in file and metric names, and limits the length of those. */
    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    public Inbox {
      between(1, workers, 64, "inbox.workers");
      require(
          instanceId == null || INSTANCE_ID.matcher(instanceId).matches(),
          "inbox.instance-id",
          "must be letters, digits, '.', '_' and '-', at most 200 of them");
      between(1, pollRecordsMax, 5_000, "inbox.poll-records-max");
      between(1, attemptsMax, 100, "inbox.attempts-max");
      between(Duration.ofMillis(1), retryBackoff, WAIT_MAX, "inbox.retry-backoff");
      between(retryBackoff, outageBackoffMax, WAIT_MAX, "inbox.outage-backoff-max");
      between(1, parkedEventsMax, 1_000_000, "inbox.parked-events-max");
      between(1, parkedEventsPerKeyMax, parkedEventsMax, "inbox.parked-events-per-key-max");
      between(64, parkedBytesMax.toMegabytes(), 1L << 20, "inbox.parked-bytes-max, in MB,");
      require(
          deadLetterTopic == null || Wire.isTopic(deadLetterTopic),
          "inbox.dead-letter-topic",
          "must be a topic's name: letters, digits, '.', '_' and '-', at most 249 of them");
    }

    ParkingLimits parkingLimits() {
      return new ParkingLimits(parkedEventsMax, parkedEventsPerKeyMax, parkedBytesMax.toBytes());
    }
  }

  /**
   * The roles that get privileges on the messaging schema.
   *
   * @param appRole the role under which the application runs; by default the one of its DataSource.
   * @param relayRole the role under which the relay reads.
   */
  public record Database(@Nullable String appRole, @DefaultValue("relay") String relayRole) {

    // The names stand in SQL that grants; PostgreSQL itself would take almost anything.
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.@-]{1,63}");

    public Database {
      require(
          appRole == null || ROLE.matcher(appRole).matches(), "database.app-role", Database.rule());
      require(ROLE.matcher(relayRole).matches(), "database.relay-role", Database.rule());
    }

    static String rule() {
      return "must be a role's name: letters, digits, '_', '.', '@' and '-', at most 63 of them";
    }
  }

  /**
   * For how long is kept what goes in time. An outbox's days also stay until every replication slot
   * of the database has confirmed them, and a day of processed events as long as one of it is
   * parked.
   *
   * @param outbox for how long rows of the outbox are kept: what a lost slot is recovered from, and
   *     what the relay's quarantine is retried from. Not longer than the topics keep them, as a
   *     recovery publishes again what it finds on no topic.
   * @param foreignWindow for how long an event whose id is no UUIDv7 is remembered after it was
   *     acted on; a record that is older by its Kafka timestamp is never acted on.
   * @param redriveHorizon for how long after its topic has let go of it a parked event is to be
   *     redriven.
   * @param kafka for how long the topics are known to keep their records, where the broker does not
   *     tell (no right to describe its configuration) or a topic has no limit; what is older than
   *     the windows is parked then.
   * @param audit for how long it is kept who redrove or discarded what, and why. It holds the
   *     events' keys; and it is what some discarded events are known by, so it outlasts the
   *     windows. 30 days at least.
   * @param relaySlot the relay's replication slot; without a name, the only one with the relay's
   *     plugin is taken for it.
   */
  public record Retention(
      @DefaultValue("P7D") Duration outbox,
      @DefaultValue("P30D") Duration foreignWindow,
      @DefaultValue("P7D") Duration redriveHorizon,
      @Nullable Duration kafka,
      @DefaultValue("P365D") Duration audit,
      @Nullable String relaySlot) {

    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

    /** A slot that is lost as a long weekend begins must still be recovered from the table. */
    private static final Duration OUTBOX_MIN = Duration.ofDays(3);

    public Retention {
      between(OUTBOX_MIN, outbox, SPAN_MAX, "retention.outbox");
      between(SPAN_MIN, foreignWindow, SPAN_MAX, "retention.foreign-window");
      between(Duration.ZERO, redriveHorizon, SPAN_MAX, "retention.redrive-horizon");
      between(RetentionUpkeep.auditMin(foreignWindow), audit, AUDIT_MAX, "retention.audit");
      require(
          relaySlot == null || SLOT.matcher(relaySlot).matches(),
          "retention.relay-slot",
          "must be a slot's name: lower-case letters, digits and '_', at most 63 of them");
      if (kafka != null) {
        between(Duration.ofMinutes(1), kafka, SPAN_MAX, "retention.kafka");
      }
    }
  }

  /**
   * Whether what is parked, redriven and discarded is told, through the outbox.
   *
   * @param topic where to; by default nothing is told. The topic must be there, as for any fact,
   *     and holds the keys of parked records.
   */
  public record ParkingFacts(@Nullable String topic) {
    public ParkingFacts {
      require(
          topic == null || Wire.isTopic(topic),
          "parking-facts.topic",
          "must be the name of a Kafka topic");
    }
  }

  /**
   * Who may ask and tell the inbox over the management port. Where that listens on this machine's
   * own address alone, whoever can reach it may, and nothing need be set.
   *
   * @param token what callers must show as {@code Authorization: Bearer}; at least 32 visible ASCII
   *     characters.
   * @param tokenFile where the token stands, instead of the token itself.
   * @param protectedElsewhere says that something else asks callers who they are, a filter chain of
   *     Spring Security over these endpoints say; nothing is asked here then.
   * @param refuseUnheardCommands whether an application whose first argument is a command (parked,
   *     redrive, discard, park, inbox) ends where it was about to serve; false where such a word is
   *     its own.
   */
  public record Admin(
      @Nullable String token,
      @Nullable Path tokenFile,
      @DefaultValue("false") boolean protectedElsewhere,
      @DefaultValue("true") boolean refuseUnheardCommands) {

    public Admin {
      require(
          token == null || tokenFile == null,
          "admin.token",
          "and admin.token-file are both set: set one of them");
      if (tokenFile != null) {
        token = AdminToken.read(tokenFile);
      }
      if (token != null) {
        AdminToken.check(token);
      }
      require(
          token == null || !protectedElsewhere,
          "admin.protected-elsewhere",
          "says that nobody is asked for the token that is set: set one of them");
    }

    /** Without the token, whoever logs it. */
    @Override
    public String toString() {
      return token == null ? "no token" : "a token";
    }
  }
}
