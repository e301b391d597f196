/** Text from anywhere, such as the name and the messages of a subject, within XML, HTML and reports of lines. */

/**
 * What neither XML 1.0 (section 2.2) nor HTML allows: control characters, lone surrogates, noncharacters. Beside them what turns the direction of
 * reading around, so that no name can pose as another. Tabs and newlines may stay.
 */
const unprintable = /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}]/gu;

/** Shows characters that may not stand in a report by their codes, as in \u{1b}; lines may end as on Windows. */
export function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(unprintable, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}

/** On one line, for attributes, titles and rows of tables. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, " ").trim());
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As the content of an element or of a quoted attribute, in XML and in HTML. "]]>" is no exception, for the last of it is escaped. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] as string);
}
