package latchkey.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.crm.CustomField;
import latchkey.crm.FieldError;
import latchkey.crm.FieldJudge;
import latchkey.crm.FieldSchemas;
import latchkey.forms.FormField.Target;

/// What a form accepts, as JSON Schema 2020-12: what is served is what judges. A field that fills
/// one of the contact accepts nothing that the contact's schema refuses there.
final class FormSchema {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final FormTerms terms;
  private final JsonNode contact;
  private final ObjectNode document;
  private final FieldJudge judge;

  /// @param contact the schema of the agent's contacts
  FormSchema(FormTerms terms, ObjectNode contact) {
    this.terms = terms;
    this.contact = contact.path("properties");
    this.document = made();
    this.judge = new FieldJudge(document);
  }

  ObjectNode document() {
    return document.deepCopy();
  }

  private ObjectNode made() {
    ObjectNode root = FieldSchemas.document(terms.name());
    if (!terms.description().isEmpty()) {
      root.put("description", terms.description());
    }
    ObjectNode properties = root.putObject("properties");
    terms.fields().forEach(field -> properties.set(field.key(), property(field)));
    List<String> required =
        terms.fields().stream()
            .map(FormField::question)
            .filter(CustomField::required)
            .map(CustomField::key)
            .toList();
    if (!required.isEmpty()) {
      ArrayNode names = root.putArray("required");
      required.forEach(names::add);
    }
    return root;
  }

  private ObjectNode property(FormField field) {
    ObjectNode property = FieldSchemas.of(field.question());
    filled(field)
        .filter(target -> !target.equals(bare(property)))
        .ifPresent(target -> property.putArray("allOf").add(target));
    return property;
  }

  /// The contact's schema of what a field fills: nothing if that field is out of use by now.
  private Optional<ObjectNode> filled(FormField field) {
    return field
        .fills()
        .map(
            target ->
                switch (target) {
                  case Target.Standard standard -> contact.path(standard.text());
                  case Target.Custom(String key) ->
                      contact.path("customFields").path("properties").path(key);
                })
        .filter(JsonNode::isObject)
        .map(FormSchema::bare);
  }

  /// A schema without what is said for people.
  private static ObjectNode bare(JsonNode schema) {
    ObjectNode bare = schema.deepCopy();
    bare.remove(List.of("title", "description"));
    return bare;
  }

  List<FieldError> judge(ObjectNode answers) {
    return judge.judge(answers);
  }

  /// The answers that are some, in the order of the fields.
  List<Submission.Answer> answers(ObjectNode sent) {
    List<Submission.Answer> answers = new ArrayList<>();
    for (FormField field : terms.fields()) {
      JsonNode value = sent.path(field.key());
      if (isAnswer(value)) {
        answers.add(
            new Submission.Answer(
                field.key(), field.question().label(), MAPPER.convertValue(value, Object.class)));
      }
    }
    return answers;
  }

  private static boolean isAnswer(JsonNode value) {
    return !value.isMissingNode() && !value.isNull() && !(value.isArray() && value.isEmpty());
  }

  /// What the answers say of the contact.
  ObjectNode contact(ObjectNode sent) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    ObjectNode custom = JsonNodeFactory.instance.objectNode();
    for (FormField field : terms.fields()) {
      JsonNode value = sent.path(field.key());
      if (isAnswer(value) && filled(field).isPresent()) {
        switch (field.fills().orElseThrow()) {
          case Target.Standard standard -> fields.set(standard.text(), value);
          case Target.Custom(String key) -> custom.set(key, value);
        }
      }
    }
    if (!custom.isEmpty()) {
      fields.set("customFields", custom);
    }
    return fields;
  }

  /// What is wrong with the contact, told of the fields that were asked.
  List<FieldError> asked(List<FieldError> errors) {
    return errors.stream()
        .map(
            error ->
                new FieldError(
                    error.rule().equals("anyOf")
                        ? filling("email").or(() -> filling("mobileNumber")).orElse(error.field())
                        : asked(error.field()),
                    error.rule(),
                    error.message()))
        .toList();
  }

  /// The field that fills that one of the contact; that one, if none does.
  String asked(String target) {
    return filling(target).orElse(target);
  }

  private Optional<String> filling(String target) {
    return terms.fields().stream()
        .filter(field -> field.fills().filter(fills -> fills.text().equals(target)).isPresent())
        .map(FormField::key)
        .findFirst();
  }
}
