package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.atLeast;
import static dev.ensemble.relay.Checks.matches;
import static dev.ensemble.relay.Checks.require;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything that can be set, checked before anything is opened; a name that nobody knows is
 * refused too, because a mistyped limit would otherwise be no limit.
 *
 * @param delivery whether rows leave with their position, in transactions, or as they come
 * @param stateTopic where positions and quarantined rows are kept
 * @param recover sources whose slot is dropped at this start, to be made anew after what is owed
 *     was published from the table: for one start, where a slot is lost
 * @param heartbeat how often an idle source is made to move its slot; also bounds how many rows a
 *     clean restart repeats
 * @param patience how long a source may wait for its database, table, publication or slot
 * @param stallAfter how long nothing may progress before the process ends itself; longer than the
 *     producer's delivery timeout, so that a broker's outage is reported as what it is
 * @param stopWithin how long a stop may take before the process is halted; below the 10 s that
 *     container runtimes wait before they kill
 * @param health when health says that something is wrong
 * @param admin who may tell the relay what to do
 */
@ConfigurationProperties(prefix = "relay", ignoreUnknownFields = false)
record RelaySettings(
    KafkaSettings kafka,
    Map<String, SourceSettings> sources,
    @DefaultValue("transactional") Delivery.Mode delivery,
    @DefaultValue("ensemble.relay.state") String stateTopic,
    @DefaultValue Set<String> recover,
    @DefaultValue("5s") Duration heartbeat,
    @DefaultValue("2m") Duration patience,
    @DefaultValue("3m") Duration stallAfter,
    @DefaultValue("8s") Duration stopWithin,
    @DefaultValue HealthSettings health,
    @DefaultValue AdminSettings admin) {

  RelaySettings {
    require(kafka != null, "relay.kafka.bootstrap-servers is missing: where is Kafka?");
    require(
        sources != null && !sources.isEmpty(),
        "relay.sources is empty: name at least one, as in relay.sources.<name>.url");
    sources = Map.copyOf(sources);
    sources.forEach((name, source) -> source.check("relay.sources." + name));
    matches(stateTopic, "[A-Za-z0-9._-]{1,249}", "relay.state-topic", "relay.state");
    atLeast(heartbeat, Duration.ofMillis(100), "relay.heartbeat");
    atLeast(patience, Duration.ofSeconds(1), "relay.patience");
    atLeast(stallAfter, heartbeat.multipliedBy(3), "relay.stall-after");
    atLeast(stopWithin, Duration.ofSeconds(1), "relay.stop-within");
    refuseSharedSlots(sources);
    refuseUnknown(recover, sources.keySet());
  }

  private static void refuseUnknown(Set<String> recover, Set<String> sources) {
    recover.forEach(
        name ->
            require(
                sources.contains(name),
                "relay.recover names \"%s\", which is none of relay.sources (%s)"
                    .formatted(name, String.join(", ", new TreeSet<>(sources)))));
  }

  /** Two readers of one slot would each see a part of the rows. */
  private static void refuseSharedSlots(Map<String, SourceSettings> sources) {
    Map<String, String> owners = new HashMap<>();
    sources.forEach(
        (name, source) -> {
          String other = owners.put(source.slotOnServer(), name);
          require(
              other == null,
              """
              relay.sources.%s.slot and relay.sources.%s.slot name the same slot %s on one \
              server: each source needs its own"""
                  .formatted(other, name, source.slot()));
        });
  }
}
