package latchkey.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import latchkey.access.AddressList;
import latchkey.audit.By;
import latchkey.crypto.Hmac;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyText;
import latchkey.keys.Keys;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Fills a new data folder with keys: `GenerateKeys FOLDER COUNT`.
///
/// Beside the data it leaves `used.tsv` (the keys that the load uses), `cold.tsv` (others, to be
/// used once) and `manager.tsv` (one that may verify the others), each line an `X-API-Key` and an
/// `X-API-Secret`.
public final class GenerateKeys {
  private static final int USED = 10_000;
  private static final int COLD = 5_000;
  private static final int ROWS_A_BATCH = 10_000;

  private final Path folder;
  private final Database database;
  private final Keyset keyset;
  private final Keys keys;

  private GenerateKeys(Path folder, Database database, Keyset keyset) {
    this.folder = folder;
    this.database = database;
    this.keyset = keyset;
    this.keys = new Keys(database, keyset, new SecureRandom(), _ -> {});
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Keyset keyset = Keyset.generate(new SecureRandom());
    keyset.writeNew(data.resolve("keyset.json"));
    Location file = new Location.Sqlite(data.resolve("latchkey.db"));
    try (Database database = Database.open(file, System::currentTimeMillis)) {
      new GenerateKeys(folder, database, keyset).run(Integer.parseInt(args[1]));
    }
  }

  private void run(int count) throws IOException {
    new Organizations(database, _ -> {})
        .create(Organization.named(BenchKey.ORGANIZATION, "Benchmark", KeyText.DEFAULT_PREFIX));
    IssuedKey model = issue("model", BenchKey.PERMISSIONS);
    IssuedKey manager = issue("manager", List.of("keys.read"));
    List<KeyText> texts = texts(count);
    copy(model, texts);
    Collections.shuffle(texts, new FastRandom(6));
    write("used.tsv", texts.subList(0, Math.min(USED, count)));
    write("cold.tsv", texts.subList(Math.min(USED, count), Math.min(USED + COLD, count)));
    write("manager.tsv", List.of(manager.text()));
  }

  private IssuedKey issue(String name, List<String> permissions) {
    KeyDraft draft =
        KeyDraft.of(BenchKey.ORGANIZATION, name, permissions)
            .from(AddressList.ofText(BenchKey.ADDRESSES))
            .limited(Limits.ofText(BenchKey.LIMITS));
    return keys.issue(draft, By.system("bench"));
  }

  /// In the order of their ids: the rows are clustered by them.
  private static List<KeyText> texts(int count) {
    FastRandom random = new FastRandom(new SecureRandom().nextLong());
    List<KeyText> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(BenchKey.text(random));
    }
    texts.sort(Comparator.comparing(KeyText::apiKey));
    return texts;
  }

  /// A million transactions take an hour. So one key is issued as any other, and its rows are
  /// repeated under other ids, names and digests.
  private void copy(IssuedKey model, List<KeyText> texts) {
    String id = model.key().id().toString();
    Map<String, Object> key = row("api_key", "id", id);
    Map<String, Object> secret = row("api_secret", "key_id", id);
    Hmac hmac = new Hmac();
    for (int from = 0; from < texts.size(); from += ROWS_A_BATCH) {
      List<KeyText> batch = texts.subList(from, Math.min(from + ROWS_A_BATCH, texts.size()));
      int first = from;
      database.write(
          tx -> {
            PreparedBatch keyRows = insert(tx.handle(), "api_key", key);
            PreparedBatch secretRows = insert(tx.handle(), "api_secret", secret);
            for (int i = 0; i < batch.size(); i++) {
              KeyText text = batch.get(i);
              key.put("id", text.id().toString());
              key.put("name", "key " + (first + i));
              keyRows.bindMap(key).add();
              secret.put("key_id", text.id().toString());
              secret.put("digest", code(text, hmac));
              secretRows.bindMap(secret).add();
            }
            return keyRows.execute().length + secretRows.execute().length;
          });
    }
  }

  private byte[] code(KeyText text, Hmac hmac) {
    byte[] secret = text.apiSecret().reveal().getBytes(StandardCharsets.US_ASCII);
    byte[] code = new byte[Hmac.LENGTH];
    hmac.code(
        Objects.requireNonNull(keyset.pepper(keyset.currentPepper())),
        secret,
        0,
        BenchKey.SECRET_LENGTH,
        code);
    return code;
  }

  private Map<String, Object> row(String table, String column, String id) {
    return database.read(
        handle ->
            new LinkedHashMap<>(
                handle
                    .createQuery("SELECT * FROM " + table + " WHERE " + column + " = :id")
                    .bind("id", id)
                    .mapToMap()
                    .one()));
  }

  private static PreparedBatch insert(Handle handle, String table, Map<String, Object> row) {
    String columns = String.join(", ", row.keySet());
    String values = row.keySet().stream().map(name -> ":" + name).collect(Collectors.joining(", "));
    return handle.prepareBatch(
        "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")");
  }

  private void write(String name, List<KeyText> texts) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
      texts.forEach(text -> lines.println(text.apiKey() + "\t" + text.apiSecret().reveal()));
    }
  }
}
