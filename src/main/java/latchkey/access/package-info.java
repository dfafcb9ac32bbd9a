/// Who may do what, and from where: pure values that the gate asks on every request.
///
/// Two halves. Permissions: [Catalog] lists what can be permitted, [Grants] is what one key was
/// given, [Query] is what a caller demands; read [Catalog] first. Addresses: [Address], the
/// [AddressList] of a key, and [TrustedProxies], which finds the client behind them.
///
/// No I/O, no clock, no key and no wire format lives here; deciding whether a refusal is 401 or
/// 403 is the doors' work.
@NullMarked
package latchkey.access;

import org.jspecify.annotations.NullMarked;
