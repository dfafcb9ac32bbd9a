package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class PhonesTest {
  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("", " ", "-", ".", "/", "(", ") ", "\u00a0", "\u2011");
  }

  @Property
  void aNumberIsTheSameHoweverItIsGrouped(
      @ForAll @IntRange(min = 2_000_000, max = 9_999_999) int number,
      @ForAll @Size(7) List<@From("separators") String> between) {
    StringBuilder grouped = new StringBuilder("030");
    String digits = String.valueOf(number);
    for (int i = 0; i < digits.length(); i++) {
      grouped.append(between.get(i)).append(digits.charAt(i));
    }
    assertThat(Phones.normalized(grouped.toString(), "DE")).contains("+4930" + number);
  }

  @Property
  void whatIsNormalIsSoInEveryRegion(
      @ForAll @StringLength(max = 18) @CharRange(from = '(', to = '9') String text,
      @ForAll("regions") String region) {
    Phones.normalized(text, region)
        .ifPresent(
            number -> {
              assertThat(number).matches("\\+[1-9][0-9]{3,17}");
              for (String other : List.of("DE", "US", "IN", "ZZ")) {
                assertThat(Phones.normalized(number, other)).contains(number);
              }
            });
  }

  @Provide
  Arbitrary<String> regions() {
    return Arbitraries.of("DE", "US", "IN", "ZZ", "IT", "GB");
  }

  @Property
  void noTextAtAllBreaksIt(@ForAll String text) {
    Phones.normalized(text, "DE").ifPresent(number -> assertThat(number).startsWith("+"));
  }
}
