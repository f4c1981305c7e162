package dev.ensemble.local;

import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.players.Outcome;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Players;
import dev.ensemble.local.players.Shelves;
import dev.ensemble.local.players.Shop;
import dev.ensemble.local.players.Tally;
import dev.ensemble.local.stack.Narrator;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Setup;
import dev.ensemble.local.stack.Stack;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A local system from its start to its stop: what the command does, for programs to call. */
public final class Session implements AutoCloseable {
  private final Stack stack;
  private final Shop shop;

  private Session(Stack stack) {
    this.stack = stack;
    this.shop =
        new Shop(
            stack.url(Program.ORDER), stack.url(Program.PAYMENT), stack.url(Program.INVENTORY));
  }

  /** Prepares a system; {@link #open} starts it, and {@link #close} stops it at any moment. */
  public static Session over(Setup setup, Narrator narrator) {
    return new Session(Stack.over(setup, narrator));
  }

  /** Starts everything and stocks the shelves. */
  public void open() throws InterruptedException {
    stack.start();
    Shelves.stock(shop);
  }

  /** Plays the orders to their ends. */
  public Tally play(Stream<Plan> plans, int atOnceMax, Duration pause, Consumer<Outcome> eachEnd)
      throws InterruptedException {
    Players players = new Players(shop, atOnceMax, pause, eachEnd);
    try {
      return players.play(plans);
    } finally {
      players.stop();
    }
  }

  /** Where the invariants of this system are looked for. */
  public Evidence evidence() {
    return Evidence.of(stack);
  }

  public Stack stack() {
    return stack;
  }

  public Shop shop() {
    return shop;
  }

  /** Ends everything at once, for whoever has asked to stop twice. */
  public void kill() {
    stack.kill();
  }

  @Override
  public void close() {
    stack.close();
  }
}
