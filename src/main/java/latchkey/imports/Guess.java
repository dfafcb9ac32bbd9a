package latchkey.imports;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which field each column of a file is for, by what its header says.
///
/// Only the name may be several columns (first and last), which are then put together.
public final class Guess {
  public static final String NAME = "name";

  private static final Map<String, List<String>> CALLED =
      Map.of(
          "externalReferenceId",
          List.of("externalid", "externalreference", "referenceid", "reference", "customerid"),
          NAME,
          List.of(
              "fullname",
              "contactname",
              "firstname",
              "lastname",
              "givenname",
              "familyname",
              "surname"),
          "email",
          List.of("emailid", "emailaddress", "primaryemail", "mail"),
          "mobileNumber",
          List.of("mobile", "mobilephone", "phone", "phonenumber", "telephone", "tel"),
          "gender",
          List.of("sex"),
          "status",
          List.of("contactstatus"),
          "stage",
          List.of("contactstage", "lifecyclestage"),
          "owner",
          List.of("primaryadmin", "primaryowner"),
          "secondaryOwner",
          List.of("secondaryadmin"));

  private final Map<String, String> fields = new HashMap<>();

  /// @param custom the agent's own fields, their labels by the names that contacts have for them
  public Guess(Map<String, String> custom) {
    CALLED.forEach(
        (field, names) -> {
          fields.put(plain(field), field);
          names.forEach(name -> fields.put(name, field));
        });
    custom.forEach(
        (field, label) -> {
          fields.putIfAbsent(plain(label), field);
          fields.putIfAbsent(plain(field), field);
        });
  }

  /// For each column its field, if its header names one that no column before it has.
  public List<Optional<String>> of(List<String> header) {
    List<Optional<String>> guessed = new ArrayList<>();
    for (String title : header) {
      Optional<String> field = Optional.ofNullable(fields.get(plain(title)));
      guessed.add(field.filter(found -> found.equals(NAME) || !guessed.contains(field)));
    }
    return List.copyOf(guessed);
  }

  /// Letters and digits without accents and case: `E-mail ID` and `emailId` are one.
  private static String plain(String title) {
    return Normalizer.normalize(title, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
