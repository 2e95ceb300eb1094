/**
 * Eight hexadecimal digits for a text, for people to copy: FNV-1a (RFC 9923), which is no protection against anybody who
 * wants two texts with the same digits.
 */
export const planFingerprint = (text: string): string => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
};
