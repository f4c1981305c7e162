package dev.ensemble.local.stack;

/**
 * One life of a supervised process.
 *
 * @param number from 1
 * @param process it, and none that gets its number later
 */
public record Life(int number, ProcessHandle process) {}
