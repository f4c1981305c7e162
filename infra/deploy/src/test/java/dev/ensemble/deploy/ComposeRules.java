package dev.ensemble.deploy;

import dev.ensemble.deploy.Compose.Container;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the cluster promises of each container, as functions from a compose file to violations. */
final class ComposeRules {
  private static final Set<String> IMAGES =
      Set.of("apache/kafka:4.3.1", "postgres:18", "eclipse-temurin:25-jre");

  /** What an image declares as volumes: writable, and anonymous unless the file names them. */
  private static final Map<String, List<String>> VOLUMES =
      Map.of(
          "apache/kafka:4.3.1",
          List.of("/etc/kafka/secrets", "/var/lib/kafka/data", "/mnt/shared/config"),
          "postgres:18",
          List.of("/var/lib/postgresql"));

  private static final List<String> PROGRAMS =
      List.of("order-service", "payment-service", "inventory-service", "outbox-relay");

  private static final String MAY_BE_IN_THE_ENVIRONMENT = "(?i).*(_FILE|INSTANCEID)$";
  private static final String SOUNDS_SECRET = "(?i).*(PASSW|SECRET|TOKEN|CREDENTIAL|APIKEY).*";

  private ComposeRules() {}

  static Map<String, Function<Compose, List<String>>> all() {
    Map<String, Function<Compose, List<String>>> rules = new LinkedHashMap<>();
    rules.put("images", each(one -> one.isOurs() || IMAGES.contains(one.text("image"))));
    rules.put("root file system", each(one -> one.text("read_only").equals("true")));
    rules.put("capabilities", each(one -> one.list("cap_drop").equals(List.of("ALL"))));
    rules.put(
        "privileges", each(one -> one.list("security_opt").contains("no-new-privileges:true")));
    rules.put("nothing is privileged", each(one -> one.text("privileged").isEmpty()));
    rules.put("user", each(one -> one.isOurs() || one.text("user").matches("[1-9]\\d*:[1-9]\\d*")));
    rules.put("memory", each(one -> one.text("mem_limit").matches("[1-9]\\d{2}m")));
    rules.put("processes", each(one -> one.text("pids_limit").matches("[1-9]\\d{1,3}")));
    rules.put("health", each(ComposeRules::saysHowItIs));
    rules.put("restart", each(one -> one.endsByItself() || staysUp(one)));
    rules.put("time to stop", each(one -> seconds(one.text("stop_grace_period")) >= 30));
    rules.put("ports", each(one -> one.list("ports").stream().allMatch(ComposeRules::loopback)));
    rules.put("environment", ComposeRules::secretsInTheEnvironment);
    rules.put("secrets", ComposeRules::secretsThatAreNoFiles);
    rules.put("tmpfs", each(one -> one.list("tmpfs").stream().allMatch(ComposeRules::hasSize)));
    rules.put("volumes of the image", each(ComposeRules::namesEachVolume));
    rules.put("builders", ComposeRules::rivalBuilders);
    rules.put("replicas", ComposeRules::loneReplicas);
    rules.put("networks", ComposeRules::strangersInNetworks);
    rules.put("order of start", ComposeRules::startsTooSoon);
    return rules;
  }

  private static Function<Compose, List<String>> each(Predicate<Container> holds) {
    return compose ->
        compose.all().stream().filter(one -> !holds.test(one)).map(Container::name).toList();
  }

  private static boolean saysHowItIs(Container one) {
    Map<String, Object> health = one.map("healthcheck");
    return one.endsByItself()
        || Stream.of("test", "interval", "timeout").allMatch(health::containsKey);
  }

  private static boolean staysUp(Container one) {
    return one.text("restart").equals("unless-stopped");
  }

  private static int seconds(String duration) {
    return duration.matches("\\d+s") ? Integer.parseInt(duration.replace("s", "")) : 0;
  }

  private static boolean loopback(String port) {
    return port.startsWith("127.0.0.1:");
  }

  private static boolean hasSize(String tmpfs) {
    return tmpfs.matches("/[^:]+:(.*,)?size=[1-9]\\d*[km](,.*)?");
  }

  private static boolean namesEachVolume(Container one) {
    List<String> named =
        Stream.concat(
                one.list("tmpfs").stream().map(tmpfs -> tmpfs.split(":", -1)[0]),
                one.list("volumes").stream().map(volume -> volume.split(":", -1)[1]))
            .toList();
    return named.containsAll(VOLUMES.getOrDefault(one.text("image"), List.of()));
  }

  /** One builds a tag, as two at once would race to write it; and no registry is asked for it. */
  private static List<String> rivalBuilders(Compose compose) {
    List<String> found = new ArrayList<>();
    for (String program : PROGRAMS) {
      List<Container> replicas = compose.named(program + "-\\d");
      long builders = replicas.stream().filter(one -> !one.map("build").isEmpty()).count();
      if (builders != 1) {
        found.add(program + ": " + builders + " build it");
      }
      replicas.stream()
          .filter(one -> one.map("build").isEmpty() && !one.text("pull_policy").equals("never"))
          .forEach(one -> found.add(one.name() + " may be pulled"));
    }
    return found;
  }

