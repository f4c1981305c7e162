package dev.ensemble.local.stack;

import java.nio.file.Path;

/**
 * What a local system is told before it starts.
 *
 * @param house the root of the source tree, under which the built jars lie
 * @param data the folder in which it keeps everything
 * @param fresh whether to begin with nothing
 * @param archives whether each program writes down at its stop which classes it has loaded, and
 *     starts from that the next time: the first stop takes some seconds, each start a third less
 * @param ports where everything listens
 */
public record Setup(Path house, Path data, boolean fresh, boolean archives, Ports ports) {

  public Setup {
    house = house.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
  }
}
