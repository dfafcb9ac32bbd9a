/// The pages, as people meet them: real server, real Chromium.
///
/// Read `Site` first: it runs both, and fails a test by whatever a page complains of. `Visitor`
// says
/// who looks and by what; `Axe`, `Budget`, `Clipboard` and `Screenshots` are what one can ask of
/// a page.
@NullMarked
package latchkey.browser;

import org.jspecify.annotations.NullMarked;
