package latchkey.doors.pages.people;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A browser as people call it, out of what it calls itself.
///
/// @param name such as `Firefox on Windows`; its own words if that is not known
/// @param agent its own words
public record Device(String name, String agent) {
  /// What is written in a `User-Agent`, and what it means; the first that fits counts.
  private record Mark(String written, String meant) {}

  private static final List<Mark> BROWSERS =
      List.of(
          new Mark("Edg/", "Edge"),
          new Mark("OPR/", "Opera"),
          new Mark("Firefox/", "Firefox"),
          new Mark("Chrome/", "Chrome"),
          new Mark("CriOS/", "Chrome"),
          new Mark("Safari/", "Safari"),
          new Mark("latchkey", "Latchkey's command line"),
          new Mark("Java-http-client", "Latchkey's command line"),
          new Mark("curl/", "curl"));

  private static final List<Mark> SYSTEMS =
      List.of(
          new Mark("iPhone", "iPhone"),
          new Mark("iPad", "iPad"),
          new Mark("Android", "Android"),
          new Mark("Windows", "Windows"),
          new Mark("Mac OS X", "macOS"),
          new Mark("CrOS", "ChromeOS"),
          new Mark("Linux", "Linux"));

  static Device of(String agent) {
    String known =
        Stream.of(meant(BROWSERS, agent), meant(SYSTEMS, agent))
            .flatMap(Optional::stream)
            .reduce((browser, system) -> browser + " on " + system)
            .orElse(agent.isEmpty() ? "–" : agent);
    return new Device(known, agent);
  }

  private static Optional<String> meant(List<Mark> marks, String agent) {
    return marks.stream().filter(mark -> agent.contains(mark.written)).map(Mark::meant).findFirst();
  }
}
