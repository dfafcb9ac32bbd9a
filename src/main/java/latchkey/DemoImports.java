package latchkey;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import latchkey.audit.By;
import latchkey.crm.Place;
import latchkey.imports.Import;
import latchkey.imports.Imports;
import latchkey.imports.Imports.Outcome;
import latchkey.imports.Mapping;
import latchkey.imports.Plan;

/// Two CSV files that somebody has imported: one with rows that could not be taken, and one that
/// was a mistake and is undone.
final class DemoImports {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final String FAIR =
      """
      Name,Email,Mobile,Company
      Ines Duarte,ines.duarte@example.com,+351 21 000 0101,Casa Verde
      Tomasz Wilk,tomasz.wilk@example.com,,Harbor Dental
      Freya Lindqvist,freya.lindqvist(at)example.com,,Fjällräven Rental
      Samuel Okoro,samuel.okoro@example.com,,Blue Fjord Shipping
      "Keller, Jonas",jonas.keller@example.com,+49 30 23125 990,Elbe Logistik
      Mina Sato,,,Iris Optics
      Amélie Rousseau,amelie.rousseau@example.com,,Bakery Nord
      Ravi Menon,ravi.menon@example.com,12,Delta Legal
      Tomasz Wilk,tomasz.wilk@example.com,,Harbor Dental
      Olga Petrova,olga.petrova@example.com,,Green Acre Farms
      """;

  private static final String MISTAKEN =
      """
      Company,Email,Mobile,Name
      Casa Verde,office@casa-verde.example.com,,Lúcia Prado
      Harbor Dental,desk@harbor-dental.example.com,,Ben Ashby
      Iris Optics,hello@iris-optics.example.com,,Noor Haddad
      """;

  private final Imports imports;
  private final Place place;
  private final By by;

  DemoImports(Imports imports, Place place, By by) {
    this.imports = imports;
    this.place = place;
    this.by = by;
  }

  void make() {
    Import _ = imported("trade-fair-visitors.csv", FAIR);
    Import mistaken = imported("partners.csv", MISTAKEN);
    Outcome _ = imports.undo(place, mistaken.id(), by);
    Import _ = ended(mistaken);
  }

  private Import imported(String name, String content) {
    Import taken = taken(name, content);
    List<Optional<String>> fields =
        List.of("name", "email", "mobileNumber", "customFields.company").stream()
            .map(Optional::of)
            .toList();
    Plan plan = new Plan(new Mapping(fields), Plan.Existing.SKIP, Plan.Duplicates.SKIP);
    Outcome _ = imports.start(place, taken.id(), plan, by);
    return ended(taken);
  }

  private Import taken(String name, String content) {
    InputStream bytes = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    try (Imports.Arrived arrived = imports.arrive(bytes)) {
      Outcome outcome = imports.take(place, name, Optional.empty(), Optional.empty(), arrived, by);
      return switch (outcome) {
        case Outcome.Done(var made) -> made;
        case Outcome.Absent _, Outcome.Refused _ ->
            throw new IllegalStateException("the demo's file is not taken: " + outcome);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// When it is no more at work; or as it is then, on a machine that is very slow.
  private Import ended(Import one) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Import now = again(one);
    while (now.state().atWork() && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      now = again(one);
    }
    return now;
  }

  private Import again(Import one) {
    return imports.find(place, one.id()).orElseThrow();
  }
}
