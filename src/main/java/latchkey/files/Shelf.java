package latchkey.files;

/// One contact's files: whoever looks for a file names the shelf, and finds it on no other.
public record Shelf(String organizationId, String agentId, String contactId) {
  public Shelf {
    if (organizationId.isEmpty() || agentId.isEmpty() || contactId.isEmpty()) {
      throw new IllegalArgumentException("a shelf is a contact's, of an agent, of an organization");
    }
  }
}
