package latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetTest {
  private final SecureRandom random = new SecureRandom();

  @TempDir Path folder;

  @Test
  void aKeysetReadsBackAsItWasWrittenAndOnlyItsOwnerMayReadIt() throws Exception {
    Path file = folder.resolve("keyset.json");
    Keyset keyset = Keyset.generate(random);
    keyset.writeNew(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Keyset again = Keyset.read(file).orElseThrow();
    assertThat(again.text().reveal()).isEqualTo(keyset.text().reveal());
    assertThat(again.id()).isEqualTo(keyset.id());
  }

  @Test
  void aKeysetIsNeverOverwrittenByANewOne() {
    Path file = folder.resolve("keyset.json");
    Keyset.generate(random).writeNew(file);
    assertThatThrownBy(() -> Keyset.generate(random).writeNew(file))
        .isInstanceOf(UnusableKeyset.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void aTruncatedKeysetIsRefusedAndNothingOfItIsSaid() throws Exception {
    Path file = folder.resolve("keyset.json");
    String text = Keyset.generate(random).text().reveal();
    for (int length : new int[] {0, 1, 30, text.length() / 2, text.length() - 3}) {
      Files.writeString(file, text.substring(0, length));
      assertThatThrownBy(() -> Keyset.read(file))
          .isInstanceOf(UnusableKeyset.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("damaged or incomplete")
          .hasNoCause();
    }
  }

  @Test
  void aNewPepperBecomesCurrentAndTheOldOneStays() {
    Keyset before = Keyset.generate(random);
    Keyset after = before.withNewPepper(random);
    assertThat(after.currentPepper()).isEqualTo(2);
    assertThat(after.pepper(1)).isNotNull();
    assertThat(before.pepper(2)).isNull();
    assertThat(after.id()).isEqualTo(before.id());
  }

  @Test
  void aSealedCopyOpensOnlyForTheKeyItWasSealedFor() {
    Sealer sealer = Keyset.generate(random).sealer();
    byte[] sealed = sealer.seal(new Secret("lk_live_x"), "keyA");
    assertThat(sealer.open(sealed, "keyA").reveal()).isEqualTo("lk_live_x");
    assertThatThrownBy(() -> sealer.open(sealed, "keyB")).isInstanceOf(UnusableKeyset.class);
    assertThatThrownBy(() -> Keyset.generate(random).sealer().open(sealed, "keyA"))
        .isInstanceOf(UnusableKeyset.class);
  }

  @Test
  void nothingOfAKeysetIsPrinted() {
    Keyset keyset = Keyset.generate(random);
    assertThat(keyset.toString()).isEqualTo("Keyset[" + keyset.id() + ", [redacted]]");
    assertThat(keyset.text().toString()).isEqualTo("[redacted]");
    assertThat(String.valueOf(keyset.pepper(1))).isEqualTo("[redacted]");
  }
}
