package latchkey.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/// A body of `multipart/form-data`, read part by part as it comes; whatever it holds, it needs the
/// same little memory.
public final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

  /// How much of it is borne.
  ///
  /// @param parts fields and files together
  /// @param headerBytes of one part
  /// @param fieldBytes of one field's value
  /// @param nameLength of a field's or file's name, in characters
  public record Limits(int parts, int headerBytes, int fieldBytes, int nameLength) {
    public Limits {
      if (parts < 1 || headerBytes < 1 || fieldBytes < 0 || nameLength < 1) {
        throw new IllegalArgumentException("limits of a multipart body are positive");
      }
    }

    public static Limits ofParts(int parts) {
      return new Limits(parts, 4096, 64 * 1024, 255);
    }
  }

  /// What comes between two boundaries.
  public sealed interface Part {
    String name();

    record Field(String name, String value) implements Part {}

    /// One with a file's name.
    ///
    /// @param fileName as the client says it, so nothing to make a path of
    /// @param content to be read before the next part is; what is not read is skipped
    record File(String name, String fileName, Optional<String> contentType, InputStream content)
        implements Part {}
  }

  /// Who takes the parts, in the order of their arrival.
  public interface Parts {
    void field(String name, String value) throws IOException;

    /// What is not read of the content is skipped.
    ///
    /// @param fileName as the client says it, so nothing to make a path of
    void file(String name, String fileName, Optional<String> contentType, InputStream content)
        throws IOException;
  }

  private final InputStream body;
  private final MultipartInput input;
  private final Limits limits;
  private int count;
  private boolean ended;
  private @Nullable InputStream open;

  private Multipart(InputStream body, MultipartInput input, Limits limits) {
    this.body = body;
    this.input = input;
    this.limits = limits;
  }

  /// The boundary that a request's `Content-Type` names; anything but such a body is a 415.
  public static String boundary(Optional<String> contentType) {
    String type = contentType.orElse("");
    if (!Media.withoutParameters(type).equals("multipart/form-data")) {
      throw Problem.of(415, "unsupported_media_type", "Send the body as multipart/form-data.");
    }
    String boundary = parameters(type).get("boundary");
    if (boundary == null || !BOUNDARY.matcher(boundary).matches()) {
      throw Problem.badRequest(
          "Content-Type must name the boundary: 1 to 70 of the characters that RFC 2046 allows.");
    }
    return boundary;
  }

  /// Reads to the end of the body, for a request that breaks off behind its last part is none. A
  /// body that is malformed, or more than is borne, is a [Problem]; by then the parts before that
  /// were taken.
  public static void read(InputStream body, String contentType, Limits limits, Parts parts)
      throws IOException {
    Multipart all = of(body, contentType, limits);
    for (Optional<Part> part = all.next(); part.isPresent(); part = all.next()) {
      switch (part.get()) {
        case Part.Field(var name, var value) -> parts.field(name, value);
        case Part.File(var name, var fileName, var type, var content) ->
            parts.file(name, fileName, type, content);
      }
    }
  }

  /// The same for who asks for one part after the other.
  public static Multipart of(InputStream body, String contentType, Limits limits)
      throws IOException {
    MultipartInput input =
        MultipartInput.builder()
            .setInputStream(body)
            .setBoundary(boundary(Optional.of(contentType)).getBytes(StandardCharsets.US_ASCII))
            .setMaxPartHeaderSize(limits.headerBytes())
            .get();
    input.setHeaderCharset(StandardCharsets.UTF_8);
    return new Multipart(body, input, limits);
  }

  /// The next part; nothing after the last.
  public Optional<Part> next() throws IOException {
    try {
      if (ended) {
        return Optional.empty();
      }
      if (!(count == 0 ? begin() : goOn())) {
        ended = true;
        long _ = body.transferTo(OutputStream.nullOutputStream());
        return Optional.empty();
      }
      if (++count > limits.parts()) {
        throw Problem.of(
            413, "too_many_parts", "The body may have at most " + limits.parts() + " parts.");
      }
      return Optional.of(part(headers(input.readHeaders())));
    } catch (FileUploadException e) {
      throw told(e);
    }
  }

  private boolean begin() throws IOException {
    if (!input.skipPreamble()) {
      throw malformed("it holds no part with the boundary that Content-Type names");
    }
    return true;
  }

  private boolean goOn() throws IOException {
    InputStream before = open;
    if (before != null) {
      open = null;
      before.close(); // skips its rest
    }
    return input.readBoundary();
  }

  /// A client that went is not told what its body lacks.
  private IOException told(FileUploadException e) {
    if (ClientGone.isWhy(e)) {
      return e;
    }
    throw malformed(
        "a part's headers are over " + limits.headerBytes() + " bytes, or its end is missing");
  }

  private Part part(Map<String, String> headers) throws IOException {
    String disposition = headers.getOrDefault("content-disposition", "");
    if (!Media.withoutParameters(disposition).equals("form-data")) {
      throw malformed("each part needs a Content-Disposition of form-data");
    }
    Map<String, String> parameters = parameters(disposition);
    String name = bounded("name", Optional.ofNullable(parameters.get("name")).orElse(""));
    if (name.isEmpty()) {
      throw malformed("each part needs a name");
    }
    InputStream content = input.newInputStream();
    open = content;
    if (parameters.containsKey("filename")) {
      String fileName =
          bounded("file name", Optional.ofNullable(parameters.get("filename")).orElse(""));
      return new Part.File(
          name, fileName, Optional.ofNullable(headers.get("content-type")), new Content(content));
    }
    return new Part.Field(name, text(name, content));
  }

  /// What is wrong with the body is said as elsewhere, whoever reads it.
  private final class Content extends FilterInputStream {
    Content(InputStream content) {
      super(content);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (FileUploadException e) {
        throw told(e);
      }
    }

    @Override
    public int read(byte[] bytes, int from, int many) throws IOException {
      try {
        return super.read(bytes, from, many);
      } catch (FileUploadException e) {
        throw told(e);
      }
    }

    /// The next part closes it.
    @Override
    public void close() {}
  }

  private String text(String name, InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(limits.fieldBytes() + 1);
    if (bytes.length > limits.fieldBytes()) {
      throw Problem.of(
          413,
          "payload_too_large",
          "The field %s may have at most %d bytes.".formatted(name, limits.fieldBytes()));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("the field " + name + " is not UTF-8");
    }
  }

  private String bounded(String what, String value) {
    if (value.length() > limits.nameLength()) {
      throw malformed("a part's " + what + " is over " + limits.nameLength() + " characters");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw malformed("a part's " + what + " holds a control character");
    }
    return value;
  }

  private static Map<String, String> headers(String lines) {
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (line.isEmpty()) {
        continue;
      }
      if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        throw malformed("a part's header is not a name, a colon and a value on one line");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (headers.put(name, line.substring(colon + 1).strip()) != null) {
        throw malformed("a part's header comes twice");
      }
    }
    return headers;
  }

  private static Map<String, String> parameters(String header) {
    var parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return parser.parse(header, ';');
  }

  private static Problem malformed(String why) {
    return Problem.of(400, "malformed_multipart", "The multipart body is malformed: " + why + ".");
  }
}
