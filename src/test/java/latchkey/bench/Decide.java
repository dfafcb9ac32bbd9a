package latchkey.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import latchkey.access.Address;
import latchkey.crypto.Hmac;
import latchkey.gate.Ask;
import latchkey.gate.Decider;
import latchkey.gate.Verdict;
import latchkey.keys.Credential;
import latchkey.keys.KeyText;
import latchkey.keys.PublicId;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What one decision costs on one core: a key that is granted, text that is no key, and, to
/// compare with, the parts of a grant that no implementation can do without.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decide {
  /// Keys in memory, and what their holders present, in an order of its own. Both texts of a pair
  /// lie in memory in the order in which they are visited, as near as a socket's buffer would be.
  @State(Scope.Thread)
  @NullUnmarked // JMH fills the fields
  public static class Granted {
    @Param public Population population;

    private String[] apiKeys;
    private String[] apiSecrets;
    private int at;
    private Decider decider;
    final Clock clock = new Clock();
    private BenchCounter counter;

    @Setup(Level.Trial)
    public void fill() throws IOException {
      BenchGate bench = new BenchGate(BenchGate.FAILURES_PER_MINUTE);
      FastRandom random = new FastRandom(3);
      KeyText[] texts = new KeyText[population.inMemory];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = BenchKey.text(random);
        bench.bringIntoMemory(texts[i], i);
      }
      List<KeyText> visits = Arrays.asList(texts);
      Collections.shuffle(visits, random);
      apiKeys = new String[population.used];
      apiSecrets = new String[population.used];
      for (int i = 0; i < population.used; i++) {
        apiKeys[i] = visits.get(i).apiKey();
        apiSecrets[i] = copy(visits.get(i).apiSecret().reveal());
      }
      counter = new BenchCounter();
      decider = bench.gate.decider(counter);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      System.out.println("requests that could not be counted: " + counter.uncounted());
      counter.close();
    }

    Ask ask() {
      int i = at;
      at = i + 1 == apiKeys.length ? 0 : i + 1;
      return Ask.of(
          Credential.pair(apiKeys[i], apiSecrets[i]), BenchKey.NEED, BenchKey.CLIENT, clock.next());
    }
  }

  /// Texts that are no key.
  @State(Scope.Thread)
  @NullUnmarked // JMH fills the fields
  public static class Garbage {
    private static final int TEXTS = 1024;

    private static final int ADDRESSES = 4_096;

    public enum Kind {
      RANDOM_TEXT,
      WRONG_CHECKSUM,
      TOO_LONG
    }

    @Param public Kind kind;

    private final String[] texts = new String[TEXTS];
    private Address[] addresses;
    private int at;
    private Decider decider;
    private Decider patientDecider;
    final Clock clock = new Clock();

    @Setup(Level.Trial)
    public void fill() {
      FastRandom random = new FastRandom(4);
      SplittableRandom letters = new SplittableRandom(5);
      for (int i = 0; i < TEXTS; i++) {
        texts[i] =
            switch (kind) {
              case RANDOM_TEXT -> ascii(letters, Parts.LENGTH);
              case WRONG_CHECKSUM -> BenchKey.text(random).token().reveal().replaceAll(".$", "!");
              case TOO_LONG -> ascii(letters, 4096);
            };
      }
      addresses =
          IntStream.range(0, ADDRESSES)
              .mapToObj(i -> new Address(0x2001_0db8L << 32, i * 0x9E37_79B9L))
              .toArray(Address[]::new);
      decider = decider(BenchGate.FAILURES_PER_MINUTE);
      patientDecider = decider(BenchGate.NO_FLOOD);
    }

    private static Decider decider(long failuresPerMinute) {
      return new BenchGate(failuresPerMinute).gate.decider((_, _, _, _) -> {});
    }

    private static String ascii(SplittableRandom random, int length) {
      return random
          .ints(length, '!', '~')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }

    String next() {
      return texts[at++ & (TEXTS - 1)];
    }

    Address address() {
      return addresses[at & (ADDRESSES - 1)];
    }
  }

  /// The inputs of the parts: flat, so that reaching them costs nothing.
  @State(Scope.Thread)
  @NullUnmarked // JMH fills the fields
  public static class Parts {
    private static final int LENGTH = 74;
    private static final int CHECKED = 68;
    private static final int SECRET = 25;

    @Param public Population population;

    private byte[] texts;
    private PublicId[] ids;
    private ConcurrentHashMap<PublicId, byte[]> digests;
    private int at;
    private final CRC32 crc = new CRC32();
    private final Hmac hmac = new Hmac();
    private final Hmac.HmacKey pepper = new Hmac.HmacKey(new byte[32]);
    private final byte[] code = new byte[Hmac.LENGTH];

    @Setup(Level.Trial)
    public void fill() {
      FastRandom random = new FastRandom(3);
      KeyText[] keys = new KeyText[population.inMemory];
      digests = new ConcurrentHashMap<>();
      for (int i = 0; i < keys.length; i++) {
        keys[i] = BenchKey.text(random);
        digests.put(keys[i].id(), new byte[Hmac.LENGTH]);
      }
      Collections.shuffle(Arrays.asList(keys), random);
      texts = new byte[population.used * LENGTH];
      ids = new PublicId[population.used];
      for (int i = 0; i < population.used; i++) {
        ids[i] = new PublicId(keys[i].id().high(), keys[i].id().low());
        byte[] text = keys[i].token().reveal().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, texts, i * LENGTH, LENGTH);
      }
    }
  }

  /// A million decisions pass in a second.
  static final class Clock {
    private long micros = 1_800_000_000_000_000L;

    long next() {
      return micros++ / 1_000;
    }
  }

  @Benchmark
  public Verdict granted(Granted state) {
    return granted(state.decider.decide(state.ask()));
  }

  private static Verdict granted(Decider.Answer answer) {
    return answer instanceof Verdict.Granted verdict ? verdict : fail(answer);
  }

  @Benchmark
  public Verdict garbage(Garbage state) {
    Credential credential = Credential.token(state.next());
    return refused(
        state.decider.decide(
            new Ask(
                credential,
                BenchKey.NEED,
                /* agent= */ null,
                /* organization= */ null,
                /* address= */ null,
                /* cost= */ 1,
                /* limited= */ true,
                state.clock.next())));
  }

  /// From many addresses that never flood: each failure is counted to its address.
  @Benchmark
  public Verdict garbageFromAnAddress(Garbage state) {
    return refused(
        state.patientDecider.decide(
            Ask.of(
                Credential.token(state.next()),
                BenchKey.NEED,
                state.address(),
                state.clock.next())));
  }

  /// From one address, which is held for a flood after the first few.
  @Benchmark
  public Verdict garbageFlood(Garbage state) {
    return refused(
        state.decider.decide(
            Ask.of(
                Credential.token(state.next()),
                BenchKey.NEED,
                BenchKey.CLIENT,
                state.clock.next())));
  }

  private static Verdict refused(Decider.Answer answer) {
    return answer instanceof Verdict.Denied verdict ? verdict : fail(answer);
  }

  @Benchmark
  public int hmacChecksumAndMap(Parts state) {
    int i = state.at;
    state.at = i + 1 == state.ids.length ? 0 : i + 1;
    int from = i * Parts.LENGTH;
    state.crc.reset();
    state.crc.update(state.texts, from, Parts.CHECKED);
    state.hmac.code(
        state.pepper, state.texts, from + Parts.SECRET, BenchKey.SECRET_LENGTH, state.code);
    byte[] digest = Objects.requireNonNull(state.digests.get(state.ids[i]));
    return digest[0] + state.code[0] + (int) state.crc.getValue();
  }

  private static Verdict fail(Object answer) {
    throw new IllegalStateException("the benchmark's keys got another answer: " + answer);
  }

  private static String copy(String text) {
    return new String(text.toCharArray());
  }
}
