package latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import latchkey.crypto.Hmac.HmacKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class HmacTest {
  @Property
  void theCodeIsTheOneOfTheJdk(
      @ForAll @Size(min = 1, max = 64) byte[] key, @ForAll @Size(max = 200) byte[] message)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    byte[] code = new byte[Hmac.LENGTH];
    Hmac hmac = new Hmac();
    hmac.code(new HmacKey(key), message, 0, message.length, code);
    hmac.code(new HmacKey(key), message, 0, message.length, code); // and leaves no state behind
    assertThat(code).isEqualTo(mac.doFinal(message));
  }
}
