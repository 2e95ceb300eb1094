import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";

/** A text in which no planted secret may be found. */
export interface SearchedText {
  readonly where: string;
  readonly text: string;
}

/** Where secrets were found, whether in the clear or in one of the forms in which tools write texts. */
export const findPlanted = (texts: readonly SearchedText[], secrets: readonly string[]): readonly string[] =>
  texts.flatMap(({ where, text }) =>
    secrets.flatMap((secret) =>
      formsOf(secret)
        .filter((form) => text.includes(form))
        .map((form) => `${where}: ${form}`),
    ),
  );

/**
 * In the clear and URL-encoded; in base64 at each of the three offsets at which it can stand among other bytes, without the
 * characters that depend on its neighbours.
 */
const formsOf = (secret: string): readonly string[] => {
  const encoded = [0, 1, 2].map((offset) => {
    const text = Buffer.from(" ".repeat(offset) + secret).toString("base64");
    return text.slice(offset === 0 ? 0 : offset + 1, -4);
  });
  return [...new Set([secret, encodeURIComponent(secret), ...encoded])];
};

/** All files below a folder as texts; zip files are unpacked. */
export const textsBelow = (folder: string): readonly SearchedText[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => (path.endsWith(".zip") ? textsInZip(path, readFileSync(path)) : [textOf(path)]));

const textOf = (path: string): SearchedText => ({ where: path, text: readFileSync(path, "latin1") });

/** The files in a zip as texts. */
export const textsInZip = (where: string, zip: Uint8Array): readonly SearchedText[] =>
  Object.entries(unzipSync(zip)).map(([name, bytes]) => ({
    where: `${where}/${name}`,
    text: Buffer.from(bytes).toString("latin1"),
  }));
