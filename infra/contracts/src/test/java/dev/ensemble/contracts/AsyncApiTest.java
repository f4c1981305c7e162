package dev.ensemble.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.asyncapi.v3._0_0.model.AsyncAPI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AsyncApiTest {
  private final JsonNode document = ContractFiles.asyncApi();

  @Test
  void an_asyncapi_3_parser_reads_the_document() throws Exception {
    AsyncAPI read =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readValue(document.toString(), AsyncAPI.class);

    assertThat(read.getAsyncapi()).isEqualTo("3.0.0");
    assertThat(read.getChannels())
        .containsOnlyKeys("orderEvents", "paymentEvents", "inventoryEvents");
    assertThat(read.getOperations()).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void every_fact_has_one_message_and_its_schema_file() {
    List<String> messages = new ArrayList<>();
    for (JsonNode message : document.at("/components/messages")) {
      messages.add(
          message.path("name").asString() + " " + message.at("/payload/schema/$ref").asString());
    }

    assertThat(messages)
        .containsExactlyInAnyOrderElementsOf(
            ContractFiles.types().stream().map(t -> t + " ./" + t + ".schema.json").toList());
  }

  @Test
  void every_message_is_on_one_channel() {
    List<String> carried = new ArrayList<>();
    for (JsonNode channel : document.path("channels")) {
      assertThat(channel.at("/bindings/kafka/topic")).isEqualTo(channel.path("address"));
      for (JsonNode message : channel.path("messages")) {
        carried.add(
            document.at(message.path("$ref").asString().substring(1)).path("name").asString());
      }
    }

    assertThat(carried).containsExactlyInAnyOrderElementsOf(ContractFiles.types());
  }

  @Test
  void an_operation_has_messages_of_its_own_channel_alone() {
    for (JsonNode operation : document.path("operations")) {
      String channel = operation.at("/channel/$ref").asString();
      assertThat(operation.path("messages").values())
          .isNotEmpty()
          .extracting(message -> message.path("$ref").asString())
          .allMatch(message -> message.startsWith(channel + "/messages/"));
    }
  }

  @Test
  void every_reference_inside_the_document_leads_somewhere() {
    List<String> references = document.findValuesAsString("$ref");
    List<String> broken = new ArrayList<>();
    for (String reference : references) {
      if (reference.startsWith("#") && document.at(reference.substring(1)).isMissingNode()) {
        broken.add(reference);
      }
    }

    assertThat(references).isNotEmpty();
    assertThat(broken).isEmpty();
  }

  @Test
  void every_fact_is_told_by_one_service_and_heard_by_at_least_one() {
    Map<String, TreeSet<String>> tellers = new TreeMap<>();
    Map<String, TreeSet<String>> readers = new TreeMap<>();
    document
        .path("operations")
        .forEachEntry(
            (name, operation) -> {
              boolean sends = operation.path("action").asString().equals("send");
              for (JsonNode message : operation.path("messages")) {
                (sends ? tellers : readers)
                    .computeIfAbsent(typeOf(message.path("$ref").asString()), t -> new TreeSet<>())
                    .add(name);
              }
            });

    assertThat(tellers.keySet()).containsExactlyElementsOf(ContractFiles.types());
    assertThat(readers.keySet()).containsExactlyElementsOf(ContractFiles.types());
    assertThat(tellers.values()).allSatisfy(names -> assertThat(names).hasSize(1));
  }

  /** From a channel's message over its component to the fact's name. */
  private String typeOf(String channelMessage) {
    String component = document.at(channelMessage.substring(1)).path("$ref").asString();
    return document.at(component.substring(1)).path("name").asString();
  }
}
