package latchkey.forms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;
import latchkey.crm.CustomField;
import latchkey.crm.Place;

/// Forms and answers as the JSON that is stored, and a form as its audit entries have it.
final class FormText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private FormText() {}

  private record Asked(CustomField question, Optional<String> fills) {
    static Asked of(FormField field) {
      return new Asked(field.question(), field.fills().map(FormField.Target::text));
    }

    FormField field() {
      return new FormField(question, fills.map(FormField.Target::of));
    }
  }

  private record Document(String description, List<Asked> fields) {}

  private record Audited(
      String agentId, String name, String description, String state, List<Asked> fields) {}

  private record Answers(List<Submission.Answer> answers) {}

  /// What has no column of its own.
  static String of(FormTerms terms) {
    return json(new Document(terms.description(), asked(terms)));
  }

  private static List<Asked> asked(FormTerms terms) {
    return terms.fields().stream().map(Asked::of).toList();
  }

  static FormTerms terms(String name, String state, String document) {
    Document read = read(document, Document.class);
    return new FormTerms(
        name,
        read.description(),
        read.fields().stream().map(Asked::field).toList(),
        FormTerms.State.of(state));
  }

  static String audited(Place place, FormTerms terms) {
    return json(
        new Audited(
            place.agentId(),
            terms.name(),
            terms.description(),
            terms.state().text(),
            asked(terms)));
  }

  static String answers(List<Submission.Answer> answers) {
    return json(new Answers(answers));
  }

  static List<Submission.Answer> answers(String text) {
    return read(text, Answers.class).answers();
  }

  private static String json(Object document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(document.getClass() + " cannot be written", e);
    }
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored form cannot be read", e);
    }
  }
}
