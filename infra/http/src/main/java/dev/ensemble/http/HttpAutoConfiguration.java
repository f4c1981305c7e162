package dev.ensemble.http;

import dev.ensemble.http.openapi.DescriptionPart;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.Optional;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.transaction.TransactionException;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives a Spring MVC service its problem documents, strict JSON and limits. */
@AutoConfiguration(
    before = ErrorMvcAutoConfiguration.class,
    after = HttpMessageConvertersAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(HttpSettings.class)
public class HttpAutoConfiguration {

  @Bean
  StrictJson strictJson(ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
    return StrictJson.with(customizers.orderedStream().toList());
  }

  @Bean
  HttpJson httpJson(StrictJson json) {
    return new HttpJson(json.mapper());
  }

  /** After Boot's own customizer, whose lenient mapper stays for everything that is not HTTP. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  ServerHttpMessageConvertersCustomizer strictJsonOverHttp(StrictJson json) {
    return converters ->
        converters
            .withJsonConverter(new JacksonJsonHttpMessageConverter(json.mapper()))
            .addCustomConverter(new EndpointForms());
  }

  /** What every service that answers over HTTP has to say in the description of its API. */
  @Bean
  DescriptionPart httpDescription(HttpSettings settings) {
    return DescriptionPart.of(HttpAutoConfiguration.class, "openapi-part.yaml")
        .with("ensemble.http.body-bytes-max", settings.bodyBytesMax().toBytes())
        .withTime("ensemble.http.body-time-max", settings.bodyTimeMax());
  }

  /** Only where Spring's data access is there: a service without a database has no such outages. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({DataAccessException.class, TransactionException.class})
  static class WithDatabase {

    @Bean
    Outages outages(ObjectProvider<Clock> clock, HttpSettings settings) {
      Clock time = clock.getIfAvailable(Clock::systemUTC);
      return new DatabaseOutages(new OutageLog(time, settings.outageLogPause()), settings);
    }
  }

  /** The counterpart. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("org.springframework.dao.DataAccessException")
  static class WithoutDatabase {

    @Bean
    Outages outages() {
      return failure -> Optional.empty();
    }
  }

  @Bean
  Problems problems(Outages outages) {
    return new Problems(outages);
  }

  @Bean
  ProblemWriter problemWriter(StrictJson json) {
    return new ProblemWriter(json.mapper());
  }

  @Bean
  ProblemAdvice problemAdvice(Problems problems, ProblemWriter writer) {
    return new ProblemAdvice(problems, writer);
  }

  @Bean
  StrictParameters strictParameters() {
    return new StrictParameters();
  }

  @Bean
  ProblemErrorController problemErrorController(Problems problems, ProblemWriter writer) {
    return new ProblemErrorController(problems, writer);
  }

  @Bean
  WebMvcConfigurer acceptableFirst(
      @Qualifier("mvcContentNegotiationManager")
          ObjectProvider<ContentNegotiationManager> negotiation) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry
            .addInterceptor(new AcceptableFirst(negotiation.getObject()))
            .order(Ordered.HIGHEST_PRECEDENCE);
      }
    };
  }

  /** Behind the filter that measures requests, so that what is refused here is counted, too. */
  @Bean
  FilterRegistrationBean<ApiHeaders> apiHeaders() {
    return inOrder(new ApiHeaders(), Ordered.HIGHEST_PRECEDENCE + 2);
  }

  @Bean
  FilterRegistrationBean<RequestGuard> requestGuard(
      Problems problems, ProblemWriter writer, HttpSettings settings) {
    return inOrder(new RequestGuard(problems, writer, settings), Ordered.HIGHEST_PRECEDENCE + 3);
  }

  private static <T extends Filter> FilterRegistrationBean<T> inOrder(T filter, int order) {
    FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    return registration;
  }

  /** After Boot's own customizers: the valve that stands last in the pipeline reports first. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
    return server -> server.addContextCustomizers(ProblemReportValve.installer());
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> lingeringClose(HttpSettings settings) {
    return server -> server.addEngineValves(new LingeringClose(settings));
  }

  /** A client that asks before it sends a large body is told of the limit, and sends nothing. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> noContinueBeforeReading() {
    return server ->
        server.addConnectorCustomizers(
            connector -> {
              if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setContinueResponseTiming(
                    ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
              }
            });
  }
}
