package dev.ensemble.http;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Decimals of a size that arithmetic can bear: {@code 1e999999999} is eleven characters long, and
 * giving it two decimals would take a gigabyte.
 */
final class BoundedDecimal extends StdScalarDeserializer<BigDecimal> {
  private static final int DIGITS_MAX = 100;

  BoundedDecimal() {
    super(BigDecimal.class);
  }

  @Override
  public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.currentToken().isNumeric()) {
      return context.reportInputMismatch(BigDecimal.class, "A number is expected");
    }
    BigDecimal value = parser.getDecimalValue();
    // Both ends count as long: scale and precision may overflow an int between them.
    long before = (long) value.precision() - value.scale();
    if (before > DIGITS_MAX || value.scale() > DIGITS_MAX) {
      throw new RefusedValue(
          parser, BigDecimal.class, "number-out-of-range", "is too large or too finely divided");
    }
    return value;
  }
}
