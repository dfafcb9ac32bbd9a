package peer;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// Create, read, update, list and search.
@RestController
@RequestMapping("/v1/open/contacts")
public class Contacts {
  public record Answer(boolean success, String message, Object data) {}

  public record Contact(
      String id,
      String externalReferenceId,
      String name,
      String email,
      String mobileNumber,
      String gender,
      String status,
      String stage,
      long createdAt,
      long updatedAt) {}

  public record Draft(
      @Size(max = 128) String externalReferenceId,
      @Size(max = 200) String name,
      @Email String email,
      @Pattern(regexp = "\\+[1-9][0-9]{6,14}") String mobileNumber,
      String gender,
      String status,
      String stage) {}

  private static final RowMapper<Contact> ROWS = new DataClassRowMapper<>(Contact.class);

  private final JdbcTemplate jdbc;

  public Contacts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  static String newId() {
    byte[] id = new byte[12];
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  @PostMapping("/chatbots/{agent}")
  @ResponseStatus(HttpStatus.CREATED)
  public Answer create(@PathVariable String agent, @Valid @RequestBody Draft draft) {
    String id = newId();
    long now = System.currentTimeMillis();
    jdbc.update(
        "INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        agent,
        draft.externalReferenceId(),
        draft.name(),
        draft.email(),
        draft.mobileNumber(),
        draft.gender(),
        draft.status(),
        draft.stage(),
        now,
        now);
    return new Answer(
        true,
        "Contact created successfully",
        new Contact(
            id,
            draft.externalReferenceId(),
            draft.name(),
            draft.email(),
            draft.mobileNumber(),
            draft.gender(),
            draft.status(),
            draft.stage(),
            now,
            now));
  }

  @GetMapping("/{reference}/chatbots/{agent}")
  public Answer read(@PathVariable String reference, @PathVariable String agent) {
    return jdbc
        .query(
            "SELECT * FROM contact WHERE agent_id = ? AND external_reference_id = ?",
            ROWS,
            agent,
            reference)
        .stream()
        .findFirst()
        .map(contact -> new Answer(true, "Contact retrieved successfully", contact))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  @PutMapping("/{reference}/chatbots/{agent}")
  public Answer update(
      @PathVariable String reference,
      @PathVariable String agent,
      @Valid @RequestBody Draft draft) {
    int changed =
        jdbc.update(
            """
            UPDATE contact SET name = COALESCE(?, name), email = COALESCE(?, email),
              mobile_number = COALESCE(?, mobile_number), status = COALESCE(?, status),
              stage = COALESCE(?, stage), updated_at = ?
            WHERE agent_id = ? AND external_reference_id = ?
            """,
            draft.name(),
            draft.email(),
            draft.mobileNumber(),
            draft.status(),
            draft.stage(),
            System.currentTimeMillis(),
            agent,
            reference);
    if (changed == 0) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return read(reference, agent);
  }

  @GetMapping("/chatbots/{agent}")
  public Answer list(
      @PathVariable String agent,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "20") int limit,
      @RequestParam(required = false) String search) {
    String like = search == null ? "%" : "%" + search.toLowerCase(java.util.Locale.ROOT) + "%";
    String matching =
        search == null
            ? ""
            : " AND (lower(name) LIKE ? OR lower(email) LIKE ? OR mobile_number LIKE ?)";
    Object[] parameters =
        search == null
            ? new Object[] {agent, limit, (page - 1) * limit}
            : new Object[] {agent, like, like, like, limit, (page - 1) * limit};
    List<Contact> found =
        jdbc.query(
            "SELECT * FROM contact WHERE agent_id = ?"
                + matching
                + " ORDER BY created_at DESC, id LIMIT ? OFFSET ?",
            ROWS,
            parameters);
    return new Answer(true, "Contacts retrieved successfully", found);
  }

  @ExceptionHandler(DataIntegrityViolationException.class)
  @ResponseStatus(HttpStatus.CONFLICT)
  public Answer taken() {
    return new Answer(false, "There is a contact with this externalReferenceId", null);
  }
}
