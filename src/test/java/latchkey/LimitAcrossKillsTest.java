package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitAcrossKillsTest {
  private static final int KILLS = 5;

  @TempDir Path folder;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private String token = "";

  /// In costs, not requests; the last server is asked until it refuses.
  @Test
  void killedServersTogetherAdmitWhatOneWouldHave() throws Exception {
    int admitted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      admitted += admittedBy(10 + random.nextInt(25));
    }
    admitted += admittedBy(Integer.MAX_VALUE);
    int cost = admitted * LimitLoad.COST;
    assertThat(cost)
        .as("seed %d", seed)
        .isLessThanOrEqualTo(LimitLoad.ADMITTED)
        // Each kill can have cut off an answer to a request that was admitted.
        .isGreaterThanOrEqualTo(LimitLoad.ADMITTED - KILLS * LimitLoad.COST);
  }

  /// How many requests a server admits until it refuses one, or until it has answered so many and
  /// is killed.
  private int admittedBy(int most) throws Exception {
    List<String> command =
        new ArrayList<>(Child.java(System.getProperty("java.class.path"), List.of()));
    command.add(LimitLoad.class.getName());
    command.add(folder.toString());
    if (!token.isEmpty()) {
      command.add(token);
    }
    int admitted = 0;
    try (Child child = Child.start(command, Map.of())) {
      token = child.line("token ").split(" ", 2)[1];
      for (String line; (line = child.out().readLine()) != null; ) {
        if (!line.equals("answered yes")) {
          assertThat(line).contains("RATE_LIMITED");
          break;
        }
        if (++admitted == most) {
          child.kill();
        }
      }
    }
    return admitted;
  }
}
