package dev.ensemble.chaos;

import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.check.Sign;
import dev.ensemble.chaos.load.Sampler.Sample;
import dev.ensemble.local.invariants.Finding;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person sees: what goes wrong as it does, how it fares, and the verdict. */
final class Screen implements Trial.Watcher {
  /** Often enough to see a fault's effect, seldom enough to see the faults. */
  private static final int SAMPLES_PER_LINE = 5;

  private final PrintStream out;
  private final long begin = System.nanoTime();
  private int samples;
  private @Nullable Sample last;

  Screen(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void say(String line) {
    out.printf(Locale.ROOT, "%7.1f  %s%n", (System.nanoTime() - begin) / 1e9, line);
    out.flush();
  }

  @Override
  public synchronized void sample(Sample sample) {
    Sample before = last;
    if (before == null) {
      last = sample;
    } else if (++samples % SAMPLES_PER_LINE == 0) {
      double perSecond = (sample.ended() - before.ended()) / (double) SAMPLES_PER_LINE;
      say(
          sample.placed() < 0
              ? "   PostgreSQL does not answer; %d customers".formatted(sample.came())
              : "   %d orders, %.1f ended a second, %d open, %.0f records behind"
                  .formatted(sample.placed(), perSecond, sample.open(), sample.lag()));
      last = sample;
    }
  }

  void verdict(Judgement judgement) {
    out.println();
    for (Finding finding : judgement.findings()) {
      out.printf(
          "  %s %-70s %s%n", finding.holds() ? "✓" : "✗", finding.invariant(), finding.figures());
      finding.offenders().forEach(offender -> out.println("      " + offender));
    }
    out.println();
    for (Sign sign : judgement.signs()) {
      out.printf("  %s %7d  %s%n", sign.isMissing() ? "✗" : " ", sign.times(), sign.what());
    }
    out.println();
    judgement.story().forEach(out::println);
    out.println(judgement.word());
    out.flush();
  }
}