  private static List<String> secretsInTheEnvironment(Compose compose) {
    List<String> found = new ArrayList<>();
    compose
        .all()
        .forEach(
            one ->
                one.map("environment")
                    .forEach(
                        (name, value) -> {
                          boolean named =
                              name.matches(SOUNDS_SECRET)
                                  && !name.matches(MAY_BE_IN_THE_ENVIRONMENT);
                          if (named || String.valueOf(value).matches("(?i).*password=.*")) {
                            found.add(one.name() + ": " + name);
                          }
                        }));
    return found;
  }

  private static List<String> secretsThatAreNoFiles(Compose compose) {
    List<String> found = new ArrayList<>();
    Map<String, Object> secrets = Compose.mapOf(compose.top().get("secrets"));
    secrets.forEach(
        (name, from) -> {
          String file = String.valueOf(Compose.mapOf(from).get("file"));
          if (!file.equals("${ENSEMBLE_SECRETS:-./.secrets}/" + name)) {
            found.add(name);
          }
        });
    if (secrets.isEmpty()) {
      found.add("there are none");
    }
    return found;
  }

  /** Two of each, alike in all but the name in their group and the ports on this machine. */
  private static List<String> loneReplicas(Compose compose) {
    List<String> found = new ArrayList<>();
    for (String program : PROGRAMS) {
      List<Container> replicas = compose.named(program + "-\\d");
      if (replicas.size() != 2) {
        found.add(program + ": " + replicas.size());
        continue;
      }
      Map<String, Object> first = alike(replicas.getFirst());
      if (!first.equals(alike(replicas.getLast()))) {
        found.add(program + ": they differ");
      }
      if (!program.equals("outbox-relay") && instances(replicas).size() != 2) {
        found.add(program + ": one name in the group for both");
      }
    }
    if (compose.named("kafka-\\d").size() != 3) {
      found.add("kafka");
    }
    return found;
  }

  private static Map<String, Object> alike(Container one) {
    Map<String, Object> rest = new LinkedHashMap<>(one.settings());
    rest.remove("ports");
    rest.remove("depends_on");
    rest.remove("build");
    rest.remove("pull_policy");
    Map<String, Object> environment = one.map("environment");
    environment.remove("ENSEMBLE_MESSAGING_INBOX_INSTANCEID");
    rest.put("environment", environment);
    return rest;
  }

  private static Set<String> instances(List<Container> replicas) {
    return Set.copyOf(
        replicas.stream()
            .map(one -> one.map("environment").get("ENSEMBLE_MESSAGING_INBOX_INSTANCEID"))
            .map(String::valueOf)
            .distinct()
            .toList());
  }

  /**
   * A database is reached by its own service and the relays; nothing but the front has a way out.
   */
  private static List<String> strangersInNetworks(Compose compose) {
    List<String> found = new ArrayList<>();
    for (String service : List.of("order", "payment", "inventory")) {
      String mayBeThere = service + "-db|" + service + "-service-\\d|outbox-relay-\\d|customers";
      compose.all().stream()
          .filter(one -> one.list("networks").contains(service + "-data"))
          .filter(one -> !one.name().matches(mayBeThere))
          .forEach(one -> found.add(one.name() + " in " + service + "-data"));
    }
    compose.named("kafka-\\d|.*-db").stream()
        .filter(one -> one.list("networks").size() != 1 || !one.list("ports").isEmpty())
        .forEach(one -> found.add(one.name() + " is reached by others"));
    Compose.mapOf(compose.top().get("networks"))
        .forEach(
            (name, said) -> {
              boolean internal = Boolean.TRUE.equals(Compose.mapOf(said).get("internal"));
              if (internal == name.equals("front")) {
                found.add(name);
              }
            });
    if (compose.services().values().stream()
        .anyMatch(one -> one.name().equals("customers") && one.list("profiles").isEmpty())) {
      found.add("customers are started with the rest");
    }
    return found;
  }

  private static List<String> startsTooSoon(Compose compose) {
    List<String> found = new ArrayList<>();
    expect(
        found,
        compose,
        "topics",
        Map.of("kafka-1", HEALTHY, "kafka-2", HEALTHY, "kafka-3", HEALTHY));
    for (String service : List.of("order", "payment", "inventory")) {
      expect(
          found,
          compose,
          service + "-service-1",
          Map.of(service + "-db", HEALTHY, "topics", "service_completed_successfully"));
      expect(found, compose, service + "-service-2", Map.of(service + "-service-1", HEALTHY));
    }
    for (String relay : List.of("outbox-relay-1", "outbox-relay-2")) {
      expect(
          found,
          compose,
          relay,
          Map.of(
              "order-service-1", HEALTHY,
              "payment-service-1", HEALTHY,
              "inventory-service-1", HEALTHY));
    }
    return found;
  }

  private static final String HEALTHY = "service_healthy";

  private static void expect(
      List<String> found, Compose compose, String name, Map<String, String> conditions) {
    Container one = compose.services().get(name);
    if (one == null || !one.waitsFor().equals(conditions)) {
      found.add(name);
    }
  }
}
