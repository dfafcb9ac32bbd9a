/// The doors' descriptions: the OpenAPI files as they are, and a page for people to read them.
@NullMarked
package latchkey.doors.openapi;

import org.jspecify.annotations.NullMarked;
