package latchkey.doors.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// The templates, compiled with the program; loaded with the first page.
final class Templates {
  private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

  private Templates() {}

  static String render(String template, Page page, Object view) {
    StringOutput html = new StringOutput();
    ENGINE.render(template + ".jte", Map.<String, Object>of("page", page, "view", view), html);
    return html.toString();
  }
}
