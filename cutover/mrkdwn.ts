/** What Slack reads as markup, and as escapes of it (https://docs.slack.dev/messaging/formatting-message-text). */
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Invisible characters that could turn or hide text: controls, bidirectional marks, zero-width ones; and halves of pairs. */
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

const ellipsis = "…";

/**
 * Text that Slack shows as it is: on one line, escaped, so that it can neither ping nor link.
 * @param maxLength - of the result, escapes included
 */
export const escapeText = (text: string, maxLength: number): string =>
  truncateEscaped(text.replace(unsafe, " ").trim(), maxLength);

/**
 * The text as inline code, where Slack applies no formatting either.
 * @param maxLength - of the result, escapes and backticks included
 */
export const inlineCode = (text: string, maxLength: number): string =>
  `\`${escapeText(text.replaceAll("`", "'"), maxLength - 2) || "-"}\``;

const truncateEscaped = (text: string, maxLength: number): string => {
  const characters = Array.from(text, (character) => escapes[character] ?? character);
  if (lengthOf(characters) <= maxLength) return characters.join("");
  let length = ellipsis.length;
  const kept = characters.findIndex((character) => {
    length += character.length;
    return length > maxLength;
  });
  return characters.slice(0, kept).join("") + ellipsis;
};

const lengthOf = (characters: readonly string[]): number =>
  characters.reduce((length, character) => length + character.length, 0);
