package latchkey.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import latchkey.http.Routes.Route;
import org.jspecify.annotations.Nullable;

/// The files that pages load: style sheets, scripts, pictures.
///
/// A file's URL holds a hash of its content, so browsers keep it for good without asking again,
/// and another content is another URL. Each is read, hashed and compressed once, when somebody
/// first wants it. For the same reason no file may name another by its URL.
public final class Assets {
  private static final String FOLDER = "/assets/";
  private static final Pattern NAME = Pattern.compile("([a-z0-9-]+)\\.([a-z0-9]+)");
  private static final Pattern FILE = Pattern.compile("([a-z0-9-]+)\\.([\\w-]{16})\\.([a-z0-9]+)");
  private static final int HASH_BYTES = 12;

  private static final Map<String, HeaderLine> TYPES =
      Map.of(
          "css", type("text/css; charset=utf-8"),
          "js", type("text/javascript; charset=utf-8"),
          "svg", type("image/svg+xml"),
          "png", type("image/png"),
          "ico", type("image/x-icon"),
          "woff2", type("font/woff2"),
          "webmanifest", type("application/manifest+json"));

  private static final HeaderLine ALWAYS =
      HeaderLine.all(
          List.of(
              HeaderLine.of("Cache-Control", "public, max-age=31536000, immutable"),
              HeaderLine.of("X-Content-Type-Options", "nosniff"),
              HeaderLine.of("Cross-Origin-Resource-Policy", "same-origin"),
              Gzip.VARY));
  private static final HeaderName ETAG = HeaderName.of("ETag");

  private final Map<String, Asset> assets;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  /// One file.
  ///
  /// @param name what pages call it; the ending says of which type it is
  /// @param resource where it lies on the class path, from the root
  public record Asset(String name, String resource) {
    public Asset {
      Matcher parts = NAME.matcher(name);
      if (!parts.matches() || !TYPES.containsKey(parts.group(2))) {
        throw new IllegalArgumentException(
            "An asset is called such as app.css, in lower case, with one of the endings "
                + TYPES.keySet()
                + ": "
                + name);
      }
      if (!resource.startsWith("/")) {
        throw new IllegalArgumentException("A resource's path begins with a slash: " + resource);
      }
    }
  }

  /// A file as it is sent; `compressed` is missing where it would gain nothing.
  private static final class Loaded {
    final String file;
    final HeaderLine type;
    final byte[] content;
    final byte @Nullable [] compressed;

    Loaded(String file, HeaderLine type, byte[] content) {
      this.file = file;
      this.type = type;
      this.content = content;
      byte[] smaller = Gzip.smallest(content);
      this.compressed = smaller.length < content.length ? smaller : null;
    }

    void answer(Exchange exchange) {
      byte @Nullable [] gzip =
          Gzip.accepted(exchange.headers("Accept-Encoding")) ? compressed : null;
      String etag = "\"" + file + (gzip == null ? "\"" : ".gz\"");
      exchange.add(ALWAYS).add(ETAG, etag);
      if (has(exchange.headers("If-None-Match"), etag)) {
        exchange.answer(304);
      } else if (gzip != null) {
        exchange.add(Gzip.ENCODED).answer(200, type, gzip);
      } else {
        exchange.answer(200, type, content);
      }
    }

    private static boolean has(List<String> ifNoneMatch, String etag) {
      return ifNoneMatch.stream()
          .flatMap(line -> Pattern.compile(",").splitAsStream(line))
          .map(String::strip)
          .anyMatch(tag -> tag.equals(etag) || tag.equals("W/" + etag));
    }
  }

  private Assets(Map<String, Asset> assets) {
    this.assets = assets;
  }

  public static Assets of(List<Asset> assets) {
    return new Assets(
        assets.stream().collect(Collectors.toUnmodifiableMap(Asset::name, Function.identity())));
  }

  /// Where the asset of that name is, for a page to say. Reads the file the first time.
  public String url(String name) {
    Asset asset = assets.get(name);
    if (asset == null) {
      throw new IllegalArgumentException("there is no asset called " + name);
    }
    return FOLDER + load(asset).file;
  }

  public List<Route> routes() {
    return List.of(new Route(Method.GET, FOLDER + "**", this::answer));
  }

  private void answer(Exchange exchange) {
    String file = exchange.path().substring(FOLDER.length());
    Asset asset = asked(file).orElseThrow(Assets::notFound);
    Loaded ready = loaded.get(asset.name());
    if (ready != null) {
      answer(exchange, file, ready);
    } else {
      exchange.offLoop(() -> load(asset), now -> answer(exchange, file, now));
    }
  }

  private static void answer(Exchange exchange, String file, Loaded asset) {
    if (!file.equals(asset.file)) {
      throw notFound();
    }
    asset.answer(exchange);
  }

  private Optional<Asset> asked(String file) {
    Matcher parts = FILE.matcher(file);
    return parts.matches()
        ? Optional.ofNullable(assets.get(parts.group(1) + "." + parts.group(3)))
        : Optional.empty();
  }

  private Loaded load(Asset asset) {
    return loaded.computeIfAbsent(asset.name(), _ -> read(asset));
  }

  private static Loaded read(Asset asset) {
    byte[] content = content(asset.resource());
    int dot = asset.name().indexOf('.');
    String ending = asset.name().substring(dot + 1);
    String file = asset.name().substring(0, dot) + "." + hash(content) + "." + ending;
    return new Loaded(file, TYPES.getOrDefault(ending, type("application/octet-stream")), content);
  }

  private static byte[] content(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: no " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static HeaderLine type(String mediaType) {
    return HeaderLine.of("Content-Type", mediaType);
  }

  private static Problem notFound() {
    return Problem.of(404, "not_found", "There is no such file, or it is of another version.");
  }
}
