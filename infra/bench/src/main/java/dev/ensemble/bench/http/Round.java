package dev.ensemble.bench.http;

/** Both contenders, one right after the other. */
record Round(Measured without, Measured with) {

  /** The share of orders per second that the key takes; below zero where it was faster. */
  double cost() {
    return 1 - with.ordersPerSecond() / without.ordersPerSecond();
  }

  /** The share of processor time per order that the key adds. */
  double cpuCost() {
    return with.cpuMillisPerOrder() / without.cpuMillisPerOrder() - 1;
  }
}
