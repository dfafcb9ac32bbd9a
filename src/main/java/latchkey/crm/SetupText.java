package latchkey.crm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A setup as the JSON that is stored and audited.
final class SetupText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private SetupText() {}

  private record Document(
      List<String> stages,
      List<String> statuses,
      List<CustomField> fields,
      Automations automations,
      Optional<Set<String>> keeping) {}

  static String of(Setup setup) {
    return json(
        new Document(
            setup.stages(),
            setup.statuses(),
            setup.fields(),
            setup.automations(),
            Optional.of(setup.keeping()).filter(some -> !some.isEmpty())));
  }

  static Setup setup(String text, long version) {
    try {
      Document document = JSON.readValue(text, Document.class);
      return new Setup(
          document.stages(),
          document.statuses(),
          document.fields(),
          document.automations(),
          document.keeping().orElse(Set.of()),
          version);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored CRM settings cannot be read", e);
    }
  }

  /// A part of it, for an audit entry.
  static String json(Object part) {
    try {
      return JSON.writeValueAsString(part);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(part.getClass() + " cannot be written", e);
    }
  }
}
