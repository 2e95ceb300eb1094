import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  type ClassDeclaration,
  createSourceFile,
  isClassDeclaration,
  isConstructorDeclaration,
  ScriptTarget,
} from "typescript";

const folder = join(__dirname, "..", "..", "components");

interface Contract {
  readonly name: string;
  readonly type: string | undefined;
  readonly isRegisteredLast: boolean;
  readonly lines: number;
}

const contractOf = (component: ClassDeclaration): Contract => {
  const made = component.members.find(isConstructorDeclaration);
  const statements = made?.body?.statements ?? [];
  return {
    name: component.name?.text ?? "",
    type: /^super\("([^"]+)", name, \{\}, opts\);$/.exec(statements.at(0)?.getText() ?? "")?.[1],
    isRegisteredLast: /^this\.registerOutputs\(\{\s+\w/.test(statements.at(-1)?.getText() ?? ""),
    lines: made?.getText().split("\n").length ?? 0,
  };
};

const contractsIn = (text: string): readonly Contract[] =>
  createSourceFile("component.ts", text, ScriptTarget.Latest, true)
    .statements.filter(isClassDeclaration)
    .filter((found) => found.heritageClauses?.some((clause) => clause.getText().endsWith("pulumi.ComponentResource")))
    .map(contractOf);

const contracts = readdirSync(folder).flatMap((file) => contractsIn(readFileSync(join(folder, file), "utf8")));

describe("components", () => {
  it("are found, whatever they keep or break", () => {
    const broken = "class A extends pulumi.ComponentResource { constructor(name) { super(name); this.x = 1; } }";

    expect(contractsIn(broken)).to.deep.equal([{ name: "A", type: undefined, isRegisteredLast: false, lines: 1 }]);
    expect(contracts).to.have.length.greaterThan(20);
  });

  it("are known to the engine by their own name", () => {
    expect(contracts.filter(({ name, type }) => type !== `switchyard:index:${name}`)).to.deep.equal([]);
  });

  it("register outputs, and nothing after that", () => {
    expect(contracts.filter(({ isRegisteredLast }) => !isRegisteredLast)).to.deep.equal([]);
  });

  it("have constructors that can be read at a glance", () => {
    expect(contracts.filter(({ lines }) => lines > 40)).to.deep.equal([]);
  });
});
