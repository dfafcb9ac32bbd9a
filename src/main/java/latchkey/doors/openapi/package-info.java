/// The doors' descriptions: the OpenAPI files as they are.
@NullMarked
package latchkey.doors.openapi;

import org.jspecify.annotations.NullMarked;
