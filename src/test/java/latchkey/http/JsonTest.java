package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class JsonTest {
  record Thing(String name, int count, @JsonProperty("parts") List<Part> parts) {
    Thing {
      if (count < 0) {
        throw new IllegalArgumentException("count must not be negative");
      }
    }
  }

  record Part(String id) {}

  private final List<String> read = new ArrayList<>();

  private boolean field(String name, JsonValue value) throws java.io.IOException {
    return switch (name) {
      case "text" -> read.add(value.text());
      case "truth" -> read.add("" + value.truth());
      case "whole" -> read.add("" + value.whole(0, 100));
      case "list" -> {
        value.array(3, item -> read.add(item.text()));
        yield true;
      }
      case "inner" -> {
        value.object(this::field);
        yield true;
      }
      default -> false;
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void readStreaming(String text) {
    Json.readObject(utf8(text), this::field);
  }

  private Problem streamingProblem(String text) {
    return catchThrowableOfType(Problem.class, () -> readStreaming(text));
  }

  private static Problem recordProblem(String text) {
    return catchThrowableOfType(Problem.class, () -> JsonRecords.read(utf8(text), Thing.class));
  }

  @Test
  void aDocumentIsReadFieldByField() {
    readStreaming(
        "{\"text\":\"a\\u00e9\",\"list\":[\"b\",\"c\"],\"inner\":{\"truth\":true},\"whole\":7}");
    assertThat(read).containsExactly("aé", "b", "c", "true", "7");
  }

  @Test
  void allUnknownFieldsAreNamedWithTheirPlace() {
    Problem problem = streamingProblem("{\"x\":{\"y\":[1]},\"text\":\"a\",\"inner\":{\"z\":1}}");

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("unknown_fields");
    assertThat(problem.detail()).isEqualTo("Unknown fields: x, inner.z.");

    assertThat(
            recordProblem("{\"x\":1,\"name\":\"a\",\"count\":1,\"parts\":[],\"y\":{\"z\":2}}")
                .detail())
        .isEqualTo("Unknown fields: x, y.");
  }

  @Test
  void malformedJsonIsToldWithItsLineAndColumn() {
    Problem problem = streamingProblem("{\"text\":\"a\",\n  oops}");

    assertThat(problem.code()).isEqualTo("malformed_json");
    assertThat(problem.members()).containsEntry("line", 2).containsEntry("column", 3);
    assertThat(problem.detail()).doesNotContain("oops");
    assertThat(recordProblem("{\"name\":\n oops}").members()).containsEntry("line", 2);
  }

  @Test
  void whateverIsNotOneObjectIsRefused() {
    for (String text :
        new String[] {
          "",
          " ",
          "{",
          "[]",
          "1",
          "null",
          "{}{}",
          "{} x",
          "{\"text\":\"a\",\"text\":\"b\"}",
          "{\"text\":}"
        }) {
      assertThat(streamingProblem(text)).as(text).isNotNull();
    }
    assertThat(recordProblem("{\"name\":\"a\",\"name\":\"b\"}").code()).isEqualTo("malformed_json");
    assertThat(recordProblem("{\"name\":\"a\",\"count\":1,\"parts\":[]} {}").code())
        .isEqualTo("malformed_json");
  }

  @Test
  void aValueOfTheWrongKindNamesItsField() {
    for (String text : new String[] {"{\"text\":1}", "{\"text\":null}", "{\"text\":[]}"}) {
      assertThat(streamingProblem(text).detail()).isEqualTo("The field text must be a string.");
    }
    assertThat(streamingProblem("{\"whole\":1.0}").detail())
        .isEqualTo("The field whole must be a whole number from 0 to 100.");
    assertThat(streamingProblem("{\"whole\":101}")).isNotNull();
    assertThat(streamingProblem("{\"whole\":99999999999999999999}")).isNotNull();
    assertThat(streamingProblem("{\"inner\":{\"truth\":\"yes\"}}").detail())
        .isEqualTo("The field inner.truth must be true or false.");
    assertThat(streamingProblem("{\"list\":[\"a\",2]}").detail())
        .isEqualTo("The field list[1] must be a string.");
    assertThat(streamingProblem("{\"list\":[\"a\",\"b\",\"c\",\"d\"]}").detail())
        .isEqualTo("The field list may have at most 3 items.");
    assertThat(recordProblem("{\"name\":\"a\",\"count\":\"7\"}").detail())
        .isEqualTo("The field count is missing or has a wrong value.");
    assertThat(recordProblem("{\"parts\":[{\"id\":{}}]}").detail())
        .isEqualTo("The field parts[0].id is missing or has a wrong value.");
  }

  @Test
  void whatARecordRefusesIsToldToTheCaller() {
    Problem problem = recordProblem("{\"name\":\"a\",\"count\":-1,\"parts\":[]}");

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).isEqualTo("count must not be negative");
  }

  @Test
  void aWholeRecordIsRead() {
    assertThat(
            JsonRecords.read(
                utf8("{\"name\":\"a\",\"count\":2,\"parts\":[{\"id\":\"p\"}]}"), Thing.class))
        .isEqualTo(new Thing("a", 2, List.of(new Part("p"))));
  }

  private record Dated(Instant at, Optional<String> note, List<Optional<String>> more) {}

  private record Change(Sent<String> name, Sent<List<Integer>> numbers, Optional<Instant> at) {}

  private record Hides(Object secret) {}

  @Test
  void timesAreWrittenAsIsoTextAndEmptyOptionalsNotAtAll() {
    var dated = new Dated(Instant.ofEpochMilli(1_700_000_000_123L), Optional.empty(), List.of());
    assertThat(new String(JsonRecords.write(dated), StandardCharsets.UTF_8))
        .isEqualTo("{\"at\":\"2023-11-14T22:13:20.123Z\",\"more\":[]}");
    assertThat(JsonRecords.read(JsonRecords.write(dated), Dated.class)).isEqualTo(dated);
  }

  @Test
  void whatHasNothingToSayIsNotWritten() {
    assertThatThrownBy(() -> JsonRecords.write(new Hides(new Object())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aChangeTellsAFieldThatIsLeftOutFromNull() {
    assertThat(JsonRecords.read(utf8("{\"numbers\":[1]}"), Change.class))
        .isEqualTo(
            new Change(new Sent.Not<>(), new Sent.As<>(Optional.of(List.of(1))), Optional.empty()));
    assertThat(JsonRecords.read(utf8("{\"name\":null,\"at\":null}"), Change.class))
        .isEqualTo(new Change(new Sent.As<>(Optional.empty()), new Sent.Not<>(), Optional.empty()));
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> JsonRecords.read(utf8("{\"numbers\":[1,\"a\"]}"), Change.class));
    assertThat(problem.detail()).startsWith("The field numbers[1] ");
  }

  private record Lists(List<String> texts, Optional<List<Integer>> numbers) {}

  @Test
  void nothingIsNoValueOfAList() {
    for (String json : List.of("{\"texts\":[\"a\",null]}", "{\"texts\":[],\"numbers\":[null]}")) {
      Problem problem =
          catchThrowableOfType(Problem.class, () -> JsonRecords.read(utf8(json), Lists.class));
      assertThat(problem.status()).as(json).isEqualTo(400);
    }
  }

  @Test
  void aMissingComponentIsNamed() {
    assertThat(recordProblem("{\"count\":1,\"parts\":[]}").detail())
        .isEqualTo("The field name is missing or has a wrong value.");
  }

  @Test
  void valuesAreWrittenAsWhatTheyAre() {
    byte[] json =
        Json.bytes(
            out ->
                Json.value(
                    out, Arrays.asList("a\"", 1, 2L, true, 0.5, Map.of("k", List.of()), null)));
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("[\"a\\\"\",1,2,true,0.5,{\"k\":[]},null]");
  }

  @Property
  void anyBytesAreReadOrRefusedAsTheCallersMistake(@ForAll @Size(max = 40) byte[] bytes) {
    try {
      Json.readObject(bytes, this::field);
    } catch (Problem problem) {
      assertThat(problem.status()).isEqualTo(400);
    }
  }
}
