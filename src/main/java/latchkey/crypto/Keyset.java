package latchkey.crypto;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.crypto.Hmac.HmacKey;
import org.jspecify.annotations.Nullable;

/// What digests and sealed copies hang on: versioned peppers, and Tink's keyset for sealing. It
/// lives outside the database, so that neither alone is worth stealing.
public final class Keyset {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PEPPER_BYTES = 32;
  private static final int MOST_PEPPERS = 100;

  private final Stored stored;
  private final @Nullable HmacKey[] peppers; // by version

  private Keyset(Stored stored) {
    this.stored = stored;
    this.peppers = new HmacKey[MOST_PEPPERS + 1];
    for (Pepper pepper : stored.peppers) {
      peppers[pepper.version] = new HmacKey(Base64.getDecoder().decode(pepper.key));
    }
  }

  /// A new keyset: one pepper, one sealing key.
  public static Keyset generate(SecureRandom random) {
    byte[] id = new byte[8];
    random.nextBytes(id);
    return new Keyset(
        new Stored(HexFormat.of().formatHex(id), List.of(newPepper(1, random)), newSealing()));
  }

  /// Reads a keyset's text, as [#text] gives it.
  public static Keyset parse(Secret text) {
    try {
      return new Keyset(JSON.readValue(text.reveal(), Stored.class));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // the parser's own message may quote the text
      throw new UnusableKeyset("the keyset is damaged or incomplete: restore it from a backup");
    }
  }

  public static Optional<Keyset> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(parse(new Secret(Files.readString(file))))
          : Optional.empty();
    } catch (UnusableKeyset e) {
      throw new UnusableKeyset(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UnusableKeyset(file + " cannot be read: " + e.getMessage());
    }
  }

  /// Writes the file whole or not at all, readable by its owner only; never over an existing one.
  public void writeNew(Path file) {
    if (Files.exists(file)) {
      throw new UnusableKeyset(file + " exists already");
    }
    write(file);
  }

  /// Replaces the file by this keyset, whole or not at all.
  public void write(Path file) {
    try {
      OwnerFiles.replace(file, text().reveal().getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw new UnusableKeyset(file + " is being written by another process");
    } catch (IOException e) {
      throw new UnusableKeyset(file + " cannot be written: " + e.getMessage());
    }
  }

  public Secret text() {
    try {
      return new Secret(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(stored));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Which installation this keyset belongs to; not a secret.
  public String id() {
    return stored.id;
  }

  /// The version that new digests are made with.
  public int currentPepper() {
    return stored.peppers.getLast().version;
  }

  /// The pepper of that version, or null: the digest was made with a newer keyset than this one.
  public @Nullable HmacKey pepper(int version) {
    return version > 0 && version < peppers.length ? peppers[version] : null;
  }

  /// With one more pepper, current from now on; digests of older ones keep verifying.
  public Keyset withNewPepper(SecureRandom random) {
    if (currentPepper() == MOST_PEPPERS) {
      throw new UnusableKeyset("a keyset holds at most " + MOST_PEPPERS + " peppers");
    }
    List<Pepper> more = new ArrayList<>(stored.peppers);
    more.add(newPepper(currentPepper() + 1, random));
    return new Keyset(new Stored(stored.id, List.copyOf(more), stored.sealing));
  }

  /// What seals and opens secrets that an organization chose to keep.
  public Sealer sealer() {
    try {
      Configuration tink = TinkConfig2026.get();
      KeysetHandle handle =
          TinkJsonProtoKeysetFormat.parseKeyset(
              stored.sealing, tink, InsecureSecretKeyAccess.get());
      return new Sealer(handle.getPrimitive(tink, Aead.class));
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyset("the keyset's sealing key is damaged: restore it from a backup");
    }
  }

  /// What signs statements of this installation, and checks those that it signed with any pepper.
  public Signer signer() {
    Map<Integer, HmacKey> byVersion = new HashMap<>();
    for (Pepper pepper : stored.peppers) {
      byVersion.put(pepper.version, new HmacKey(Base64.getDecoder().decode(pepper.key)));
    }
    return new Signer(byVersion, currentPepper());
  }

  @Override
  public String toString() {
    return "Keyset[" + stored.id + ", [redacted]]";
  }

  private static Pepper newPepper(int version, SecureRandom random) {
    byte[] key = new byte[PEPPER_BYTES];
    random.nextBytes(key);
    return new Pepper(version, Base64.getEncoder().encodeToString(key));
  }

  private static String newSealing() {
    try {
      Configuration tink = TinkConfig2026.get();
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, tink);
      return TinkJsonProtoKeysetFormat.serializeKeyset(handle, tink, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink has AES-256-GCM", e);
    }
  }

  /// The file's shape.
  private record Stored(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) List<Pepper> peppers,
      @JsonProperty(required = true) String sealing) {
    Stored {
      if (id == null || peppers == null || peppers.isEmpty() || sealing == null) {
        throw new IllegalArgumentException("id, peppers and sealing are wanted");
      }
      peppers = List.copyOf(peppers);
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  private record Pepper(int version, @JsonProperty(required = true) String key) {
    Pepper {
      if (version < 1 || version > MOST_PEPPERS || key == null) {
        throw new IllegalArgumentException("a version of 1 to " + MOST_PEPPERS + " is wanted");
      }
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }
}
