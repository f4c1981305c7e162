package dev.ensemble.testkit.hostile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as it came over the wire, head and body; empty where the server just hung up. */
record Reply(String text) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final Pattern PROBLEM =
      Pattern.compile("\"type\":\"urn:ensemble:problem:([^\"]+)");

  /** What gives away how a service is made, or that it did not expect what came. */
  private static final Pattern TELLTALE =
      Pattern.compile("Exception|dev\\.ensemble|org\\.[a-z]|java\\.|tools\\.jackson|\tat |Tomcat");

  int status() {
    Matcher status = STATUS.matcher(text);
    return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
  }

  boolean isSuccess() {
    return status() / 100 == 2;
  }

  String statusAndProblem() {
    Matcher problem = PROBLEM.matcher(text);
    return status() + (problem.find() ? " " + problem.group(1) : " without a problem");
  }

  /** A refusal is a problem document, and no answer says more than it should. */
  boolean isDecent() {
    boolean documented =
        isSuccess()
            || text.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json");
    return documented && !TELLTALE.matcher(text).find();
  }
}
