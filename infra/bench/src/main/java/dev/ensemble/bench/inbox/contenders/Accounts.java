package dev.ensemble.bench.inbox.contenders;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The handler's rows. */
final class Accounts {
  static final String ADD = "UPDATE bench.accounts SET balance = balance + ? WHERE id = ?";

  /** In one order, whoever takes them. */
  static final String LOCK =
      "SELECT FROM bench.accounts WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";

  static final String ADD_ALL =
      """
      UPDATE bench.accounts SET balance = balance + added.amount
      FROM unnest(?, ?) AS added (id, amount) WHERE accounts.id = added.id
      """;

  private final JdbcTemplate jdbc;

  Accounts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void add(Transfer transfer) {
    jdbc.update(ADD, transfer.amount(), transfer.account());
  }

  void lock(List<Transfer> transfers) {
    Integer[] ids = transfers.stream().map(Transfer::account).distinct().toArray(Integer[]::new);
    jdbc.query(
        connection -> {
          var lock = connection.prepareStatement(LOCK);
          lock.setArray(1, connection.createArrayOf("int4", ids));
          return lock;
        },
        row -> {});
  }

  void addAll(List<Transfer> transfers) {
    Sums sums = Sums.of(transfers);
    jdbc.update(
        connection -> {
          var add = connection.prepareStatement(ADD_ALL);
          add.setArray(1, connection.createArrayOf("int4", sums.ids().toArray(Integer[]::new)));
          add.setArray(2, connection.createArrayOf("int8", sums.amounts().toArray(Long[]::new)));
          return add;
        });
  }

  /** An account that stands there twice is changed once, by the sum. */
  record Sums(List<Integer> ids, List<Long> amounts) {

    static Sums of(List<Transfer> transfers) {
      Map<Integer, Long> byAccount = HashMap.newHashMap(transfers.size());
      for (Transfer one : transfers) {
        byAccount.merge(one.account(), (long) one.amount(), Long::sum);
      }
      return new Sums(List.copyOf(byAccount.keySet()), List.copyOf(byAccount.values()));
    }
  }
}
