package latchkey.crm;

/// What is wrong with a field.
///
/// @param field its name: `email`, `customFields.birthday`
/// @param rule the rule of the schema that it breaks: `required`, `format`, `maxLength`
public record FieldError(String field, String rule, String message) {}
