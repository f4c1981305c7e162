package dev.ensemble.testkit.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection. Reading and writing are apart, so that a delay is one of each
 * byte and no brake on the rest.
 */
final class Flow {
  private static final int CHUNK_BYTES_MAX = 16 * 1024;

  /** 4 MB under way: 50 ms of delay still allow 80 MB a second. Then the sender must wait. */
  private static final int CHUNKS_MAX = 256;

  private final Gate gate;
  private final Socket from;
  private final Socket to;
  private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_MAX);
  private Gate.Limit limit = Gate.Limit.NONE;
  private long passed;
  private Gate.@Nullable Wire readyFor;

  Flow(Gate gate, Socket from, Socket to) {
    this.gate = gate;
    this.from = from;
    this.to = to;
  }

  /** Ends with what is read; an error of the socket is passed on as late as its bytes would be. */
  void read() throws IOException, InterruptedException {
    byte[] bytes = new byte[CHUNK_BYTES_MAX];
    int count = 0;
    while (count >= 0) {
      gate.awaitOpen();
      try {
        count = from.getInputStream().read(bytes);
      } catch (IOException e) {
        gate.awaitOpen();
        throw e;
      }
      underWay.put(new Chunk(Arrays.copyOf(bytes, Math.max(0, count)), System.nanoTime()));
    }
  }

  void write() throws IOException, InterruptedException {
    while (true) {
      Chunk chunk = underWay.take();
      gate.awaitPassage(chunk.readNanos, chunk.bytes.length);
      if (chunk.bytes.length == 0) {
        to.shutdownOutput();
        return;
      }
      int count = allowed(chunk.bytes.length);
      Gate.Wire wire = tripsOver(chunk.bytes);
      if (wire != null && !wire.what().passes()) {
        gate.trip(wire);
      }
      to.getOutputStream().write(chunk.bytes, 0, count);
      if (wire != null && wire.what().passes()) {
        gate.trip(wire);
      }
      if (count < chunk.bytes.length) {
        gate.countCutOff();
        throw new IOException("cut off after " + limit.bytes() + " bytes");
      }
    }
  }

  private Gate.@Nullable Wire tripsOver(byte[] bytes) {
    Gate.Wire wire = gate.wire();
    if (wire == null) {
      return null;
    }
    String said = new String(bytes, ISO_8859_1);
    if (said.contains(wire.what().after())) {
      readyFor = wire;
    }
    return wire.equals(readyFor) && said.contains(wire.what().text()) ? wire : null;
  }

  private int allowed(int wanted) {
    Gate.Limit now = gate.limit();
    if (!limit.equals(now)) {
      limit = now; // Counted from the moment on when it was set.
      passed = 0;
    }
    int allowed = (int) Math.min(wanted, limit.bytes() - passed);
    passed += allowed;
    return allowed;
  }

  private static final class Chunk {
    /** None: the sender has said that nothing more comes. */
    private final byte[] bytes;

    private final long readNanos;

    Chunk(byte[] bytes, long readNanos) {
      this.bytes = bytes;
      this.readNanos = readNanos;
    }
  }
}
