package latchkey;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import latchkey.audit.By;
import latchkey.crm.CustomField;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.forms.Form;
import latchkey.forms.FormField;
import latchkey.forms.FormField.Target;
import latchkey.forms.FormTerms;
import latchkey.forms.FormTerms.State;
import latchkey.forms.Forms;
import latchkey.forms.Submitted;

/// What the demo's agents ask, and what the people that they know have answered.
final class DemoForms {
  private static final List<String> WORDS =
      List.of(
          "Quick and friendly.",
          "It took two calls, but then it worked.",
          "Could the invoices come as one file?");

  private final Forms forms;
  private final Place place;

  DemoForms(Forms forms, Place place) {
    this.forms = forms;
    this.place = place;
  }

  /// @param by who defines them
  /// @param key what brings the answers
  void make(By by, By key) {
    Set<String> taken = new HashSet<>();
    var _ =
        forms.create(
            place,
            new FormTerms(
                "Newsletter",
                "For visitors of the website.",
                List.of(
                    field(taken, "Email", CustomField.Type.EMAIL, true, Target.Standard.EMAIL),
                    field(taken, "Name", CustomField.Type.TEXT, false, Target.Standard.NAME),
                    field(
                        taken,
                        "Topics",
                        CustomField.Type.MULTI_CHOICE,
                        false,
                        "Product",
                        "Events")),
                State.DRAFT),
            by);
    Form survey =
        forms.create(
            place,
            new FormTerms(
                "Customer satisfaction",
                "Sent after each support case.",
                List.of(
                    field(
                        taken,
                        "Would you recommend us",
                        CustomField.Type.CHOICE,
                        true,
                        "Yes",
                        "Maybe",
                        "No"),
                    field(taken, "Stars", CustomField.Type.NUMBER, true),
                    field(taken, "What could be better", CustomField.Type.TEXT, false)),
                State.PUBLISHED),
            by);
    for (int i = 0; i < WORDS.size(); i++) {
      ObjectNode answers = JsonNodeFactory.instance.objectNode();
      answers.put("wouldYouRecommendUs", i == 1 ? "Maybe" : "Yes");
      answers.put("stars", 3 + i % 3);
      answers.put("whatCouldBeBetter", WORDS.get(i));
      Ref who = new Ref.External("nw-%05d".formatted(i + 1));
      if (!(forms.submit(place, survey.id(), who, answers, key) instanceof Submitted.Done)) {
        throw new IllegalStateException("the demo's answers are refused");
      }
    }
  }

  private static FormField field(
      Set<String> taken, String label, CustomField.Type type, boolean required, Target fills) {
    return new FormField(question(taken, label, type, required), Optional.of(fills));
  }

  private static FormField field(
      Set<String> taken, String label, CustomField.Type type, boolean required, String... choices) {
    return new FormField(question(taken, label, type, required, choices), Optional.empty());
  }

  private static CustomField question(
      Set<String> taken, String label, CustomField.Type type, boolean required, String... choices) {
    return new CustomField(
        CustomField.keyOf(label, taken),
        label,
        type,
        required,
        /* unique= */ false,
        OptionalInt.empty(),
        List.of(choices),
        /* archived= */ false);
  }
}
