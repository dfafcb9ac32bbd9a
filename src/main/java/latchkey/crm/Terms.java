package latchkey.crm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import latchkey.crypto.Sha256;

/// What contacts are found by, as numbers: the parts of their words of up to three characters,
/// and their status, stage and owners. Each number says whose contact it is and on which side of
/// the archive, so that the contacts of two agents stand in no list together.
///
/// Different things may have one number: what is found by it is looked at again.
final class Terms {
  private static final int GRAM = 3;
  private static final int DIGITS = 4;

  private static final int LETTER_BITS = 7;
  private static final int LETTERS = 1 << LETTER_BITS;
  private static final int ZERO = 1 + 26;
  private static final int PLAIN = ZERO + 10;
  private static final int VALUE_BITS = GRAM * LETTER_BITS;
  private static final int KIND_BITS = 2;
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private enum Kind {
    GRAM(0),
    STATUS(1),
    STAGE(2),
    OWNER(3);

    private final long number;

    Kind(long number) {
      this.number = number;
    }
  }

  private final long side;

  Terms(Place place, boolean archived) {
    String whose = place.organizationId() + "\n" + place.agentId();
    long hash = ByteBuffer.wrap(Sha256.of(whose.getBytes(StandardCharsets.UTF_8))).getLong();
    side = ((hash << 1) + (archived ? 1 : 0)) << (KIND_BITS + VALUE_BITS);
  }

  private long term(Kind kind, int value) {
    return side + (kind.number << VALUE_BITS) + value;
  }

  private long named(Kind kind, String name) {
    return term(kind, (name.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - VALUE_BITS));
  }

  /// All of a contact with these fields, each once, in their order.
  long[] of(Fields fields) {
    return of(
        Folding.searched(fields.name(), fields.email(), fields.mobileNumber()),
        fields.status(),
        fields.stage(),
        fields.owner(),
        fields.secondaryOwner());
  }

  /// @param searched see [Folding#searched]
  long[] of(
      String searched,
      Optional<String> status,
      Optional<String> stage,
      Optional<String> owner,
      Optional<String> secondaryOwner) {
    LongStream.Builder terms = LongStream.builder();
    SPACES.splitAsStream(searched).forEach(word -> add(terms, letters(word)));
    status.ifPresent(name -> terms.add(named(Kind.STATUS, name)));
    stage.ifPresent(name -> terms.add(named(Kind.STAGE, name)));
    owner.ifPresent(name -> terms.add(named(Kind.OWNER, name)));
    secondaryOwner.ifPresent(name -> terms.add(named(Kind.OWNER, name)));
    return distinct(terms.build().toArray());
  }

  private static long[] distinct(long[] terms) {
    Arrays.sort(terms);
    int kept = 0;
    for (int i = 0; i < terms.length; i++) {
      if (i == 0 || terms[i] != terms[i - 1]) {
        terms[kept++] = terms[i];
      }
    }
    return Arrays.copyOf(terms, kept);
  }

  /// Each place of a word begins a gram, shorter ones at its end, and is one by itself.
  private void add(LongStream.Builder terms, int[] word) {
    for (int i = 0; i < word.length; i++) {
      terms.add(gram(word, i, Math.min(GRAM, word.length - i)));
      terms.add(gram(word, i, 1));
      if (isNumber(word, i)) {
        terms.add(digits(word, i));
      }
    }
  }

  /// Whether as many digits as are looked for begin there.
  private static boolean isNumber(int[] word, int from) {
    int i = from;
    while (i < word.length && i < from + DIGITS && isDigit(word[i])) {
      i++;
    }
    return i == from + DIGITS;
  }

  private static boolean isDigit(int letter) {
    return letter >= ZERO && letter < PLAIN;
  }

  /// Three digits say little: there are but a thousand of them. No gram begins with nothing, so
  /// the numbers up to 9999 are none of a gram.
  private long digits(int[] word, int from) {
    int value = 0;
    for (int i = from; i < from + DIGITS; i++) {
      value = 10 * value + word[i] - ZERO;
    }
    return term(Kind.GRAM, value);
  }

  private long gram(int[] word, int from, int length) {
    int value = 0;
    for (int i = 0; i < GRAM; i++) {
      value = (value << LETTER_BITS) + (i < length ? word[from + i] : 0);
    }
    return term(Kind.GRAM, value);
  }

  private static int[] letters(String word) {
    return word.codePoints().map(Terms::letter).toArray();
  }

  /// Letters and digits have a number of their own, the rest of the world shares some.
  private static int letter(int c) {
    if (c >= 'a' && c <= 'z') {
      return 1 + c - 'a';
    }
    return c >= '0' && c <= '9' ? ZERO + c - '0' : PLAIN + c % (LETTERS - PLAIN);
  }

  /// What a contact that the filter leaves has: one at least of each of these sets. None where a
  /// filter asks for nothing that contacts are found by.
  List<Set<Long>> wanted(Filter filter) {
    List<Set<Long>> wanted = new ArrayList<>();
    filter.status().ifPresent(name -> wanted.add(Set.of(named(Kind.STATUS, name))));
    filter.stage().ifPresent(name -> wanted.add(Set.of(named(Kind.STAGE, name))));
    filter.owner().ifPresent(name -> wanted.add(Set.of(named(Kind.OWNER, name))));
    filter.search().ifPresent(text -> wanted.addAll(wanted(Folding.parts(text))));
    return wanted;
  }

  /// The longest parts say most: beside them, of the shorter ones only the letters are asked for.
  private List<Set<Long>> wanted(List<String> parts) {
    List<int[]> words = parts.stream().map(Terms::letters).toList();
    int longest = words.stream().mapToInt(word -> word.length).max().orElse(0);
    if (longest < GRAM) {
      return words.stream()
          .filter(word -> word.length == longest)
          .map(word -> longest == 1 ? Set.of(gram(word, 0, 1)) : begunBy(word))
          .limit(2)
          .toList();
    }
    return words.stream().flatMapToLong(this::parts).distinct().mapToObj(Set::of).toList();
  }

  private LongStream parts(int[] word) {
    if (word.length < GRAM) {
      return IntStream.range(0, word.length).mapToLong(i -> gram(word, i, 1));
    }
    return word.length >= DIGITS && Arrays.stream(word).allMatch(Terms::isDigit)
        ? IntStream.rangeClosed(0, word.length - DIGITS).mapToLong(i -> digits(word, i))
        : IntStream.rangeClosed(0, word.length - GRAM).mapToLong(i -> gram(word, i, GRAM));
  }

  private Set<Long> begunBy(int[] two) {
    long first = gram(two, 0, two.length);
    return IntStream.range(0, LETTERS)
        .mapToObj(letter -> first + letter)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
