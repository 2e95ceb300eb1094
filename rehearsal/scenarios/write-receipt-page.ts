import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type ReceiptPageFacts, receiptPage } from "../../cutover/receipt-page";

/** Git ignores it. */
const folder = path.join(__dirname, "..", "..", "reports");

/** Writes the page for people and returns its path, relative to the project's folder. */
export const writeReceiptPage = async (name: string, facts: ReceiptPageFacts): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.html`);
  await writeFile(file, receiptPage(facts));
  return path.relative(path.dirname(folder), file);
};
