package dev.ensemble.http.openapi;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** YAML to and from trees of JSON, decimals exact: 0.01 is 0.01, and not a double near it. */
final class YamlText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private YamlText() {}

  static ObjectNode read(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Yaml yaml =
        new Yaml(
            new ExactDecimals(options),
            new Representer(new DumperOptions()),
            new DumperOptions(),
            options,
            new JsonTypesAlone());
    return (ObjectNode) JSON.<JsonNode>valueToTree(yaml.load(text));
  }

  /** Quotes whatever any version of YAML would take for something else than a string. */
  static String write(ObjectNode tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(120);
    options.setSplitLines(false);
    return new Yaml(new PlainDecimals(options), options).dump(JSON.treeToValue(tree, Object.class));
  }

  private static final class ExactDecimals extends SafeConstructor {
    ExactDecimals(LoaderOptions options) {
      super(options);
      yamlConstructors.put(
          Tag.FLOAT,
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return new BigDecimal(((ScalarNode) node).getValue());
            }
          });
    }
  }

  private static final class PlainDecimals extends Representer {
    PlainDecimals(DumperOptions options) {
      super(options);
      representers.put(
          BigDecimal.class,
          value -> representScalar(Tag.FLOAT, ((BigDecimal) value).toPlainString()));
    }
  }

  /** As YAML 1.2 has it: {@code on} and {@code 2026-11-21} are strings. */
  private static final class JsonTypesAlone extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
      addImplicitResolver(Tag.INT, Pattern.compile("-?(0|[1-9][0-9]*)"), "-0123456789");
      addImplicitResolver(Tag.FLOAT, Pattern.compile("-?[0-9]+\\.[0-9]+"), "-0123456789");
      addImplicitResolver(Tag.NULL, Pattern.compile("null"), "n");
      addImplicitResolver(Tag.NULL, Pattern.compile("^$"), "\0");
    }
  }
}
