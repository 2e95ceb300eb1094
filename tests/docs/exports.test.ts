import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  canHaveModifiers,
  createSourceFile,
  getJSDocCommentsAndTags,
  getModifiers,
  ScriptTarget,
  type Statement,
  SyntaxKind,
} from "typescript";
import { sourceFiles } from "../support/source-files";

const isExported = (statement: Statement): boolean =>
  canHaveModifiers(statement) &&
  getModifiers(statement)?.some(({ kind }) => kind === SyntaxKind.ExportKeyword) === true;

const exportsOf = (text: string): readonly Statement[] =>
  createSourceFile("file.ts", text, ScriptTarget.Latest, true).statements.filter(isExported);

const undocumented = (text: string): readonly string[] =>
  exportsOf(text)
    .filter((statement) => getJSDocCommentsAndTags(statement).length === 0)
    .map((statement) => statement.getText().split("\n")[0] ?? "");

describe("exports", () => {
  const root = join(__dirname, "..", "..");
  const texts = sourceFiles(root).map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

  it("are found, with their comments and without", () => {
    expect(undocumented("/** Why. */\nexport const a = 1;\nexport const b = 2;\nconst c = 3;")).to.deep.equal([
      "export const b = 2;",
    ]);
    expect(texts.flatMap(({ text }) => exportsOf(text))).to.have.length.greaterThan(1000);
  });

  it("each have a comment", () => {
    expect(texts.flatMap(({ path, text }) => undocumented(text).map((line) => `${path}: ${line}`))).to.deep.equal([]);
  });
});
