package latchkey.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/// Where things of a page are, as who uses it knows them: by their role and whole name.
final class Find {
  private Find() {}

  static Locator button(Page page, String name) {
    return named(page, AriaRole.BUTTON, name);
  }

  static Locator link(Page page, String name) {
    return named(page, AriaRole.LINK, name);
  }

  private static Locator named(Page page, AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /// What says once what was done.
  static Locator toast(Page page) {
    return page.locator("#toasts");
  }

  /// The row of a table that has this text.
  static Locator row(Page page, String text) {
    return page.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
  }
}
