import { expect } from "chai";
import { confirmPointer } from "../../releases/confirm-pointer";

const written = JSON.stringify({ v: 1, c: "blue", r: "frontend_b", x: ["frontend_a"] });
const older = JSON.stringify({ v: 1, c: "blue", r: "frontend_a", x: [] });
const missing = Object.assign(new Error("Key active was not found."), { name: "ResourceNotFoundException" });

describe("reading the pointer back", () => {
  let now: number;
  let warned: string[];

  beforeEach(() => {
    [now, warned] = [0, []];
  });

  const confirm = (...answers: readonly (string | Error)[]): Promise<string> => {
    let asked = 0;
    const get = async (key: string): Promise<string> => {
      expect(key).to.equal("active");
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (typeof answer === "string") return answer;
      throw answer;
    };
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
      after: () => new AbortController().signal,
    };
    return confirmPointer(written, { store: { get }, clock, warn: (line) => warned.push(line) }).then(
      () => "confirmed",
      (error: Error) => error.message,
    );
  };

  it("is done with the first answer that says what was written", async () => {
    expect(await confirm(written)).to.equal("confirmed");
    expect(await confirm('{"x":["frontend_a"],"r":"frontend_b","c":"blue","v":1}')).to.equal("confirmed");
    expect([now, warned]).to.deep.equal([0, []]);
  });

  it("gives CloudFront some seconds", async () => {
    expect(await confirm(missing, older, new Error("timeout"), written)).to.equal("confirmed");
    expect(now).to.equal(1500);
  });

  it("fails where the key isn't there", async () => {
    expect(await confirm(missing)).to.equal(
      'The key "active" was written to lead to frontend_b (blue; previews: frontend_a), but there is no such key. ' +
        "Viewers are not served what was declared. Write it again: pulumi up --refresh",
    );
    expect(now).to.equal(15_000);
  });

  it("fails where the key says something else", async () => {
    expect(await confirm(older)).to.include(`but it says ${older}. Viewers are not served`);
    expect(await confirm("no JSON")).to.include("but it says no JSON. Viewers are not served");
  });

  it("warns where nobody says anything, as the write was accepted", async () => {
    expect(await confirm(new Error("AccessDenied"))).to.equal("confirmed");
    expect(warned).to.deep.equal([
      "CloudFront accepted the pointer to frontend_b (blue; previews: frontend_a), but doesn't say so when asked: AccessDenied.",
    ]);
  });
});
