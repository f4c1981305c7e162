package dev.ensemble.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/** One answer that says what went wrong (RFC 9457), not yet bound to a request. */
record Problem(
    HttpStatus status,
    String name,
    String detail,
    Map<String, Object> members,
    Map<String, String> headers) {

  static final String CONTENT_TYPE = "application/problem+json";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Set<String> STANDARD =
      Set.of("type", "title", "status", "detail", "instance");

  Problem {
    if (!status.isError()) {
      throw new IllegalArgumentException("A problem has an error status, not " + status);
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("A problem's name is lower-case-with-hyphens: " + name);
    }
    members.keySet().stream()
        .filter(STANDARD::contains)
        .findFirst()
        .ifPresent(
            taken -> {
              throw new IllegalArgumentException("RFC 9457 owns the member " + taken);
            });
    members = Map.copyOf(members);
    headers = Map.copyOf(headers);
  }

  static Problem of(HttpStatus status, String name, String detail) {
    return new Problem(status, name, detail, Map.of(), Map.of());
  }

  Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(status, name, detail, more, headers);
  }

  Problem header(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Problem(status, name, detail, members, more);
  }

  String type() {
    return "urn:ensemble:problem:" + name;
  }

  /** The name in words: equal for all problems of a type, as RFC 9457 asks of a title. */
  String title() {
    String words = name.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** The members in the order in which a person wants to read them. */
  Map<String, Object> document(String instance) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type());
    document.put("title", title());
    document.put("status", status.value());
    document.put("detail", detail);
    document.put("instance", instance);
    members.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(member -> document.put(member.getKey(), member.getValue()));
    return document;
  }
}
