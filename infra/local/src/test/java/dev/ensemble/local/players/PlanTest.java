package dev.ensemble.local.players;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void the_first_orders_are_one_of_each_kind() {
    assertThat(Plan.from(7).limit(Kind.values().length).map(Plan::kind))
        .containsExactly(Kind.values());
  }

  @Test
  void the_very_first_order_is_one_that_completes() {
    assertThat(Plan.from(7).findFirst().orElseThrow().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void the_same_seed_gives_the_same_orders_and_another_seed_others() {
    List<Plan> orders = Plan.from(42).limit(100).toList();

    assertThat(Plan.from(42).limit(100)).isEqualTo(orders);
    assertThat(Plan.from(43).limit(100).toList()).isNotEqualTo(orders);
  }

  @Test
  void kinds_come_by_their_weights() {
    int orders = 20_000;
    Map<Kind, Long> counts =
        Plan.from(1)
            .limit(orders)
            .collect(Collectors.groupingBy(Plan::kind, Collectors.counting()));

    for (Kind kind : Kind.values()) {
      assertThat(counts.getOrDefault(kind, 0L) * 100.0 / orders)
          .as(kind.label())
          .isBetween(kind.weightPercent() - 1.5, kind.weightPercent() + 1.5);
    }
  }

  @Test
  void weights_are_percent() {
    assertThat(Stream.of(Kind.values()).mapToInt(Kind::weightPercent).sum()).isEqualTo(100);
  }

  @Test
  void no_order_names_a_product_twice() {
    assertThat(Plan.from(3).limit(1_000))
        .allSatisfy(
            plan -> assertThat(plan.lines().stream().map(Plan.Line::sku)).doesNotHaveDuplicates());
  }

  @Test
  void everything_that_is_ordered_is_in_the_catalogue_and_so_is_whoever_orders() {
    Map<String, Catalogue.Product> products =
        Catalogue.products().stream()
            .collect(Collectors.toMap(Catalogue.Product::sku, Function.identity()));
    var customers = Catalogue.customers().stream().map(Catalogue.Customer::id).toList();

    assertThat(Plan.from(5).limit(1_000))
        .allSatisfy(
            plan -> {
              assertThat(customers).contains(plan.customer());
              assertThat(plan.lines()).allMatch(line -> products.containsKey(line.sku()));
            });
  }
}
