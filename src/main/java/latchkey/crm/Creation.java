package latchkey.crm;

import java.util.List;

/// What became of the wish for a new contact.
public sealed interface Creation {
  record Created(Contact contact, List<Warning> warnings) implements Creation {
    public Created {
      warnings = List.copyOf(warnings);
    }
  }

  record Invalid(List<FieldError> errors) implements Creation {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// Another contact has that value of a field that must be unique.
  record Taken(String field) implements Creation {}

  /// Contacts with the same e-mail address or number are there, and the caller wants none such.
  record LikelyDuplicate(List<String> ids) implements Creation {
    public LikelyDuplicate {
      ids = List.copyOf(ids);
    }
  }

  /// Something to look at, though the contact was created.
  ///
  /// @param contactIds which other contacts it is about
  record Warning(String code, String message, List<String> contactIds) {
    public Warning {
      contactIds = List.copyOf(contactIds);
    }
  }
}
