import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { RehearsedRegion } from "./rehearsed-region";

const name = "/a";
const parameter = (value: string) => ({ Name: name, Value: value, Type: "String", Overwrite: true });

describe("a planted fault", () => {
  let aws: RehearsedRegion;

  const put = (value: string) => aws.refusal("ssm", "PutParameter", parameter(value));
  const stored = async () =>
    (await aws.call<{ Parameter: { Value: string } }>("ssm", "GetParameter", { Name: name })).Parameter.Value;
  const plant = (effect: object, more: object = {}) =>
    aws.region.faults.plant({
      service: "ssm",
      operation: "PutParameter",
      effect: { kind: "meanwhile", ...effect },
      ...more,
    });
  const lose = async (): Promise<never> => {
    throw new AwsError("ConnectionReset", "lost", 503);
  };

  beforeEach(async () => {
    aws = new RehearsedRegion();
    await put("first");
  });

  it("can lose a call on its way: it never takes effect", async () => {
    plant({ before: lose });
    expect(await put("second")).to.deep.equal(["ConnectionReset", "lost"]);
    expect(await stored()).to.equal("first");
  });

  it("can lose an answer on its way back: the call has taken effect", async () => {
    plant({ after: lose });
    expect(await put("second")).to.deep.equal(["ConnectionReset", "lost"]);
    expect(await stored()).to.equal("second");
  });

  it("lets a call wait for something before it takes effect, and no other one", async () => {
    const seen: string[] = [];
    plant({ before: async () => seen.push(await stored()) });
    await put("second");
    expect([seen, await stored()]).to.deep.equal([["first"], "second"]);
  });

  it("is about the calls whose input fits, as often as it says, until it is removed", async () => {
    const values: unknown[] = [];
    const matches = (input: unknown) => (input as { Value: string }).Value.startsWith("x");
    const remove = plant({ after: async () => values.push(await stored()) }, { matches, times: 2 });
    for (const value of ["x1", "y", "x2", "x3"]) await put(value);
    expect(values).to.deep.equal(["x1", "x2"]);
    remove();
    plant({ before: lose })();
    expect(await put("x4")).to.have.property("Version", 6);
  });
});
