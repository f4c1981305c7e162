package dev.ensemble.http;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Whole numbers and UUIDs in paths and queries as everybody writes them. Spring reads {@code 0x10}
 * and {@code +7} as numbers, {@code 1-1-1-1-1} as a UUID, and blanks around either: so one order
 * had many paths, each of them another request to an Idempotency-Key.
 */
@ControllerAdvice
final class StrictParameters {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)");

  /** In any case, as RFC 9562 has it. */
  private static final Pattern UNIQUE_ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Editors, because where a converter refuses a text, Spring asks its own, lenient ones. */
  @InitBinder
  void readStrictly(WebDataBinder binder) {
    Editor whole = new Editor(NUMBER, Integer::valueOf);
    Editor longer = new Editor(NUMBER, Long::valueOf);
    binder.registerCustomEditor(int.class, whole);
    binder.registerCustomEditor(Integer.class, whole);
    binder.registerCustomEditor(long.class, longer);
    binder.registerCustomEditor(Long.class, longer);
    binder.registerCustomEditor(UUID.class, new Editor(UNIQUE_ID, UUID::fromString));
  }

  private static final class Editor extends PropertyEditorSupport {
    private final Pattern form;
    private final Function<String, Object> reader;

    Editor(Pattern form, Function<String, Object> reader) {
      this.form = form;
      this.reader = reader;
    }

    @Override
    public void setAsText(String text) {
      if (!form.matcher(text).matches()) {
        throw new IllegalArgumentException("not of the form " + form);
      }
      setValue(reader.apply(text));
    }
  }
}
