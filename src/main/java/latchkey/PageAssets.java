package latchkey;

import java.util.List;
import latchkey.http.Assets;
import latchkey.http.Assets.Asset;

/// The files that our pages load, by the names that the pages call them.
final class PageAssets {
  private PageAssets() {}

  static Assets assets() {
    return Assets.of(
        List.of(
            new Asset("app.css", "/pages/app.css"),
            new Asset("app.js", "/pages/app.js"),
            new Asset("docs.js", "/pages/docs.js"),
            new Asset("lookup.js", "/pages/lookup.js"),
            new Asset("passkeys.js", "/pages/passkeys.js"),
            new Asset("charts.js", "/pages/charts.js"),
            new Asset("logo.svg", "/pages/logo.svg"),
            new Asset("htmx.js", "/META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js"),
            new Asset("uplot.js", "/pages/uplot/uPlot.iife.min.js"),
            new Asset("uplot.css", "/pages/uplot/uPlot.min.css")));
  }
}
