"""Pure parts of letters: merge fields, Markdown, and the forms it is written out in."""
