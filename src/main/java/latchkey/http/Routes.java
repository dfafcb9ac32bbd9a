package latchkey.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which endpoint answers which request: exact paths first, then templates (a literal before a
/// hole, wherever they stand in the list), then the longest prefix.
///
/// HEAD is served where GET is, OPTIONS everywhere; a known path with another method is a 405
/// that says which are allowed.
public final class Routes {
  /// One line of the list. In `/agents/{agent}/keys` the braces take any one segment, and tell it
  /// to the endpoint by that name. A path that ends with `/**` is a prefix: `/files/**` takes
  /// `/files/` and all below it.
  public record Route(Method method, String path, Endpoint endpoint) {
    private static final String ALL_BELOW = "/**";

    public Route {
      if (!path.startsWith("/") || path.indexOf('?') >= 0) {
        throw new IllegalArgumentException(
            "A route's path begins with a slash and has no query: " + path);
      }
      if (method == Method.OTHER) {
        throw new IllegalArgumentException("A route has a method that exists: " + path);
      }
    }

    boolean isTemplate() {
      return path.indexOf('{') >= 0;
    }

    boolean isPrefix() {
      return path.endsWith(ALL_BELOW);
    }

    String prefix() {
      return path.substring(0, path.length() - 2);
    }
  }

  private record Prefix(String path, Methods methods) {}

  private record Template(Segments segments, Methods methods) {}

  private record Speech(String path, ErrorForm form) {}

  private static final String[] NONE = {};

  private final Map<String, Methods> exact = new HashMap<>();
  private final List<Template> templates = new ArrayList<>();
  private final List<Prefix> prefixes = new ArrayList<>();
  private final List<Speech> speeches = new ArrayList<>();
  private final List<Cors> shared = new ArrayList<>();
  private final Endpoint otherwise;

  private Routes(Endpoint otherwise) {
    this.otherwise = otherwise;
  }

  public static Routes of(Route... routes) {
    return of(List.of(routes));
  }

  public static Routes of(List<Route> list) {
    return of(
        list,
        _ -> {
          throw Problem.of(404, "not_found", "There is nothing at this path.");
        });
  }

  /// The same list, with what answers where there is nothing.
  public static Routes of(List<Route> list, Endpoint otherwise) {
    var routes = new Routes(otherwise);
    var byPrefix = new HashMap<String, Methods>();
    var byShape = new LinkedHashMap<String, Template>();
    for (Route route : list) {
      Methods methods;
      if (route.isPrefix()) {
        methods = byPrefix.computeIfAbsent(route.prefix(), p -> new Methods());
      } else if (route.isTemplate()) {
        methods = template(byShape, Segments.of(route.path())).methods();
      } else {
        methods = routes.exact.computeIfAbsent(route.path(), p -> new Methods());
      }
      methods.add(route);
    }
    routes.templates.addAll(byShape.values());
    routes.templates.sort(Comparator.comparing((Template t) -> t.segments().rank()));
    byPrefix.forEach((path, methods) -> routes.prefixes.add(new Prefix(path, methods)));
    routes.prefixes.sort(Comparator.comparingInt((Prefix p) -> p.path().length()).reversed());
    return routes;
  }

  /// The same, with errors of another form at that path and below it: also those that are found
  /// before an endpoint is asked.
  public Routes speaking(String path, ErrorForm form) {
    speeches.add(new Speech(path, form));
    return this;
  }

  /// The same, and what is below that path may be asked by the pages of those sites, each named as
  /// browsers write it in `Origin`.
  public Routes sharing(String path, Set<String> origins) {
    if (!origins.isEmpty()) {
      shared.add(new Cors(path, origins));
    }
    return this;
  }

  void writeShared(HeadWriter writer, Head head) {
    for (int i = 0; i < shared.size(); i++) {
      shared.get(i).write(writer, head);
    }
  }

  ErrorForm errorForm(String path) {
    for (Speech speech : speeches) {
      if (path.equals(speech.path()) || path.startsWith(speech.path() + "/")) {
        return speech.form();
      }
    }
    return Problems.USUAL;
  }

  private static Template template(Map<String, Template> byShape, Segments segments) {
    Template template =
        byShape.computeIfAbsent(segments.shape(), _ -> new Template(segments, new Methods()));
    if (!template.segments().equals(segments)) {
      throw new IllegalArgumentException(
          "One path with two names for the same segment: %s and %s"
              .formatted(template.segments().parts(), segments.parts()));
    }
    return template;
  }

  /// Finds the endpoint, or throws the 405.
  Endpoint find(Method method, String path) {
    Methods methods = exact.get(path);
    if (methods != null) {
      return methods.find(method);
    }
    String[] came = templates.isEmpty() ? NONE : path.split("/", -1);
    for (Template template : templates) {
      Map<String, String> parameters = template.segments().match(came);
      if (parameters != null) {
        Endpoint endpoint = template.methods().find(method);
        return exchange -> {
          exchange.pathParameters(parameters);
          endpoint.handle(exchange);
        };
      }
    }
    for (Prefix prefix : prefixes) {
      if (path.startsWith(prefix.path())) {
        return prefix.methods().find(method);
      }
    }
    if (method == Method.OPTIONS && path.equals("*")) {
      return exchange -> exchange.answer(204);
    }
    return otherwise;
  }

  /// The methods of one path.
  private static final class Methods {
    private final Map<Method, Endpoint> endpoints = new EnumMap<>(Method.class);
    private String allow = "";

    void add(Route route) {
      if (endpoints.putIfAbsent(route.method(), route.endpoint()) != null) {
        throw new IllegalArgumentException("Two routes for " + route.method() + " " + route.path());
      }
      var allowed = new TreeSet<>(endpoints.keySet());
      allowed.add(Method.OPTIONS);
      if (allowed.contains(Method.GET)) {
        allowed.add(Method.HEAD);
      }
      allow = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
    }

    Endpoint find(Method method) {
      Endpoint endpoint = endpoints.get(method);
      if (endpoint == null && method == Method.HEAD) {
        endpoint = endpoints.get(Method.GET);
      }
      if (endpoint != null) {
        return endpoint;
      }
      if (method == Method.OPTIONS) {
        HeaderLine line = HeaderLine.of("Allow", allow);
        return exchange -> exchange.add(line).answer(204);
      }
      throw Problem.of(405, "method_not_allowed", "This path allows: " + allow + ".")
          .withHeader("Allow", allow);
    }
  }
}
