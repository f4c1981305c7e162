package dev.ensemble.idempotency;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a call was answered, as it is stored and handed out again byte by byte.
 *
 * @param status 200 to 499; what failed on our side is never stored
 * @param headers few, in the order in which they are sent
 * @param body may be empty; copied on the way in and on the way out
 */
@SuppressWarnings("ArrayRecordComponent") // Copied at both doors, and compared by content.
public record Answer(int status, Map<String, String> headers, byte[] body) {

  /**
   * An answer is a small document. Every replay reads it, and all of them are kept for the keys'
   * whole life; a request may be as large at most.
   */
  public static final int BODY_BYTES_MAX = 65_536;

  /** More than the headers worth keeping, of which there are nine. */
  public static final int HEADERS_MAX = 16;

  /** What Tomcat would send in one header block, at most. */
  private static final int HEADER_CHARACTERS_MAX = 8_192;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[ -~]*");

  /**
   * @throws IllegalArgumentException where a limit or a form does not hold
   */
  public Answer {
    if (status < 200 || status > 499) {
      throw new IllegalArgumentException("An answer is stored with 200 to 499, not " + status);
    }
    if (headers.size() > HEADERS_MAX) {
      throw new IllegalArgumentException("An answer has at most " + HEADERS_MAX + " headers");
    }
    headers.forEach(Answer::requireHeader);
    if (body.length > BODY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "An answer that is stored has at most " + BODY_BYTES_MAX + " bytes, not " + body.length);
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    body = body.clone();
  }

  private static void requireHeader(String name, String value) {
    if (!NAME.matcher(name).matches()
        || !VALUE.matcher(value).matches()
        || value.length() > HEADER_CHARACTERS_MAX) {
      throw new IllegalArgumentException("This is no header of an answer: " + name);
    }
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Answer that
        && status == that.status
        && headers.equals(that.headers)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * status + headers.hashCode()) + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "Answer[" + status + ", " + headers + ", " + body.length + " bytes]";
  }
}
