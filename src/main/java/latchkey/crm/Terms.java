package latchkey.crm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

  /// All of a contact with these fields.
  Set<Long> of(Fields fields) {
    Set<Long> terms = new LinkedHashSet<>();
    SPACES
        .splitAsStream(Folding.searched(fields.name(), fields.email(), fields.mobileNumber()))
        .forEach(word -> add(terms, letters(word)));
    fields.status().ifPresent(name -> terms.add(named(Kind.STATUS, name)));
    fields.stage().ifPresent(name -> terms.add(named(Kind.STAGE, name)));
    fields.owner().ifPresent(name -> terms.add(named(Kind.OWNER, name)));
    fields.secondaryOwner().ifPresent(name -> terms.add(named(Kind.OWNER, name)));
    return terms;
  }

  /// Each place of a word begins a gram, shorter ones at its end, and is one by itself.
  private void add(Set<Long> terms, List<Integer> word) {
    for (int i = 0; i < word.size(); i++) {
      terms.add(gram(word.subList(i, Math.min(i + GRAM, word.size()))));
      terms.add(gram(word.subList(i, i + 1)));
      if (i + DIGITS <= word.size() && isNumber(word.subList(i, i + DIGITS))) {
        terms.add(digits(word.subList(i, i + DIGITS)));
      }
    }
  }

  private static boolean isNumber(List<Integer> word) {
    return word.stream().allMatch(letter -> letter >= ZERO && letter < PLAIN);
  }

  /// Three digits say little: there are but a thousand of them. No gram begins with nothing, so
  /// the numbers up to 9999 are none of a gram.
  private long digits(List<Integer> four) {
    return term(Kind.GRAM, four.stream().reduce(0, (sum, digit) -> 10 * sum + digit - ZERO));
  }

  private long gram(List<Integer> letters) {
    int value = 0;
    for (int i = 0; i < GRAM; i++) {
      value = (value << LETTER_BITS) + (i < letters.size() ? letters.get(i) : 0);
    }
    return term(Kind.GRAM, value);
  }

  private static List<Integer> letters(String word) {
    return word.codePoints().mapToObj(Terms::letter).toList();
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
    List<List<Integer>> words = parts.stream().map(Terms::letters).toList();
    int longest = words.stream().mapToInt(List::size).max().orElse(0);
    if (longest < GRAM) {
      return words.stream()
          .filter(word -> word.size() == longest)
          .map(word -> longest == 1 ? Set.of(gram(word)) : begunBy(word))
          .limit(2)
          .toList();
    }
    return LongStream.concat(
            words.stream().flatMapToLong(this::grams), words.stream().flatMapToLong(this::letters))
        .distinct()
        .mapToObj(Set::of)
        .toList();
  }

  private LongStream grams(List<Integer> word) {
    if (word.size() >= DIGITS && isNumber(word)) {
      return IntStream.rangeClosed(0, word.size() - DIGITS)
          .mapToLong(i -> digits(word.subList(i, i + DIGITS)));
    }
    return IntStream.rangeClosed(0, word.size() - GRAM)
        .mapToLong(i -> gram(word.subList(i, i + GRAM)));
  }

  private LongStream letters(List<Integer> word) {
    return word.size() < GRAM
        ? word.stream().mapToLong(letter -> gram(List.of(letter)))
        : LongStream.empty();
  }

  private Set<Long> begunBy(List<Integer> two) {
    long first = gram(two);
    return IntStream.range(0, LETTERS)
        .mapToObj(letter -> first + letter)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
