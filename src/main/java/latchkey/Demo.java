package latchkey;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import latchkey.agents.Agent;
import latchkey.cli.StartFailure;
import latchkey.crypto.OwnerFiles;
import latchkey.crypto.Secret;
import latchkey.keys.IssuedKey;
import latchkey.people.Person;

/// What the demo says once it answers: to people, three lines to try; to scripts, a file.
record Demo(Latchkey server, DemoData data) {
  void print(PrintStream out) {
    IssuedKey sync = data.keys().get(0);
    IssuedKey office = data.keys().get(2);
    out.println(
        """
        Latchkey demo at %1$s (health and metrics at %2$s, documentation at %1$s/docs)

        1. A proxy asks whether a request may pass:
           curl -i '%1$s/auth?permission=contacts.read' -H 'Authorization: Bearer %3$s'

        2. A service asks about a key, and why:
           curl -s %1$s/v1/keys/verify -H 'Authorization: Bearer %4$s' -H 'Content-Type: application/json' -d '{"key":"%3$s","permission":"contacts.read AND leads.update","explain":true}'

        3. A key that is only for the office network, from here:
           curl -i '%1$s/auth?permission=contacts.create' -H 'X-API-Key: %5$s' -H 'X-API-Secret: %6$s'

        4. The owner opens %1$s in a browser and signs in:
           %7$s   %8$s

        Ctrl-C ends it.\
        """
            .formatted(
                server.url(),
                server.managementUrl(),
                sync.text().token().reveal(),
                data.management().text().token().reveal(),
                office.text().apiKey(),
                office.text().apiSecret().reveal(),
                data.owner().email(),
                data.password().reveal()));
    out.flush();
  }

  void writeReadyFile(Path file) {
    Map<String, Object> ready = new LinkedHashMap<>();
    ready.put("url", server.url());
    ready.put("managementUrl", server.managementUrl());
    ready.put("organizationId", data.organization().id());
    ready.put("agents", data.agents().stream().map(Demo::described).toList());
    ready.put("keys", data.keys().stream().map(Demo::described).toList());
    ready.put("managementKey", data.management().text().token().reveal());
    ready.put("owner", described(data.owner(), data.password()));
    ready.put(
        "members",
        data.people().stream()
            .map(
                resident -> {
                  Map<String, Object> member = described(resident.person(), data.password());
                  member.put("role", resident.role().text());
                  return member;
                })
            .toList());
    try {
      OwnerFiles.replace(file.toAbsolutePath(), new ObjectMapper().writeValueAsBytes(ready));
    } catch (IOException e) {
      throw new StartFailure("the ready file %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static Map<String, Object> described(Person person, Secret password) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("email", person.email().text());
    described.put("password", password.reveal());
    return described;
  }

  private static Map<String, Object> described(Agent agent) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("id", agent.id());
    described.put("name", agent.name());
    return described;
  }

  private static Map<String, Object> described(IssuedKey issued) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("name", issued.key().terms().name());
    key.put("apiKey", issued.text().apiKey());
    key.put("apiSecret", issued.text().apiSecret().reveal());
    key.put("token", issued.text().token().reveal());
    key.put("agentId", issued.key().agentId().orElse(null));
    key.put("permissions", List.copyOf(issued.key().terms().permissions()));
    return key;
  }
}
