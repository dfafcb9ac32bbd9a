package latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "nonsense", "{\"a\":}"})
  void onlyAJsonObjectIsMetadata(String text) {
    assertThatThrownBy(() -> Metadata.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fourKilobytesAreTheMost() {
    String most = "{\"a\":\"" + "x".repeat(Metadata.MOST_BYTES - 8) + "\"}";
    assertThat(Metadata.parse(most).json()).isEqualTo(most);
    assertThatThrownBy(() -> Metadata.parse(most.replace("x\"", "xx\"")))
        .hasMessageContaining("at most 4096 bytes");
  }
}
