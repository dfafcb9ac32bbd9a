package latchkey.openid;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The one way out of this machine: encrypted, in bounded time, for a bounded answer, and to
/// nowhere that an answer points at.
final class Outbound implements AutoCloseable {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final long MOST_BYTES = 1 << 20;

  private final boolean httpOnLoopback;
  private final Duration timeout;
  private @Nullable HttpClient client;

  Outbound(boolean httpOnLoopback, Duration timeout) {
    this.httpOnLoopback = httpOnLoopback;
    this.timeout = timeout;
  }

  /// Made at the first use: most installations have no provider, and a start does not wait for it.
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder().followRedirects(Redirect.NEVER).connectTimeout(timeout).build();
    }
    return client;
  }

  /// The address, where it is one that we ask.
  URI judged(String text) throws Unreachable {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException _) {
      throw new Unreachable("not an address: " + text);
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new Unreachable("not an address of a provider: " + text);
    }
    if ("https".equals(uri.getScheme())) {
      return uri;
    }
    if (httpOnLoopback && "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())) {
      return uri;
    }
    throw new Unreachable("a provider is asked over https only, not at " + text);
  }

  record Answer(int status, String body) {
    @Override
    public String toString() {
      return "Answer[" + status + ", [redacted]]";
    }
  }

  /// The document at that address.
  String get(URI uri) throws IOException {
    Answer answer = ask(HttpRequest.newBuilder(uri).header("Accept", "application/json").build());
    if (answer.status != 200) {
      throw new Unreachable("%s answered %d".formatted(uri, answer.status));
    }
    return answer.body;
  }

  /// Posts a form.
  Answer post(HttpRequest.Builder request, String form) throws IOException {
    return ask(
        request
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  private Answer ask(HttpRequest request) throws IOException {
    URI uri = judged(request.uri().toString());
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      // of the whole answer: the client's own timeout ends with the headers
      HttpResponse<byte[]> whole = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(whole.statusCode(), new String(whole.body(), StandardCharsets.UTF_8));
    } catch (TimeoutException _) {
      answer.cancel(true);
      throw new Unreachable("%s did not answer within %s".formatted(uri, timeout));
    } catch (ExecutionException e) {
      throw new Unreachable("%s did not answer: %s".formatted(uri, e.getCause()));
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new Unreachable("asking %s was interrupted".formatted(uri));
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
