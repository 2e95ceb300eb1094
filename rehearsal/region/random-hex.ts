/** So many lower-case hexadecimal digits, as AWS ends its ids with. */
export const randomHex = (random: () => number, digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
