/** Whether a text holds a character that no register shows, such as U+0000, which the database cannot keep. */
export function hasControlCharacter(text: string | null): boolean {
  return text !== null && /\p{Cc}/u.test(text);
}
