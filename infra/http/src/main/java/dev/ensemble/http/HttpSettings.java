package dev.ensemble.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one request may cost. A name that is not known is refused at the start, because a setting
 * with a typing error would be one that is silently not in force.
 *
 * @param bodyBytesMax a body beyond it is answered with 413; an order of 100 lines has 10 KB
 * @param bodyTimeMax how long a body may take to arrive, whatever the pace of its bytes
 * @param drainBytesMax how much of a refused body is still read and thrown away: a client that is
 *     in the middle of sending sees a reset, and not the answer, if nobody reads it out
 * @param drainTimeMax how long that may take, so that nobody holds a thread by sending slowly
 * @param retryAfter when a client should come again while the database is out of reach
 * @param outageLogPause how long one kind of outage stays silent after a line in the log
 * @param trustCallersTraces whether a request goes on in its caller's trace; otherwise it begins
 *     one that links to it
 */
@ConfigurationProperties(value = "ensemble.http", ignoreUnknownFields = false)
record HttpSettings(
    @DefaultValue("64KB") DataSize bodyBytesMax,
    @DefaultValue("10s") Duration bodyTimeMax,
    @DefaultValue("16MB") DataSize drainBytesMax,
    @DefaultValue("2s") Duration drainTimeMax,
    @DefaultValue("5s") Duration retryAfter,
    @DefaultValue("1m") Duration outageLogPause,
    @DefaultValue("false") boolean trustCallersTraces) {

  HttpSettings {
    if (bodyBytesMax.toBytes() < 1) {
      throw new IllegalArgumentException("ensemble.http.body-bytes-max is 1 byte or more");
    }
    if (bodyTimeMax.isNegative() || bodyTimeMax.isZero()) {
      throw new IllegalArgumentException("ensemble.http.body-time-max is longer than nothing");
    }
    if (drainBytesMax.isNegative() || drainTimeMax.isNegative()) {
      throw new IllegalArgumentException("ensemble.http.drain-*-max is nothing or more");
    }
    if (retryAfter.isNegative() || outageLogPause.isNegative()) {
      throw new IllegalArgumentException(
          "ensemble.http.retry-after and outage-log-pause are nothing or more");
    }
  }
}
