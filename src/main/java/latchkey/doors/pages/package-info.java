/// `/`: the dashboard, server-rendered for people with a session.
///
/// A page knows no room: what it shows and changes, it asks of the manage API
/// ([latchkey.doors.Api]), which judges, audits and refuses. Read [PagesDoor] first, which does
/// what is the same for all pages, then [Screen] and [Visit], which are what a page is made of.
/// Each folder below has the pages of one part of the navigation, with their templates in
/// `src/main/jte` and their texts in `pages/texts/en` under the same name.
@NullMarked
package latchkey.doors.pages;

import org.jspecify.annotations.NullMarked;
