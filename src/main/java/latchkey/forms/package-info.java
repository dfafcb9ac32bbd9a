/// The forms of an agent, and what was submitted to them. Read [Form] first. A form's fields have
/// the types and rules of custom fields; who answers becomes, or is, a contact, which is the room
/// `crm`'s to keep.
@NullMarked
package latchkey.forms;

import org.jspecify.annotations.NullMarked;
