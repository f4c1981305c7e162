package dev.ensemble.messaging.admin;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/** Keeps an application that does not know of the commands from serving where one was given. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = UnheardCommand.REFUSED, matchIfMissing = true)
final class CommandsAutoConfiguration {

  /** Before any bean is made: the first ones migrate the schema and join the group. */
  @Bean
  static BeanFactoryPostProcessor commandsAreHeard() {
    return beans -> {
      // By its name: a search by type may make beans, which is too early here.
      if (beans.getSingleton("springApplicationArguments") instanceof ApplicationArguments said) {
        UnheardCommand.refuse(said);
      }
    };
  }
}
