package dev.ensemble.messaging;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A fact's payload, read when it is asked for: what turns out to be known already is not read at
 * all. It is used by one thread.
 */
final class Content<F> {
  private final byte @Nullable [] json;
  private final Class<? extends F> as;
  private final FactJson reader;
  private @Nullable F read;

  Content(byte @Nullable [] json, Class<? extends F> as, FactJson reader) {
    this.json = json;
    this.as = as;
    this.reader = reader;
  }

  /**
   * @throws Unfit where it is not what the consumer reads, at every call
   */
  F get() {
    F known = read;
    if (known == null) {
      known = parse();
      read = known;
    }
    return known;
  }

  private F parse() {
    if (json == null || json.length == 0) {
      throw new Unfit("it has no payload: a tombstone is not an event", null);
    }
    @Nullable F data;
    try {
      data = reader.read(json, as);
    } catch (JacksonException broken) {
      throw new Unfit(Misfit.of(broken, as), broken);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError unforeseen) {
      // Of the class that is read: of its constructor, of its initialiser, of a type that holds
      // itself.
      throw new Unfit(RecordReader.cannotBeRead(unforeseen), unforeseen);
    }
    if (data == null) {
      throw new Unfit("its payload is null", null);
    }
    return data;
  }

  /** The payload's fault, where everything else of the record is well. */
  static final class Unfit extends UnreadableRecord {
    private static final long serialVersionUID = 1L;

    Unfit(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }
}
