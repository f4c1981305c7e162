package dev.ensemble.chaos.system;

import dev.ensemble.local.stack.Cluster;
import dev.ensemble.testkit.faults.TcpProxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The network: a proxy between any two processes that talk to each other. A link's name says who
 * connects to whom, {@code order-service-1>postgres}.
 */
public final class Links implements Cluster.Roads, AutoCloseable {
  private final Map<String, TcpProxy> proxies = new TreeMap<>();

  @Override
  public synchronized int between(String from, String to, int port) {
    return proxies.computeIfAbsent(from + ">" + to, name -> TcpProxy.to(port)).port();
  }

  /** The link of that name. */
  public synchronized TcpProxy get(String name) {
    TcpProxy proxy = proxies.get(name);
    if (proxy == null) {
      throw new IllegalArgumentException("no link " + name + " among " + proxies.keySet());
    }
    return proxy;
  }

  /** The names of all links that fit, sorted. */
  public synchronized List<String> names(Predicate<String> which) {
    return proxies.keySet().stream().filter(which).toList();
  }

  /** Everything passes again, on all links. */
  public synchronized void mendAll() {
    proxies.values().forEach(TcpProxy::pass);
  }

  @Override
  public synchronized void close() {
    proxies.values().forEach(TcpProxy::close);
  }
}
