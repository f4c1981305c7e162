package dev.ensemble.chaos.system;

import dev.ensemble.local.stack.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who is there, by name: known before anything is started, so that a schedule can be made. */
public final class Layout {
  public static final int BROKERS = 3;
  public static final int REPLICAS = 2;
  public static final String POSTGRES = "postgres";

  /** Where disks can be full, this one has a small one of its own. */
  public static final String SMALL_BROKER = "kafka-3";

  public static final List<Program> SERVICES =
      List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY);

  private Layout() {}

  /** {@code order-service-1}, for example. */
  public static String name(Program program, int replica) {
    return program.artifact() + "-" + replica;
  }

  public static String broker(int number) {
    return "kafka-" + number;
  }

  /** All processes of these programs. */
  public static List<String> processes(List<Program> programs) {
    return programs.stream()
        .flatMap(
            program ->
                IntStream.rangeClosed(1, REPLICAS).mapToObj(replica -> name(program, replica)))
        .toList();
  }

  public static List<String> services() {
    return processes(SERVICES);
  }

  public static List<String> relays() {
    return processes(List.of(Program.RELAY));
  }

  public static List<String> brokers() {
    return IntStream.rangeClosed(1, BROKERS).mapToObj(Layout::broker).toList();
  }

  /** All links, each by who connects and to whom. */
  public static List<String> links() {
    List<String> links = new ArrayList<>();
    Stream.concat(services().stream(), relays().stream())
        .forEach(
            process -> {
              links.add(process + ">" + POSTGRES);
              brokers().forEach(broker -> links.add(process + ">" + broker));
            });
    brokers().forEach(broker -> links.add("peers>" + broker));
    links.addAll(customerLinks());
    return links;
  }

  /** Customers' own: whoever is called over HTTP. */
  public static List<String> customerLinks() {
    return services().stream().map(service -> "customers>" + service).toList();
  }
}
