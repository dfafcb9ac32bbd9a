package latchkey.doors.open;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import latchkey.crm.Contact;
import latchkey.crm.Contacts;
import latchkey.crm.Ref;
import latchkey.crypto.Secret;
import latchkey.db.DatabaseException;
import latchkey.doors.Doorway;
import latchkey.doors.Download;
import latchkey.doors.FileFaults;
import latchkey.doors.Once;
import latchkey.doors.open.OpenAnswer.Pagination;
import latchkey.files.ContactFile;
import latchkey.files.FileJson;
import latchkey.files.Files;
import latchkey.files.Kept;
import latchkey.files.Refusal;
import latchkey.files.Shelf;
import latchkey.files.StorageException;
import latchkey.files.Upload;
import latchkey.http.Exchange;
import latchkey.http.JsonRecords;
import latchkey.http.Method;
import latchkey.http.Multipart;
import latchkey.http.Problem;

/// The files of a contact, by either of its addresses.
///
/// What makes an upload the same as another one, for its `Idempotency-Key`, is the names and
/// contents of its files: so a repeat is read before it is known for one, and then thrown away.
public final class FileOperations {
  private static final String AGENT = "/chatbots/{agentId}";
  private static final String READ = "contacts.read";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST_LIMIT = 100;
  private static final int MOST_PARTS = 1_000;
  private final Files files;
  private final Contacts contacts;
  private final Once once;
  private final long mostBytes;

  /// @param mostBytes of one upload, all its files together
  public FileOperations(Files files, Contacts contacts, Once once, long mostBytes) {
    this.files = files;
    this.contacts = contacts;
    this.once = once;
    this.mostBytes = mostBytes;
  }

  public List<OpenOperation> operations() {
    return Stream.of(
            addressed(
                "/contacts/mantisid/{contactId}" + AGENT + "/files",
                call -> new Ref.Id(call.path("contactId"))),
            addressed(
                "/contacts/{externalReferenceId}" + AGENT + "/files",
                call -> new Ref.External(call.path("externalReferenceId"))))
        .flatMap(List::stream)
        .toList();
  }

  private List<OpenOperation> addressed(String path, Function<OpenCall, Ref> ref) {
    String one = path + "/{fileId}";
    return List.of(
        OpenOperation.streaming(
                Method.POST,
                path,
                "contacts.create",
                (call, exchange) -> upload(call, exchange, ref.apply(call)))
            .creating(),
        OpenOperation.get(path, READ, call -> list(call, ref.apply(call))).taking("page", "limit"),
        OpenOperation.get(one, READ, call -> show(call, ref.apply(call))),
        OpenOperation.streaming(
                Method.GET,
                one + "/content",
                READ,
                (call, exchange) -> download(call, exchange, ref.apply(call)))
            .notJson(),
        OpenOperation.delete(one, "contacts.delete", call -> delete(call, ref.apply(call))));
  }

  // Uploading

  /// A refusal is no failure: its answer keeps the headers that say what is left of the limits.
  private sealed interface Result {
    record Done(OpenAnswer answer) implements Result {}

    record Refused(Problem problem) implements Result {}
  }

  private void upload(OpenCall call, Exchange exchange, Ref ref) {
    String type = exchange.header("Content-Type").orElse("");
    String _ = Multipart.boundary(Optional.of(type));
    exchange.streamBody(
        mostBytes,
        body -> result(() -> uploaded(call, ref, type, body)),
        result -> {
          switch (result) {
            case Result.Done(var answer) -> OpenDoor.send(exchange, answer);
            case Result.Refused(var problem) -> exchange.refuse(problem);
          }
        });
  }

  private interface Work {
    OpenAnswer answer() throws IOException;
  }

  private static Result result(Work work) throws IOException {
    try {
      return new Result.Done(work.answer());
    } catch (Problem problem) {
      return new Result.Refused(problem);
    } catch (StorageException e) {
      return new Result.Refused(FileFaults.unavailable(e));
    } catch (DatabaseException e) {
      if (Doorway.unavailable(e) instanceof Problem problem) {
        return new Result.Refused(problem);
      }
      throw e;
    }
  }

