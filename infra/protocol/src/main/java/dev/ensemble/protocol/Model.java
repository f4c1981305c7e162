package dev.ensemble.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A module with constants to run it with: one {@code .cfg}, whose first comment says what is to
 * come of it and whose second says what it is about. {@code states} and {@code steps}, each with a
 * number, are what one that holds was seen to end with.
 *
 * @param name of the file, without its ending: the module's name and, behind a dot, its own
 * @param violated the property that TLC must find violated; empty where all of them must hold
 * @param isLong whether it takes minutes, and is left out unless somebody asks for it
 * @param sentence what it is about
 * @param states how many different states TLC finds, to the last one: with fewer, something cannot
 *     happen any more, and with more, something can that could not; empty where TLC ends at the
 *     first violation, and where nobody has seen it end
 * @param steps how many steps lead to these, likewise: what happens in two ways has the states of
 *     what happens in one
 */
record Model(
    String name,
    Optional<String> violated,
    boolean isLong,
    String sentence,
    OptionalLong states,
    OptionalLong steps) {
  private static final String COMMENT = "\\* ";
  private static final String HOLDS = "must hold";
  private static final String LONG = ", long";
  private static final String VIOLATES = "must violate ";
  private static final String STATES = COMMENT + "states ";
  private static final String STEPS = COMMENT + "steps ";

  /** All models in the folder, by name. */
  static List<Model> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> nameOf(file).endsWith(".cfg")).sorted().map(Model::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the models in " + folder + " cannot be read", e);
    }
  }

  private static Model read(Path file) {
    try {
      String name = nameOf(file).substring(0, nameOf(file).length() - ".cfg".length());
      List<String> lines = Files.readAllLines(file);
      String verdict = comment(file, lines, 0);
      boolean isLong = verdict.endsWith(LONG);
      if (isLong) {
        verdict = verdict.substring(0, verdict.length() - LONG.length());
      }
      return new Model(
          name,
          violated(file, verdict),
          isLong,
          comment(file, lines, 1),
          count(STATES, lines),
          count(STEPS, lines));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static Optional<String> violated(Path file, String verdict) {
    if (verdict.equals(HOLDS)) {
      return Optional.empty();
    }
    if (verdict.startsWith(VIOLATES)) {
      return Optional.of(verdict.substring(VIOLATES.length()));
    }
    throw new IllegalArgumentException(file + " does not say what is to come of it: " + verdict);
  }

  private static OptionalLong count(String what, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(what))
        .mapToLong(line -> Long.parseLong(line.substring(what.length())))
        .findFirst();
  }

  private static String comment(Path file, List<String> lines, int index) {
    if (lines.size() <= index || !lines.get(index).startsWith(COMMENT)) {
      throw new IllegalArgumentException("%s:%d: no comment".formatted(file, index + 1));
    }
    return lines.get(index).substring(COMMENT.length());
  }

  private static String nameOf(Path file) {
    return Objects.toString(file.getFileName(), "");
  }

  /** The module that it is a model of. */
  String module() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** What TLC must answer, in a word or two. */
  String expectation() {
    return violated.map(property -> "violates " + property).orElse("holds");
  }

  @Override
  public String toString() {
    return name;
  }
}
