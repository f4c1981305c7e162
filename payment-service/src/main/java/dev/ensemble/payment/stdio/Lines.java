package dev.ensemble.payment.stdio;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream's lines, of which none can fill the memory. */
final class Lines {
  /** As much as the service takes of a request over HTTP. */
  static final int BYTES_MAX = 65_536;

  private final InputStream in;

  Lines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * The next line; of one that is too long, one byte more than a line may have.
   *
   * @return null at the stream's end
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean any = false;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return any ? line.toByteArray() : null;
      }
      any = true;
      if (line.size() <= BYTES_MAX) {
        line.write(next);
      }
    }
    return line.toByteArray();
  }
}
