package peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// The same contacts as at Latchkey's open door, written as one writes them with Spring Boot.
@SpringBootApplication
public class Peer {
  public static void main(String[] args) {
    SpringApplication.run(Peer.class, args);
  }

  /// With `--keys=FILE` (a line each: key, secret, agent) and `--contacts=N`, fills an empty
  /// database.
  @Bean
  CommandLineRunner fill(Environment settings, JdbcTemplate jdbc, TransactionTemplate tx) {
    return _ -> {
      String keys = settings.getProperty("keys");
      if (keys == null || jdbc.queryForObject("SELECT COUNT(*) FROM api_key", Long.class) > 0) {
        return;
      }
      List<String[]> pairs =
          Files.readAllLines(Path.of(keys)).stream().map(line -> line.split("\t")).toList();
      for (String[] pair : pairs) {
        jdbc.update(
            "INSERT INTO api_key VALUES (?, ?, ?, 'contacts.create contacts.read contacts.update', NULL)",
            pair[0],
            KeyFilter.sha256(pair[1]),
            pair[2]);
      }
      int contacts = settings.getProperty("contacts", Integer.class, 0);
      String agent = pairs.getFirst()[2];
      for (int from = 0; from < contacts; from += 10_000) {
        int first = from;
        tx.executeWithoutResult(_ -> fill(jdbc, agent, first, Math.min(contacts, first + 10_000)));
      }
      System.out.println("filled");
    };
  }

  private static void fill(JdbcTemplate jdbc, String agent, int from, int to) {
    long now = System.currentTimeMillis();
    List<Object[]> rows =
        java.util.stream.IntStream.range(from, to)
            .mapToObj(
                n ->
                    new Object[] {
                      Contacts.newId(),
                      agent,
                      "ref-" + n,
                      "Person " + n + " " + Integer.toString(ThreadLocalRandom.current().nextInt(), 36),
                      "person" + n + "@example.org",
                      "+4930" + (1_000_000 + n),
                      "Active",
                      "Lead",
                      now - to + n,
                      now
                    })
            .toList();
    jdbc.batchUpdate(
        """
        INSERT INTO contact (id, agent_id, external_reference_id, name, email, mobile_number,
          status, stage, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
  }
}
