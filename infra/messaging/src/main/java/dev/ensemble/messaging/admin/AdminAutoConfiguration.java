package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Discard;
import dev.ensemble.messaging.InboxMonitor;
import dev.ensemble.messaging.MessagingProperties;
import dev.ensemble.messaging.Park;
import dev.ensemble.messaging.ParkedEvents;
import dev.ensemble.messaging.Redrive;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.web.context.request.RequestContextHolder;

/** The desk, and the endpoints of those that the application exposes. */
@AutoConfiguration(afterName = "dev.ensemble.messaging.OperatorAutoConfiguration")
@ConditionalOnBean(ParkedEvents.class)
final class AdminAutoConfiguration {

  @Bean
  AdminDesk messagingAdminDesk(
      ParkedEvents parked, Redrive redrive, Discard discard, Park park, InboxMonitor monitor) {
    return new AdminDesk(parked, redrive, discard, park, monitor);
  }

  /** An application that faces HTTP with servlets. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass({HttpServletRequest.class, RequestContextHolder.class})
  static final class OverHttp {

    /** Made only where an endpoint is exposed: nobody else needs to be guarded. */
    @Bean
    @Lazy
    AdminDoor messagingAdminDoor(MessagingProperties properties, Environment environment) {
      return new AdminDoor(
          new AdminGuard(
              properties.admin(),
              ManagementPortType.get(environment),
              Binder.get(environment)
                  .bind("management.server.address", InetAddress.class)
                  .orElse(null)));
    }

    @Bean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    ParkedEndpoint parkedEndpoint(AdminDoor door, AdminDesk desk) {
      return new ParkedEndpoint(door, desk);
    }

    @Bean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    RedriveEndpoint redriveEndpoint(AdminDoor door, AdminDesk desk) {
      return new RedriveEndpoint(door, desk);
    }

    @Bean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    DiscardEndpoint discardEndpoint(AdminDoor door, AdminDesk desk) {
      return new DiscardEndpoint(door, desk);
    }

    @Bean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    ParkEndpoint parkEndpoint(AdminDoor door, AdminDesk desk) {
      return new ParkEndpoint(door, desk);
    }

    @Bean
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    InboxEndpoint inboxEndpoint(AdminDoor door, AdminDesk desk) {
      return new InboxEndpoint(door, desk);
    }
  }
}
