package dev.ensemble.testkit.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RoutesTest {

  @Test
  void a_route_without_a_method_is_one_of_any_method_and_not_of_none() throws Exception {
    RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
    mapping.setApplicationContext(new StaticApplicationContext());
    mapping.afterPropertiesSet();
    register(mapping, RequestMappingInfo.paths("/sales", "/old").methods(RequestMethod.GET));
    register(mapping, RequestMappingInfo.paths("/all"));

    assertThat(Routes.of(mapping)).containsExactly("ANY /all", "GET /old", "GET /sales");
  }

  private void register(RequestMappingHandlerMapping mapping, RequestMappingInfo.Builder route)
      throws NoSuchMethodException {
    mapping.registerMapping(
        route.options(mapping.getBuilderConfiguration()).build(),
        this,
        RoutesTest.class.getDeclaredMethod("handle"));
  }

  void handle() {}
}
