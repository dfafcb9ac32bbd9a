package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import latchkey.cli.StartFailure;
import latchkey.files.S3Blobs;
import latchkey.files.S3Server;
import latchkey.settings.Setting;
import org.junit.jupiter.api.Test;

/// Files of contacts whose content is kept in a bucket, and what settings may not say of one.
class FilesInABucketTest {
  private final Path data = TestServer.newFolder();
  private String files = "";
  private String organization = "";
  private List<String> headers = List.of();
  private long before;

  private Map<Setting<?>, String> settings(String bucket, String endpoint) {
    return Map.of(
        Setting.DATA,
        data.toString(),
        Setting.S3_BUCKET,
        bucket,
        Setting.S3_ENDPOINT,
        endpoint,
        Setting.S3_ACCESS_KEY,
        "key",
        Setting.S3_SECRET_KEY,
        "secret");
  }

  /// A server whose folder has a contact, and a key for it; then it goes on with a bucket.
  private TestServer goOn(String bucket, String endpoint) throws IOException {
    try (TestServer first = TestServer.start(Map.of(Setting.DATA, data.toString()))) {
      String agent = first.agents().getFirst();
      OpenClient maker = OpenClient.of(first, agent);
      String json = "{\"externalReferenceId\":\"one\",\"email\":\"a@example.com\"}";
      HttpResponse<String> made = maker.send("POST", "/v1/open/contacts/chatbots/" + agent, json);
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      files = "/v1/open/contacts/one/chatbots/" + agent + "/files";
      headers = maker.headers();
      organization = first.organization();
    }
    before = onDisk();
    return TestServer.again(data, settings(bucket, endpoint));
  }

  private HttpResponse<String> upload(TestServer server, OpenClient client) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + files))
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .POST(
                BodyPublishers.ofString(
                    """
                    --cut\r
                    Content-Disposition: form-data; name="f"; filename="f.txt"\r
                    \r
                    what is in it\r
                    --cut--\r
                    """));
    client.sign(request);
    return server.send(request);
  }

  private long onDisk() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("files"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void theContentIsInTheBucketAndNothingOfItOnTheDisk() throws IOException {
    S3Blobs.Bucket bucket = S3Server.bucket("nobody yet");
    try (TestServer server = goOn(bucket.name(), String.valueOf(S3Server.url()))) {
      OpenClient client = new OpenClient(server, headers);
      HttpResponse<String> uploaded = upload(server, client);
      assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
      String sha256 = OpenClient.data(uploaded).at("/0/sha256").asText();
      assertThat(S3Server.keys(bucket.name()))
          .containsExactly(
              "blobs/%s/%s/%s".formatted(organization, sha256.substring(0, 2), sha256));
      assertThat(onDisk()).isEqualTo(before);

      String one = files + "/" + OpenClient.data(uploaded).at("/0/id").asText();
      assertThat(client.get(one + "/content").body()).isEqualTo("what is in it");
      HttpResponse<String> part = client.get(one + "/content", "Range", "bytes=5-6");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("is");
      assertThat(client.send("DELETE", one, "").statusCode()).isEqualTo(200);
      assertThat(S3Server.keys(bucket.name())).isEmpty();
    }
  }

  @Test
  void withoutAnAnswerOfTheBucketTheServerStartsAndFilesAreA503() throws IOException {
    try (TestServer server = goOn("bucket", "http://127.0.0.1:" + freePort())) {
      OpenClient client = new OpenClient(server, headers);
      HttpResponse<String> uploaded = upload(server, client);
      assertThat(uploaded.statusCode()).isEqualTo(503);
      assertThat(ApiFile.read(uploaded.body()).at("/error/code").asText())
          .isEqualTo("storage_unavailable");
      assertThat(OpenClient.data(client.get(files))).isEmpty();
      assertThat(onDisk()).isEqualTo(before);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void halfAndDangerousSettingsAreRefusedAndTouchNothing() {
    refused(Map.of(Setting.S3_BUCKET, "bucket"), "s3-bucket needs s3-access-key");
    refused(
        Map.of(Setting.S3_BUCKET, "bucket", Setting.S3_ACCESS_KEY, "key"),
        "s3-bucket needs s3-secret-key");
    refused(
        Map.of(Setting.S3_SECRET_KEY, "secret"), "s3-secret-key says nothing without s3-bucket");
    refused(
        Map.of(Setting.S3_ENDPOINT, "https://s3.example.com"),
        "s3-endpoint says nothing without s3-bucket");
    refused(settings("bucket", "http://192.0.2.1:9000"), "confirm with s3-insecure");
    refused(settings("bucket", "http://s3.example.com"), "confirm with s3-insecure");
  }

  @Test
  void aBucketThatIsNotThereStopsTheStart() {
    Map<Setting<?>, String> nowhere = settings("nowhere", String.valueOf(S3Server.url()));
    assertThatThrownBy(() -> TestServer.start(nowhere))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("the bucket nowhere cannot be used");
  }

  private void refused(Map<Setting<?>, String> settings, String message) {
    Path folder = data.resolve("absent");
    Map<Setting<?>, String> all = new HashMap<>(settings);
    all.put(Setting.DATA, folder.toString());
    assertThatThrownBy(() -> TestServer.start(all))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(message);
    assertThat(folder).doesNotExist();
  }
}
