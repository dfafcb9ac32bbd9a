package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FoldingTest {
  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
            "a", "Å", "ß", "Éé", "ñ", "Œ", "æ", "Ø", "ł", "Đ", "þ", "ŉ", "ﬁ", "ſ", "Σ", "ς", "ώ",
            "Ж", "ё", "Ґ", "王", "한", "ア", "ｶﾞ", "０", "½", "²", "ǆ", "'", "O’", " ", "🦊", "-", "İ")
        .list()
        .ofMaxSize(12)
        .map(letters -> String.join("", letters));
  }

  @Property
  void aTextIsFoldedTheSameHoweverItIsWritten(@ForAll("words") String text) {
    String folded = Folding.fold(text);
    assertThat(Folding.fold(Normalizer.normalize(text, Form.NFD))).isEqualTo(folded);
    assertThat(Folding.fold(Normalizer.normalize(text, Form.NFC))).isEqualTo(folded);
    assertThat(Folding.fold(text.toUpperCase(Locale.ROOT))).isEqualTo(folded);
    assertThat(Folding.fold(folded)).isEqualTo(folded);
  }

  @Property
  void aPartOfANameIsFoundInIt(@ForAll("words") String before, @ForAll("words") String part) {
    String searched =
        Folding.searched(
            Optional.of(before + " " + part + " x"), Optional.empty(), Optional.empty());
    assertThat(Folding.parts(part).stream().filter(some -> !isNumber(part)))
        .allMatch(searched::contains);
  }

  /// A number is looked for by its digits, however it is grouped.
  private static boolean isNumber(String text) {
    return text.matches("[+0-9()./\\s-]*[0-9][+0-9()./\\s-]*");
  }

  @Property
  void aKeyIsShortAndNotCutInACharacter(@ForAll String text) {
    String key = Folding.key(Optional.of(text + "🦊".repeat(80)));
    assertThat(key.length()).isLessThanOrEqualTo(100);
    assertThat(Character.isHighSurrogate(key.charAt(key.length() - 1))).isFalse();
  }

  @Test
  void aNumberIsLookedForHoweverItIsGrouped() {
    assertThat(Folding.parts("+49 (170) 12/34")).containsExactly("491701234");
    assertThat(Folding.parts("0170 1234")).containsExactly("1701234");
    assertThat(Folding.parts("000")).containsExactly("0");
    assertThat(Folding.parts("Ann 0170")).containsExactly("ann", "170");
    assertThat(Folding.parts("+49 (0)30 1234")).containsExactly("49301234");
    assertThat(Folding.parts("0049(0)30/1234")).containsExactly("49301234");
    assertThat(Folding.parts("(0)30 1234")).containsExactly("301234");
    assertThat(Folding.parts("Ann +49 (0)30")).containsExactly("ann", "49", "30");
    assertThat(Folding.parts("Plan 2026-01-05")).containsExactly("plan", "2026-01-05");
    assertThat(Folding.parts(" \t ")).isEmpty();
  }
}