  private OpenAnswer uploaded(OpenCall call, Ref ref, String type, InputStream body)
      throws IOException {
    try (Upload upload = files.upload(shelf(call, ref))) {
      Multipart.read(body, type, Multipart.Limits.ofParts(MOST_PARTS), new Taking(upload));
      List<ContactFile> kept =
          call.attempt(upload.fingerprint())
              .map(
                  attempt ->
                      once.answer(attempt, call.now(), () -> kept(call, upload), Stored.KEEPING))
              .orElseGet(() -> kept(call, upload))
              .files();
      return OpenAnswer.created(
          "Files uploaded successfully", json -> json.writeRawValue(text(kept)));
    }
  }

  /// Every part that is a file is taken, whatever its field is called.
  private record Taking(Upload upload) implements Multipart.Parts {
    @Override
    public void field(String name, String value) {
      throw Problem.of(
          400, "unknown_fields", "Send files only: the field \"%s\" is none.".formatted(name));
    }

    @Override
    public void file(
        String name, String fileName, Optional<String> contentType, InputStream content)
        throws IOException {
      Optional<Refusal> refusal = upload.add(fileName, content);
      if (refusal.isPresent()) {
        throw FileFaults.of(refusal.get());
      }
    }
  }

  /// What an upload made, as it is answered to its repeats too.
  private record Stored(List<ContactFile> files) {
    static final Once.Keeping<Stored> KEEPING =
        new Once.Keeping<>(
            stored -> new Secret(new String(JsonRecords.write(stored), StandardCharsets.UTF_8)),
            text -> JsonRecords.read(text.reveal().getBytes(StandardCharsets.UTF_8), Stored.class));
  }

  private Stored kept(OpenCall call, Upload upload) {
    return switch (files.keep(upload, call.author())) {
      case Kept.Done(var done) -> new Stored(done);
      case Kept.Refused(var why) -> throw FileFaults.of(why);
    };
  }

  // Reading

  private OpenAnswer list(OpenCall call, Ref ref) {
    int page = call.whole("page", 1, Integer.MAX_VALUE);
    int limit = call.whole("limit", DEFAULT_LIMIT, MOST_LIMIT);
    Shelf shelf = shelf(call, ref);
    long total = files.count(shelf);
    List<ContactFile> some = files.list(shelf, (page - 1L) * limit, limit);
    return OpenAnswer.ok("Files retrieved successfully", json -> json.writeRawValue(text(some)))
        .page(
            new Pagination(
                OptionalInt.of(page), limit, total, /* exact= */ true, Optional.empty()));
  }

  private OpenAnswer show(OpenCall call, Ref ref) {
    ContactFile file = file(call, ref);
    return OpenAnswer.ok(
        "File retrieved successfully", json -> json.writeRawValue(FileJson.of(file).toString()));
  }

  private static String text(List<ContactFile> files) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    files.forEach(file -> all.add(FileJson.of(file)));
    return all.toString();
  }

  private void download(OpenCall call, Exchange exchange, Ref ref) {
    exchange.offLoop(
        () -> Download.of(files, file(call, ref), FileOperations::absent),
        download -> download.answer(exchange));
  }

  // Deleting

  private OpenAnswer delete(OpenCall call, Ref ref) {
    call.requireNoBody();
    if (!files.delete(shelf(call, ref), call.path("fileId"), call.author())) {
      throw absent();
    }
    return OpenAnswer.ok("File deleted successfully", JsonGenerator::writeNull);
  }

  // Whose they are

  private ContactFile file(OpenCall call, Ref ref) {
    return files.find(shelf(call, ref), call.path("fileId")).orElseThrow(FileOperations::absent);
  }

  private Shelf shelf(OpenCall call, Ref ref) {
    Contact contact =
        contacts
            .find(call.place(), ref)
            .orElseThrow(() -> Problem.of(404, "not_found", "Contact not found"));
    return new Shelf(call.organizationId(), call.agentId(), contact.id());
  }

  private static Problem absent() {
    return Problem.of(404, "not_found", "File not found");
  }
}
