/** Whether an IAM pattern takes a text: `*` is any number of letters, `?` one; cases are alike, as in actions. */
export const matchesGlob = (pattern: string, text: string): boolean => {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(text);
};
