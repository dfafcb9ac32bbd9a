/// What one should change about keys, from what they really did. Read [Advice] first, which judges
/// one key and is pure; [Advisor] gathers what it judges, and keeps the score of each organization
/// by day.
///
/// Nothing here changes a key: a finding names the change, and whoever may change keys makes it.
@NullMarked
package latchkey.advice;

import org.jspecify.annotations.NullMarked;
