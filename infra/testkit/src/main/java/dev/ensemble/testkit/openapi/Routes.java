package dev.ensemble.testkit.openapi;

import java.util.Set;
import java.util.TreeSet;
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
                route
                    .getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            route
                                .getPatternValues()
                                .forEach(path -> routes.add(method + " " + path)));
              }
            });
    return routes;
  }
}
