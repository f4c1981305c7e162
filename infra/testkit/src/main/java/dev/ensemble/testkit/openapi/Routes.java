package dev.ensemble.testkit.openapi;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The routes that a service's own controllers really have. */
public final class Routes {
  private Routes() {}

  /** As {@code GET /orders/{id}}; those of infra/http serve the description and the error page. */
  public static Set<String> of(RequestMappingHandlerMapping mapping) {
    Set<String> routes = new TreeSet<>();
    mapping
        .getHandlerMethods()
        .forEach(
            (route, handler) -> {
              if (!handler.getBeanType().getPackageName().startsWith("dev.ensemble.http")) {
                for (String path : route.getPatternValues()) {
                  methods(route).forEach(method -> routes.add(method + " " + path));
                }
              }
            });
    return routes;
  }

  /** A route without a method answers to all of them, which no description of ours says. */
  private static Stream<String> methods(RequestMappingInfo route) {
    Set<RequestMethod> methods = route.getMethodsCondition().getMethods();
    return methods.isEmpty() ? Stream.of("ANY") : methods.stream().map(RequestMethod::name);
  }
}
