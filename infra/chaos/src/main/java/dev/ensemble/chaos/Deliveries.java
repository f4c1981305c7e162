package dev.ensemble.chaos;

import dev.ensemble.chaos.system.Delivery;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a {@link Delivery} as the relay's setting names it. */
final class Deliveries implements ITypeConverter<Delivery> {
  @Override
  public Delivery convert(String word) {
    return Arrays.stream(Delivery.values())
        .filter(delivery -> delivery.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is neither transactional nor at-least-once".formatted(word)));
  }
}
