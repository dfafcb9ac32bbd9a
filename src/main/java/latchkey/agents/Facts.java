package latchkey.agents;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What audit entries show of an agent before and after a change.
final class Facts {
  private static final JsonMapper JSON = new JsonMapper();

  private Facts() {}

  static String of(Agent agent) {
    Profile profile = agent.profile();
    ObjectNode facts =
        JSON.createObjectNode()
            .put("name", profile.name())
            .put("kind", agent.kind().text())
            .put("status", agent.status().text())
            .put("greeting", profile.greeting())
            .put("prompt", profile.prompt());
    profile.voiceId().ifPresent(id -> facts.put("voiceId", id));
    profile.knowledgeBaseId().ifPresent(id -> facts.put("knowledgeBaseId", id));
    profile.phoneNumber().ifPresent(number -> facts.put("phoneNumber", number));
    return facts.toString();
  }
}
