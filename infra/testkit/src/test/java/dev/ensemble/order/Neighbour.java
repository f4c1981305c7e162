package dev.ensemble.order;

/** Stands for another service's class. */
public class Neighbour {}
