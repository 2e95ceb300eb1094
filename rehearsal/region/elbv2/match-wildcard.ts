/**
 * Whether a text matches a pattern in which `*` stands for any characters (also none) and `?` for exactly one.
 * In time proportional to the product of the lengths, whatever the pattern: nothing is compiled or backtracked exponentially.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < text.length) {
    const symbol = pattern[at];
    if (symbol === "*") {
      star = at;
      resume = index;
      at += 1;
    } else if (symbol !== undefined && (symbol === "?" || symbol === text[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resume += 1;
      at = star + 1;
      index = resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
};
