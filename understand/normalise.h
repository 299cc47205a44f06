/*
 * Folding: the many ways a phone spells the same characters, made one.
 * Steps 1-5 of DOMAIN 5.2; nothing here knows what a text means.
 */
#ifndef UNDERSTAND_NORMALISE_H
#define UNDERSTAND_NORMALISE_H

#include <glib.h>

struct lexicon;

/*
 * Characters (steps 1-3): what cannot be seen is dropped, full-width,
 * circled, keycap and other styled signs become plain ones, letters small and
 * without tone marks, traditional characters of the lexicon simplified (none
 * with a NULL lexicon), blanks one at most and none between two Chinese
 * characters.  Takes valid UTF-8; caller frees.
 */
char	*normalise_chars(const struct lexicon *lexicon, const char *text);

/* Ends (steps 4, 5) of a text normalise_chars() made, in place: reply marks in
 * front, signatures behind, punctuation and brackets around. "？" alone is
 * kept as "?": it is a command. */
void	normalise_ends(const struct lexicon *lexicon, char *normal);

/* Punctuation and blanks off both ends, in place. */
void	normalise_trim(const struct lexicon *lexicon, char *normal);

/* Is it a sign that only stands between or around words? */
gboolean normalise_is_mark(const struct lexicon *lexicon, gunichar c);

/* A Chinese character, 〇 and 丨 among them. */
gboolean normalise_is_han(gunichar c);

#endif
