package dev.ensemble.relay;

/** PostgreSQL's dates and times as RFC 3339 writes them, without an object for each. */
final class TimeText {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;
  // Years are counted from March, so that a leap day is a year's last day.
  private static final long DAYS_FROM_MARCH_OF_YEAR_0_TO_2000 = 730_425;
  private static final long DAYS_PER_400_YEARS = 146_097;

  private TimeText() {}

  static void putTimestamp(long microsSince2000, Bytes out) {
    long seconds = Math.floorDiv(microsSince2000, MICROS_PER_SECOND);
    long micros = Math.floorMod(microsSince2000, MICROS_PER_SECOND);
    putDate(Math.floorDiv(seconds, SECONDS_PER_DAY), out);
    long ofDay = Math.floorMod(seconds, SECONDS_PER_DAY);
    out.put('T');
    out.putNumber(ofDay / 3600, 2);
    out.put(':');
    out.putNumber(ofDay / 60 % 60, 2);
    out.put(':');
    out.putNumber(ofDay % 60, 2);
    if (micros != 0) {
      out.put('.');
      if (micros % 1000 == 0) {
        out.putNumber(micros / 1000, 3);
      } else {
        out.putNumber(micros, 6);
      }
    }
    out.put('Z');
  }

  static void putDate(long daysSince2000, Bytes out) {
    long days = daysSince2000 + DAYS_FROM_MARCH_OF_YEAR_0_TO_2000;
    long era = Math.floorDiv(days, DAYS_PER_400_YEARS);
    long ofEra = Math.floorMod(days, DAYS_PER_400_YEARS);
    // Leap days are taken out before the division: every 4 years, not every 100, every 400.
    long yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    long ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    // From March on, five months have 153 days.
    long monthFromMarch = (5 * ofYear + 2) / 153;
    long day = ofYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    putYear(year, out);
    out.put('-');
    out.putNumber(month, 2);
    out.put('-');
    out.putNumber(day, 2);
  }

  /** Years of more than four digits, or before the first, get a sign, as ISO 8601 wants it. */
  private static void putYear(long year, Bytes out) {
    if (year >= 0 && year <= 9999) {
      out.putNumber(year, 4);
      return;
    }
    out.put(year < 0 ? '-' : '+');
    if (Math.abs(year) > 9999) {
      out.putNumber(Math.abs(year));
    } else {
      out.putNumber(Math.abs(year), 4);
    }
  }
}
