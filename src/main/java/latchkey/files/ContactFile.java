package latchkey.files;

/// What is known of one file of a contact.
///
/// @param type what its bytes and its name say that it is; never what the sender said
/// @param uploadedBy who sent it: the id of a person or a key
/// @param at epoch milliseconds
public record ContactFile(
    String id,
    Shelf shelf,
    String name,
    long size,
    String type,
    String sha256,
    String uploadedBy,
    long at) {

  Blob blob() {
    return new Blob(shelf.organizationId(), sha256);
  }
}
