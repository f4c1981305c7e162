package dev.ensemble.bench.inbox.contenders;

import com.fasterxml.uuid.Generators;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Kafka with a listener for single records. What Spring Boot would configure stands here
 * with the same values, but for the number of consumers, that of records a poll and, in one of two
 * ways, when offsets are committed.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafka
@EnableTransactionManagement
class ListenerApplication {
  /** Beside one for each consumer, as Spring Boot's default has it. */
  private static final int CONNECTIONS_MAX = 10;

  static Consuming consume(Task task, AckMode offsets, Latency latency) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.getBeanFactory().registerSingleton("task", task);
    context.getBeanFactory().registerSingleton("latency", latency);
    context.getBeanFactory().registerSingleton("offsets", offsets);
    context.register(ListenerApplication.class);
    context.refresh();
    TransferListener listener = context.getBean(TransferListener.class);
    return new Consuming() {
      @Override
      public Tally tally() {
        return listener.tally();
      }

      @Override
      public void close() {
        context.close();
      }
    };
  }

  @Bean
  HikariDataSource database(Task task) {
    HikariDataSource database = new HikariDataSource();
    database.setJdbcUrl(task.jdbcUrl());
    database.setUsername(task.settings().appRole());
    database.setPassword(task.settings().appPassword());
    database.setMaximumPoolSize(CONNECTIONS_MAX);
    return database;
  }

  @Bean
  JdbcTransactionManager transactionManager(DataSource database) {
    return new JdbcTransactionManager(database);
  }

  @Bean
  JsonMapper json() {
    return JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }

  @Bean
  BookTransfer bookTransfer(DataSource database, JsonMapper json, Latency latency) {
    return new BookTransfer(
        new JdbcTemplate(database), json, Generators.timeBasedEpochGenerator(), latency);
  }

  @Bean
  TransferListener transferListener(BookTransfer bookTransfer, JsonMapper json) {
    return new TransferListener(bookTransfer, json);
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, byte[]> kafkaListenerContainerFactory(
      Task task, AckMode offsets) {
    ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
        new ConcurrentKafkaListenerContainerFactory<>();
    factory.setConsumerFactory(
        new DefaultKafkaConsumerFactory<>(ConsumerSettings.of(task.settings())));
    factory.setConcurrency(task.settings().threads());
    factory.getContainerProperties().setAckMode(offsets);
    return factory;
  }
}
