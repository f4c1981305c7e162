package dev.ensemble.bench.http;

import java.time.Duration;

/**
 * How it is measured.
 *
 * @param rounds how often both are measured, in changing order
 * @param each the length of one measurement
 * @param warmUp how long each runs before anything counts; the JVM compiles meanwhile
 * @param clients how many calls are open at once
 */
record Plan(int rounds, Duration each, Duration warmUp, int clients) {}
