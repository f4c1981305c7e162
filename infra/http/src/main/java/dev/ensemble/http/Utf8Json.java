package dev.ensemble.http;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * JSON in UTF-8 and in nothing else (RFC 8259, section 8.1). Left to itself, Jackson guesses other
 * encodings from the first bytes and takes characters in more bytes than they have, so that what
 * looks at a body on its way reads something else than we do.
 */
final class Utf8Json extends JsonFactory {
  private static final long serialVersionUID = 1L;

  Utf8Json(JsonFactoryBuilder builder) {
    super(builder);
  }

  /** A decoder of our own making reports what is wrong, where a charset's name would mend it. */
  @Override
  protected JsonParser _createParser(ObjectReadContext context, IOContext io, InputStream in) {
    return _createParser(
        context, io, new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }
}
