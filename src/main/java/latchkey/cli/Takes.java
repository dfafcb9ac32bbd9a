package latchkey.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What commands take, in the few forms that there are.
final class Takes {
  private Takes() {}

  static OptionSpec text(String flag, String label, String description) {
    return option(flag, label, description).type(String.class).build();
  }

  /// May be given more than once.
  static OptionSpec texts(String flag, String label, String description) {
    return option(flag, label, description).type(List.class).auxiliaryTypes(String.class).build();
  }

  static OptionSpec number(String flag, String label, String description) {
    return option(flag, label, description).type(Integer.class).build();
  }

  static OptionSpec file(String flag, String description) {
    return option(flag, "FILE", description).type(Path.class).build();
  }

  static OptionSpec flag(String flag, String description) {
    return OptionSpec.builder(flag).description(escaped(description)).build();
  }

  static PositionalParamSpec parameter(int index, String label, String description) {
    return parameter(label, description)
        .index(Integer.toString(index))
        .arity("1")
        .required(true)
        .type(String.class)
        .build();
  }

  static PositionalParamSpec optionalParameter(int index, String label, String description) {
    return parameter(label, description)
        .index(Integer.toString(index))
        .arity("0..1")
        .type(String.class)
        .build();
  }

  /// Any number, to the end of the line.
  static PositionalParamSpec someParameters(int index, String label, String description) {
    return parameter(label, description)
        .index(index + "..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .build();
  }

  private static OptionSpec.Builder option(String flag, String label, String description) {
    return OptionSpec.builder(flag).arity("1").paramLabel(label).description(escaped(description));
  }

  private static PositionalParamSpec.Builder parameter(String label, String description) {
    return PositionalParamSpec.builder().paramLabel(label).description(escaped(description));
  }

  private static String escaped(String description) {
    return description.replace("%", "%%");
  }
}
