package latchkey.forms;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// A submission as JSON, the same at the open door and in its event.
public final class SubmissionJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SubmissionJson() {}

  public static ObjectNode of(Submission submission) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", submission.id());
    json.put("formId", submission.formId());
    json.put("formVersion", submission.formVersion());
    json.put("contactId", submission.contactId());
    ObjectNode answers = json.putObject("answers");
    submission
        .answers()
        .forEach(answer -> answers.set(answer.key(), MAPPER.valueToTree(answer.value())));
    json.put("submittedBy", submission.by());
    json.put("submittedAt", Instant.ofEpochMilli(submission.at()).toString());
    return json;
  }
}
