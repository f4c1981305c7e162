package dev.ensemble.chaos.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.Reactions;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator's choreography is the services' own, or what it shows is of no system. */
class ChoreographyTest {

  @ParameterizedTest
  @EnumSource
  void each_service_reacts_to_what_its_own_reactions_say(Service service)
      throws ReflectiveOperationException {
    Reactions<?> reactions = reactionsOf(service);

    assertThat(reactions.consumer()).isEqualTo(service.title());
    assertThat(typesOf(reactions)).isEqualTo(Choreography.REACTIONS.get(service));
  }

  @ParameterizedTest
  @EnumSource
  void each_service_reads_the_topics_that_its_own_reactions_name(Service service)
      throws ReflectiveOperationException {
    Set<String> read =
        Arrays.stream(Channel.values())
            .filter(channel -> channel.consumer() == service)
            .map(channel -> channel.source().topic())
            .collect(Collectors.toSet());

    assertThat(reactionsOf(service).topics()).isEqualTo(read);
  }

  /** As the service's configuration makes them; no reaction runs, so they need no use cases. */
  private static Reactions<?> reactionsOf(Service service) throws ReflectiveOperationException {
    String title = service.title();
    String name = Character.toUpperCase(title.charAt(0)) + title.substring(1) + "Reactions";
    Class<?> room = Class.forName("dev.ensemble.%s.events.%s".formatted(title, name));
    Constructor<?> constructor = room.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method bean =
        Arrays.stream(room.getDeclaredMethods())
            .filter(method -> method.getReturnType() == Reactions.class)
            .findFirst()
            .orElseThrow();
    bean.setAccessible(true);
    Object[] noUseCases = new Object[bean.getParameterCount()];
    return (Reactions<?>) bean.invoke(constructor.newInstance(), noUseCases);
  }

  private static Set<?> typesOf(Reactions<?> reactions) throws ReflectiveOperationException {
    Method byType = Reactions.class.getDeclaredMethod("byType");
    byType.setAccessible(true);
    return ((Map<?, ?>) requireNonNull(byType.invoke(reactions))).keySet();
  }
}
