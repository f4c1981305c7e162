package dev.ensemble.local.stack;

import java.nio.file.Path;

/**
 * What a local system is told before it starts.
 *
 * @param house the root of the source tree, under which the built jars lie
 * @param data the folder in which it keeps everything
 * @param fresh whether to begin with nothing
 * @param ports where everything listens
 */
public record Setup(Path house, Path data, boolean fresh, Ports ports) {

  public Setup {
    house = house.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
  }
}
