package latchkey.doors.pages.keys;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// What is wrong with a form: by field, and of the whole.
public record Wrong(Map<String, String> fields, Optional<String> whole) {
  public static final Wrong NOTHING = new Wrong(Map.of(), Optional.empty());

  public Wrong {
    fields = Map.copyOf(fields);
  }

  public Optional<String> at(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  public boolean any() {
    return !fields.isEmpty() || whole.isPresent();
  }

  boolean about(List<String> names) {
    return names.stream().anyMatch(fields::containsKey);
  }

  Wrong and(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(fields);
    return new Wrong(all, whole);
  }

  /// What a refusal of the API says of a form; one that a form cannot cure is thrown again.
  static Wrong of(Problem problem) {
    if (problem.status() != 400 && problem.status() != 403 && problem.status() != 409) {
      throw problem;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    if (problem.members().get("fields") instanceof List<?> faults) {
      for (Object fault : faults) {
        if (fault instanceof Map<?, ?> one) {
          fields.put(
              String.valueOf(one.get("field")), sentence(String.valueOf(one.get("message"))));
        }
      }
    }
    if (problem.code().equals("wider_than_yourself")) {
      fields.put("permissions", problem.detail());
    } else if (problem.status() == 403) {
      throw problem;
    }
    return new Wrong(fields, fields.isEmpty() ? Optional.of(problem.detail()) : Optional.empty());
  }

  private record Fault(String field, String message) {}

  private record Checked(List<Fault> fields) {}

  /// What the API would say of these fields.
  static Wrong check(Visit visit, Map<String, Object> body) {
    Checked checked = visit.post("/api/v1/keys/check").json(body).as(Checked.class);
    Map<String, String> fields = new LinkedHashMap<>();
    checked.fields().forEach(fault -> fields.put(fault.field(), sentence(fault.message())));
    return new Wrong(fields, Optional.empty());
  }

  /// What is wrong with its limits and its end, by what the form itself promises.
  ///
  /// @param today in the organization
  static Map<String, String> bounds(KeyForm form, LocalDate today) {
    Map<String, String> fields = new LinkedHashMap<>();
    limit(form.perMinute(), KeyForm.MOST_PER_MINUTE).ifPresent(why -> fields.put("perMinute", why));
    limit(form.perHour(), KeyForm.MOST_PER_HOUR).ifPresent(why -> fields.put("perHour", why));
    if (isOver(form.expires(), today)) {
      fields.put("expiresAt", Texts.english().of("keys.expiry.past"));
    }
    return fields;
  }

  /// What is no day, the API says.
  private static boolean isOver(String day, LocalDate today) {
    try {
      return !day.isEmpty() && LocalDate.parse(day).isBefore(today);
    } catch (DateTimeException _) {
      return false;
    }
  }

  /// What is wrong with the terms of a new key, by what the form itself promises.
  static Map<String, String> terms(KeyForm form, LocalDate today) {
    Map<String, String> fields = bounds(form, today);
    if (form.permissions().isEmpty()) {
      fields.put("permissions", Texts.english().of("keys.permissions.none"));
    }
    return fields;
  }

  /// The same of a change; what was there before may stay, whatever it is.
  static Map<String, String> terms(KeyForm form, KeyForm before, LocalDate today) {
    Map<String, String> fields = terms(form, today);
    if (form.perMinute().equals(before.perMinute())) {
      fields.remove("perMinute");
    }
    if (form.perHour().equals(before.perHour())) {
      fields.remove("perHour");
    }
    if (form.expires().equals(before.expires())) {
      fields.remove("expiresAt");
    }
    if (form.permissions().equals(before.permissions())) {
      fields.remove("permissions");
    }
    return fields;
  }

  private static Optional<String> limit(String text, long most) {
    boolean right =
        text.isEmpty() || (text.matches("[1-9][0-9]{0,9}") && Long.parseLong(text) <= most);
    return right
        ? Optional.empty()
        : Optional.of(Texts.english().of("keys.limit.wrong", "%,d".formatted(most)));
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
