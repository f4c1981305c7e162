package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.ParkedSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which events a caller chose, in the words of either door; of these words one counts. */
record Choice(
    boolean all,
    @Nullable Long number,
    @Nullable String id,
    @Nullable String key,
    @Nullable String type,
    @Nullable String fingerprint) {

  // UUID.fromString also takes "1-1-1-1-1".
  static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * To look at, where nothing is all.
   *
   * @throws Unclear where more than one word is said
   */
  ParkedSelection orAll() {
    List<ParkedSelection> said = said();
    return said.isEmpty() ? new ParkedSelection.All() : only(said);
  }

  /**
   * To act on: a choice that somebody forgot must not mean everything.
   *
   * @throws Unclear where not exactly one word is said
   */
  ParkedSelection required() {
    return only(said());
  }

  private static ParkedSelection only(List<ParkedSelection> said) {
    if (said.size() != 1) {
      throw new Unclear(
          "say which events are meant by exactly one of all, number, id, key, type and fingerprint");
    }
    return said.getFirst();
  }

  /**
   * @throws Unclear where it is none
   */
  static UUID eventId(String id) {
    if (!UUID_TEXT.matcher(id).matches()) {
      throw new Unclear("the id is a UUID, as ce_id has it");
    }
    return UUID.fromString(id);
  }

  private List<ParkedSelection> said() {
    List<ParkedSelection> said = new ArrayList<>();
    if (all) {
      said.add(new ParkedSelection.All());
    }
    if (number != null) {
      said.add(new ParkedSelection.Numbered(number));
    }
    if (id != null) {
      said.add(new ParkedSelection.WithId(eventId(id)));
    }
    if (key != null) {
      said.add(new ParkedSelection.OfKey(key));
    }
    if (type != null) {
      said.add(new ParkedSelection.OfType(type));
    }
    if (fingerprint != null) {
      said.add(new ParkedSelection.Alike(fingerprint));
    }
    return said;
  }
}
