package dev.ensemble.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpHeaders;

/**
 * Finishes the answer and then reads out what is left of the body, for a while. Closing under a
 * client that is still sending makes the network throw away the answer that it has not read yet. It
 * stands around the whole server, since a finished answer closes the body to filters, and since
 * error pages are written outside of them.
 */
final class LingeringClose extends ValveBase {
  private final HttpSettings limits;

  LingeringClose(HttpSettings limits) {
    super(true); // Asynchronous requests pass; they are simply not read out.
    this.limits = limits;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    // A client that waits for "100 Continue" sends nothing unless asked, and reading asks.
    boolean waits = request.getHeader(HttpHeaders.EXPECT) != null;
    if (!request.isAsync() && !waits && !isFullyRead(request)) {
      response.finishResponse();
      readOut(request.getCoyoteRequest());
    }
  }

  private void readOut(org.apache.coyote.Request body) {
    long end = System.nanoTime() + limits.drainTimeMax().toNanos();
    long left = limits.drainBytesMax().toBytes();
    Sink sink = new Sink();
    try {
      int read = 0;
      while (read >= 0 && left > 0 && System.nanoTime() - end < 0) {
        read = body.doRead(sink);
        left -= read;
      }
      if (read >= 0) {
        body.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
    } catch (IOException e) {
      container.getLogger().debug("A client left before the end of its body", e);
    }
  }

  private static boolean isFullyRead(Request request) {
    AtomicBoolean fully = new AtomicBoolean();
    request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, fully);
    return fully.get();
  }

  /** Takes the server's own buffers and forgets them. */
  private static final class Sink implements ApplicationBufferHandler {
    private ByteBuffer last = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      last = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return last;
    }

    @Override
    public void expand(int size) {
      // The server hands over buffers of its own size.
    }
  }
}
