package latchkey.doors.pages.keys;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.crypto.Secret;
import latchkey.doors.pages.Visit;

/// How a client reaches this server with a key: what **Copy Connection Info** copies, and code
/// that works as it stands.
///
/// @param path that the code asks for, with something in its answer to see
public record Connection(String name, Secret token, String base, String path) {
  private static final Set<String> READ_CONTACTS =
      Set.of("*", "*.read", "contacts.*", "contacts.read");

  /// Code for one kind of client.
  ///
  /// @param name in the texts
  public record Snippet(String name, Secret code) {}

  /// By a key of which the token is known now.
  ///
  /// @param publicUrl of this server, where its operator says it
  public static Connection of(Visit visit, Optional<URI> publicUrl, KeyView key, Secret token) {
    return new Connection(
        key.name().replaceAll("\\p{Cntrl}+", " ").strip(), token, visit.site(publicUrl), path(key));
  }

  /// Its agent's contacts, where it may read them; what every key may ask is about itself.
  private static String path(KeyView key) {
    boolean reads = key.permissions().stream().anyMatch(READ_CONTACTS::contains);
    return key.agentId()
        .filter(_ -> reads)
        .map(agent -> "/v1/open/contacts/chatbots/" + agent)
        .orElse("/v1/keys/self");
  }

  public Secret info() {
    return new Secret(
        """
        Name: %s
        API Key: %s
        Base URL: %s

        # OpenAI clients
        %s

        # Anthropic clients
        %s
        """
            .formatted(name, token.reveal(), base, openAi(), anthropic()));
  }

  private String openAi() {
    return "OPENAI_BASE_URL=%s/v1\nOPENAI_API_KEY=%s".formatted(base, token.reveal());
  }

  private String anthropic() {
    return "ANTHROPIC_BASE_URL=%s\nANTHROPIC_AUTH_TOKEN=%s".formatted(base, token.reveal());
  }

  public List<Snippet> snippets() {
    return List.of(
        snippet("curl", CURL),
        snippet("node", NODE),
        snippet("python", PYTHON),
        snippet("java", JAVA),
        new Snippet("keys.snippet.openai", new Secret(openAi())),
        new Snippet("keys.snippet.anthropic", new Secret(anthropic())));
  }

  private Snippet snippet(String language, String code) {
    return new Snippet(
        "keys.snippet." + language,
        new Secret(
            code.replace("ADDRESS", base + path).replace("TOKEN", token.reveal()).stripTrailing()));
  }

  private static final String CURL =
      """
      curl -H "Authorization: Bearer TOKEN" \\
        ADDRESS
      """;

  private static final String NODE =
      """
      const response = await fetch("ADDRESS", {
        headers: { Authorization: "Bearer TOKEN" },
      });
      console.log(await response.json());
      """;

  private static final String PYTHON =
      """
      import json
      import urllib.request

      request = urllib.request.Request(
          "ADDRESS",
          headers={"Authorization": "Bearer TOKEN"},
      )
      with urllib.request.urlopen(request) as response:
          print(json.load(response))
      """;

  private static final String JAVA =
      """
      import java.net.URI;
      import java.net.http.*;

      class Ask {
        public static void main(String[] args) throws Exception {
          var request = HttpRequest.newBuilder(URI.create("ADDRESS"))
              .header("Authorization", "Bearer TOKEN")
              .build();
          System.out.println(HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.ofString())
              .body());
        }
      }
      """;
}
