package dev.ensemble.testkit.crash;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of PostgreSQL's protocol, version 3: a letter, a length that counts itself, content.
 * The first messages of a connection have no letter.
 */
final class Frame {
  private static final char UNTYPED = 0;

  /** Far above any message of a test; a length beyond it means that the stream was misread. */
  private static final int CONTENT_BYTES_MAX = 64 * 1024 * 1024;

  private static final int LENGTH_BYTES = Integer.BYTES;

  private final char kind;
  private final byte[] content;

  private Frame(char kind, byte[] content) {
    this.kind = kind;
    this.content = content;
  }

  static Frame read(DataInputStream in) throws IOException {
    char kind = (char) in.readUnsignedByte();
    return new Frame(kind, content(in));
  }

  static Frame readUntyped(DataInputStream in) throws IOException {
    return new Frame(UNTYPED, content(in));
  }

  private static byte[] content(DataInputStream in) throws IOException {
    int bytes = in.readInt() - LENGTH_BYTES;
    if (bytes < 0 || bytes > CONTENT_BYTES_MAX) {
      throw new IOException("not PostgreSQL's protocol: a message of " + bytes + " bytes");
    }
    return in.readNBytes(bytes);
  }

  void writeTo(OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 + LENGTH_BYTES + content.length);
    if (kind != UNTYPED) {
      bytes.put((byte) kind);
    }
    bytes.putInt(LENGTH_BYTES + content.length).put(content).flip();
    // In one piece, or a small packet would wait for the last one's acknowledgement.
    out.write(bytes.array(), 0, bytes.limit());
    out.flush();
  }

  char kind() {
    return kind;
  }

  /** The first of the content, where that is a number. */
  int number() {
    return ByteBuffer.wrap(content).getInt();
  }

  /** The first of the content, where that is a letter. */
  char letter() {
    return (char) content[0];
  }

  /** The zero-terminated texts at the beginning of the content. */
  String[] texts(int count) {
    String[] texts = new String[count];
    int from = 0;
    for (int i = 0; i < count; i++) {
      int end = from;
      while (content[end] != 0) {
        end++;
      }
      texts[i] = new String(content, from, end - from, StandardCharsets.UTF_8);
      from = end + 1;
    }
    return texts;
  }
}
