package dev.ensemble.messaging;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which setting is missing, in a paragraph instead of a stack trace. */
final class SettingFailureAnalyzer extends AbstractFailureAnalyzer<SettingMissing> {

  @Override
  protected FailureAnalysis analyze(Throwable root, SettingMissing missing) {
    return new FailureAnalysis(missing.getMessage(), missing.action(), missing);
  }
}
