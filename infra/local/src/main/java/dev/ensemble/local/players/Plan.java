package dev.ensemble.local.players;

import dev.ensemble.local.players.Catalogue.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * One order to be played.
 *
 * @param number from 1, in the order of placing
 * @param kind how it shall go
 */
public record Plan(int number, Kind kind, String customer, List<Line> lines) {
  private static final int QUANTITY_MAX = 3;
  private static final List<Kind> ONE_OF_EACH = List.of(Kind.values());

  /** One line of an order. */
  public record Line(String sku, int quantity) {}

  /**
   * Orders without end, the same for the same seed: first one of each kind, then kinds by their
   * weights.
   */
  public static Stream<Plan> from(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return Stream.iterate(1, number -> number + 1)
        .map(number -> of(number, kindOf(number, random), random));
  }

  private static Kind kindOf(int number, RandomGenerator random) {
    return number <= ONE_OF_EACH.size() ? ONE_OF_EACH.get(number - 1) : weighted(random);
  }

  private static Kind weighted(RandomGenerator random) {
    int left = random.nextInt(Stream.of(Kind.values()).mapToInt(Kind::weightPercent).sum());
    for (Kind kind : Kind.values()) {
      left -= kind.weightPercent();
      if (left < 0) {
        return kind;
      }
    }
    throw new AssertionError("the weights do not add up");
  }

  private static Plan of(int number, Kind kind, RandomGenerator random) {
    String regular = pick(Catalogue.REGULARS, random).id();
    Line ordinary = line(pick(Catalogue.ON_THE_SHELF, random), random);
    return switch (kind) {
      case COMPLETED -> new Plan(number, kind, regular, ordinaryLines(ordinary, random));
      case OUT_OF_STOCK -> with(number, kind, regular, Catalogue.GONG, ordinary, random);
      case PAYMENT_DECLINED -> new Plan(number, kind, Catalogue.PENNY.id(), List.of(ordinary));
      case SHIPMENT_FAILED -> with(number, kind, regular, Catalogue.VASE, ordinary, random);
      case CANCELLED_BEFORE_CHARGE ->
          new Plan(number, kind, Catalogue.SLOANE.id(), List.of(ordinary));
      case CANCELLED_BEFORE_DISPATCH, CANCELLATION_REFUSED, DEADLINE ->
          with(number, kind, regular, Catalogue.DESK, ordinary, random);
    };
  }

  private static Plan with(
      int number, Kind kind, String customer, Product special, Line ordinary, RandomGenerator r) {
    return new Plan(number, kind, customer, List.of(line(special, r), ordinary));
  }

  private static List<Line> ordinaryLines(Line first, RandomGenerator random) {
    List<Line> lines = new ArrayList<>(List.of(first));
    Line second = line(pick(Catalogue.ON_THE_SHELF, random), random);
    if (!second.sku().equals(first.sku())) {
      lines.add(second);
    }
    return List.copyOf(lines);
  }

  private static Line line(Product product, RandomGenerator random) {
    return new Line(product.sku(), random.nextInt(1, QUANTITY_MAX + 1));
  }

  private static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }
}
