package latchkey.crm;

import latchkey.audit.By;

/// Who does something to contacts, and by what way.
public record Author(By by, Source source) {}
