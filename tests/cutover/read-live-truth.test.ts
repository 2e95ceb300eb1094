import { expect } from "chai";
import { emptyCutoverNote, formatCutoverNote } from "../../cutover/cutover-note";
import { formatDeclared } from "../../cutover/declared";
import { planWeights } from "../../cutover/plan-weights";
import { type LiveTruthPorts, readLiveTruth } from "../../cutover/read-live-truth";

const declared = {
  ruleArns: { web: "arn:rule" },
  groupArns: { web: { blue: "arn:blue", green: "arn:green" } },
  weights: planWeights("blue", 0),
  activeColor: "blue",
} as const;
const live = [{ ruleArn: "arn:rule", groups: [] }];

const texts = { declared: formatDeclared(declared), cutover: formatCutoverNote(emptyCutoverNote) };

const read = (changes: Partial<LiveTruthPorts> = {}, milliseconds = 1000) =>
  readLiveTruth(
    {
      readParameter: async (name) => ({ value: texts[name], version: 7 }),
      describeRules: async () => live,
      ...changes,
    },
    AbortSignal.timeout(milliseconds),
  );

/** Answers one parameter as told and the other as ever. */
const withParameter = (
  name: "declared" | "cutover",
  answer: () => Promise<undefined | { value: string; version: number }>,
) => ({
  readParameter: (asked: "declared" | "cutover") =>
    asked === name ? answer() : Promise.resolve({ value: texts[asked], version: 7 }),
});

describe("readLiveTruth", () => {
  it("reads both records and the rules that one of them names", async () => {
    const asked: unknown[] = [];
    const truth = await read({
      describeRules: async (arns) => {
        asked.push(arns);
        return live;
      },
    });
    expect(truth).to.deep.equal({
      declared: { kind: "read", value: { record: declared, version: 7 } },
      note: { kind: "read", value: emptyCutoverNote },
      rules: { kind: "read", value: live },
    });
    expect(asked).to.deep.equal([["arn:rule"]]);
  });

  it("asks for no rules where there is no record", async () => {
    const truth = await read({
      readParameter: async () => undefined,
      describeRules: () => Promise.reject(new Error("asked for rules")),
    });
    expect(truth).to.deep.equal({
      declared: { kind: "missing" },
      note: { kind: "missing" },
      rules: { kind: "read", value: [] },
    });
  });

  for (const [name, part] of [
    ["declared", "declared"],
    ["cutover", "note"],
  ] as const) {
    it(`tells that ${name} makes no sense`, async () => {
      const truth = await read(withParameter(name, async () => ({ value: "[]", version: 1 })));
      expect(truth[part].kind).to.equal("unreadable");
      expect(truth[part])
        .to.have.property("problem")
        .which.matches(new RegExp(`^The parameter "${name}" `));
    });

    it(`tells that ${name} was refused`, async () => {
      const truth = await read(withParameter(name, () => Promise.reject(new Error("Rate exceeded"))));
      expect(truth[part]).to.deep.equal({
        kind: "silent",
        problem: `the parameter "${name}" was not answered: Rate exceeded`,
      });
    });
  }

  it("tells that the rules were refused", async () => {
    const truth = await read({ describeRules: () => Promise.reject(new Error("Rate exceeded")) });
    expect(truth.rules).to.deep.equal({ kind: "silent", problem: "DescribeRules was not answered: Rate exceeded" });
  });

  it("ends with its deadline, whatever hangs", async () => {
    const truth = await read({ readParameter: () => new Promise(() => undefined) }, 20);
    expect([truth.declared, truth.note].map(({ kind }) => kind)).to.deep.equal(["silent", "silent"]);
  });
});
