package dev.ensemble.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The broker's process: formats its storage where that is new, then is Kafka and nothing else. */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Starts the broker.
   *
   * @param args its configuration file, its storage, and the id that a new cluster gets
   */
  public static void main(String[] args) {
    String configuration = args[0];
    if (!Files.exists(Path.of(args[1], "meta.properties"))) {
      String[] format = {"format", "-t", args[2], "-c", configuration};
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {configuration});
  }
}
