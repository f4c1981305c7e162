package dev.ensemble.http.openapi;

import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;

/** Shows the description of the API, in JSON and in YAML. */
@Controller
final class DescriptionController {
  /** A new release may change it, so a copy is good as long as the server's tag is the same. */
  private static final CacheControl ASK_EACH_TIME = CacheControl.noCache();

  private final Supplier<ServedDescription> description;

  /** Put together when somebody first asks: a service's start has no time for YAML. */
  DescriptionController(ObjectProvider<DescriptionPart> parts) {
    this.description =
        SingletonSupplier.of(
            () ->
                ServedDescription.of(
                    Described.whole(Described.servicesOwn(), parts.orderedStream().toList())));
  }

  @GetMapping(
      path = "/openapi.json",
      produces = {"application/json", "application/openapi+json"})
  ResponseEntity<byte[]> json() {
    return tagged(description.get().json());
  }

  @GetMapping(
      path = "/openapi.yaml",
      produces = {"application/yaml", "application/openapi+yaml"})
  ResponseEntity<byte[]> yaml() {
    return tagged(description.get().yaml());
  }

  private static ResponseEntity<byte[]> tagged(ServedDescription.Form form) {
    return ResponseEntity.ok().cacheControl(ASK_EACH_TIME).eTag(form.tag()).body(form.bytes());
  }
}
