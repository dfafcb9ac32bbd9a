package latchkey.doors.manage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import latchkey.crm.Author;
import latchkey.crm.Contacts;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.doors.Answer;
import latchkey.doors.Download;
import latchkey.doors.FileFaults;
import latchkey.files.ContactFile;
import latchkey.files.FileJson;
import latchkey.files.Files;
import latchkey.files.Kept;
import latchkey.files.Refusal;
import latchkey.files.Shelf;
import latchkey.files.StorageException;
import latchkey.files.Upload;
import latchkey.http.Multipart.Part;
import latchkey.http.Problem;
import latchkey.http.SentFiles;
import latchkey.people.Right;

/// `/api/v1/agents/{agentId}/contacts/{contactId}/files`.
public final class FileOperations {
  private static final String ALL = ContactOperations.ONE + "/files";
  private static final String ONE = ALL + "/{fileId}";

  private final AgentPlaces places;
  private final Contacts contacts;
  private final Files files;
  private final long mostBytes;

  /// @param mostBytes of one upload, all its files together
  public FileOperations(AgentPlaces places, Contacts contacts, Files files, long mostBytes) {
    this.places = places;
    this.contacts = contacts;
    this.files = files;
    this.mostBytes = mostBytes;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.CONTACTS_READ, "contacts.read");
    Need create = Need.of(Right.CONTACTS_MANAGE, "contacts.create");
    Need delete = Need.of(Right.CONTACTS_MANAGE, "contacts.delete");
    return List.of(
        Operation.list(ALL, read, this::list).alsoForOneAgent(),
        Operation.upload(ALL, create, mostBytes, this::upload).alsoForOneAgent(),
        Operation.get(ONE, read, this::show).alsoForOneAgent(),
        Operation.delete(ONE, delete, this::delete).alsoForOneAgent(),
        Operation.download(ONE + "/content", read, this::download).alsoForOneAgent());
  }

  private Answer list(Call call) {
    Page page = call.page();
    return page.answer(
        files.list(shelf(call), page.after().map(List::getFirst), page.oneMore()),
        file -> List.of(file.id()),
        FileJson::of);
  }

  private Answer show(Call call) {
    return Answer.of(FileJson.of(file(call)));
  }

  private Download download(Call call) {
    return Download.of(files, file(call), FileOperations::absent);
  }

  private Answer delete(Call call) {
    if (!files.delete(shelf(call), call.path("fileId"), author(call))) {
      throw absent();
    }
    return Answer.none();
  }

  private record Made(List<ObjectNode> items) {}

  private Answer upload(Call call, SentFiles sent, Operation.Doing doing) throws IOException {
    try (Upload upload = files.upload(shelf(call))) {
      for (Optional<Part.File> file = sent.next(); file.isPresent(); file = sent.next()) {
        Optional<Refusal> refusal = upload.add(file.get().fileName(), file.get().content());
        if (refusal.isPresent()) {
          throw FileFaults.of(refusal.get());
        }
      }
      return doing.once(upload.fingerprint(), () -> made(call, upload));
    } catch (StorageException e) {
      throw FileFaults.unavailable(e);
    }
  }

  private Answer made(Call call, Upload upload) {
    return switch (files.keep(upload, author(call))) {
      case Kept.Done(var kept) ->
          Answer.json(201, new Made(kept.stream().map(FileJson::of).toList()));
      case Kept.Refused(var why) -> throw FileFaults.of(why);
    };
  }

  private ContactFile file(Call call) {
    return files.find(shelf(call), call.path("fileId")).orElseThrow(FileOperations::absent);
  }

  private Shelf shelf(Call call) {
    Place place = places.of(call);
    String contact = call.path("contactId");
    if (contacts.find(place, new Ref.Id(contact)).isEmpty()) {
      throw ContactOperations.absent();
    }
    return new Shelf(place.organizationId(), place.agentId(), contact);
  }

  private static Author author(Call call) {
    return ContactOperations.author(call);
  }

  private static Problem absent() {
    return Faults.absent("file");
  }
}
