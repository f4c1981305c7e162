package dev.ensemble.testkit.openapi;

import java.util.ArrayList;
import java.util.List;

/** The examples in a description. */
final class Examples {
  private final ApiDescription description;
  private final List<String> wrong = new ArrayList<>();

  Examples(ApiDescription description) {
    this.description = description;
  }

  List<String> wrong() {
    look(description.root().at("paths"));
    look(description.root().at("components"));
    return wrong;
  }

  /**
   * A media type, parameter or header has its schema beside its examples; a schema is the one that
   * its examples are of.
   */
  private void look(Place place) {
    Place examples = place.at("examples");
    if (place.at("schema").isThere()) {
      check(place.at("schema"), place.at("example"));
      if (examples.node().isObject()) {
        for (String name : examples.node().propertyNames()) {
          check(place.at("schema"), description.resolve(examples.at(name)).at("value"));
        }
      }
    } else if (examples.node().isArray()) {
      for (int i = 0; i < examples.node().size(); i++) {
        check(place, examples.at(i));
      }
    }
    if (place.node().isObject()) {
      for (String name : place.node().propertyNames()) {
        if (!name.equals("example") && !name.equals("examples")) {
          look(place.at(name));
        }
      }
    } else {
      for (int i = 0; i < place.node().size(); i++) {
        look(place.at(i));
      }
    }
  }

  private void check(Place schema, Place example) {
    if (example.isThere()) {
      description
          .closedViolations(schema, example.node())
          .forEach(violation -> wrong.add(example.pointer() + ": " + violation));
    }
  }
}
