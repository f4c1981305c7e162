package dev.ensemble.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * A body that ends with an exception where it is longer, or slower, than allowed. Counting while
 * reading is what holds a chunked body, or a lying Content-Length, to the limit.
 */
final class BoundedBody extends ServletInputStream {
  private final ServletInputStream body;
  private final HttpServletRequest request;
  private final HttpSettings limits;
  private final long begun = System.nanoTime();
  private long bytes;
  private @Nullable BodyRefused refused;

  BoundedBody(HttpServletRequest request, HttpSettings limits) throws IOException {
    this.body = request.getInputStream();
    this.request = request;
    this.limits = limits;
  }

  static Problem tooLarge(DataSize most) {
    return Problem.of(
            HttpStatus.CONTENT_TOO_LARGE,
            "body-too-large",
            "A body may have " + most.toBytes() + " bytes at most.")
        .with("bytesMax", most.toBytes());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (refused != null) {
      throw refused;
    }
    int read;
    try {
      read = body.read(into, offset, length);
    } catch (IOException e) {
      throw refuse(isTimeout(e) ? tooSlow() : incomplete());
    }
    bytes += Math.max(read, 0);
    if (bytes > limits.bodyBytesMax().toBytes()) {
      throw refuse(tooLarge(limits.bodyBytesMax()));
    }
    // A socket's own timeout runs anew with each byte; this one does not.
    if (System.nanoTime() - begun > limits.bodyTimeMax().toNanos()) {
      throw refuse(tooSlow());
    }
    return read;
  }

  private BodyRefused refuse(Problem problem) {
    BodyRefused now = new BodyRefused(problem).noteAt(request);
    refused = now;
    return now;
  }

  private static Problem tooSlow() {
    return Problem.of(
        HttpStatus.REQUEST_TIMEOUT, "body-too-slow", "The body did not arrive in time.");
  }

  private static Problem incomplete() {
    return Problem.of(
        HttpStatus.BAD_REQUEST, "body-incomplete", "The body broke off or was not framed as HTTP.");
  }

  private static boolean isTimeout(IOException e) {
    return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }
}
