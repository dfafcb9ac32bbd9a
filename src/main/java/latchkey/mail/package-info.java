/// Plain mail over SMTP: a [Mailer] sends a [Letter]. A leaf: what letters say is the rooms'.
@NullMarked
package latchkey.mail;

import org.jspecify.annotations.NullMarked;
