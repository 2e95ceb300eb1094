import { expect } from "chai";
import { isSamePointer, type Pointer, parsePointer, planPointer, pointerText } from "../../releases/plan-pointer";

const id = (number: number): string => `frontend_${String(number).padStart(48, "0")}`;

describe("planPointer", () => {
  it("points to the live colour's release and lists the standby's to preview", () => {
    const releases = { blue: "frontend_a", green: "frontend_b" };
    expect(planPointer("blue", releases)).to.deep.equal({
      kind: "pointer",
      value: '{"v":1,"c":"blue","r":"frontend_a","x":["frontend_b"]}',
    });
    expect(planPointer("green", releases)).to.deep.equal({
      kind: "pointer",
      value: '{"v":1,"c":"green","r":"frontend_b","x":["frontend_a"]}',
    });
  });

  it("points to the fallback while the live colour has no release", () => {
    expect(planPointer("blue", {})).to.deep.equal({
      kind: "pointer",
      value: '{"v":1,"c":"blue","r":"fallback","x":[]}',
    });
  });

  it("lists each preview once, and the live release never", () => {
    const plan = planPointer("blue", { blue: "frontend_a", green: "frontend_a" }, [
      "frontend_b",
      "frontend_b",
      "frontend_a",
    ]);
    expect(plan).to.deep.equal({ kind: "pointer", value: '{"v":1,"c":"blue","r":"frontend_a","x":["frontend_b"]}' });
  });

  it("refuses what is no release", () => {
    const message = 'Got the release "../meta"; allowed is frontend_ and 1 to 48 letters, digits or _.-';
    const refused = { kind: "refused", reason: "not-a-release", message };
    expect(planPointer("blue", { blue: "../meta" })).to.deep.equal(refused);
    expect(planPointer("blue", { green: "../meta" })).to.deep.equal(refused);
  });

  it("takes as many previews as fit into CloudFront's 1,024 bytes", () => {
    const previews = Array.from({ length: 16 }, (_, number) => id(number));
    const longest = planPointer("blue", { blue: `frontend_${"b".repeat(24)}` }, previews);
    expect(longest.kind === "pointer" && longest.value.length).to.equal(1024);
    expect(planPointer("blue", { blue: `frontend_${"b".repeat(25)}` }, previews)).to.deep.equal({
      kind: "refused",
      reason: "too-large",
      message: "16 previews make a pointer of 1025 bytes; CloudFront takes 1024. List fewer.",
    });
  });
});

describe("isSamePointer", () => {
  const pointer: Pointer = { v: 1, c: "blue", r: "frontend_a", x: ["frontend_b", "frontend_c"] };

  it("takes previews for a set, and nothing else for the same", () => {
    expect(isSamePointer(pointer, { ...pointer, x: ["frontend_c", "frontend_b"] })).to.equal(true);
    for (const other of [{ c: "green" as const }, { r: "frontend_b" }, { x: ["frontend_b"] }]) {
      expect(isSamePointer(pointer, { ...pointer, ...other })).to.equal(false);
    }
  });

  it("is told to people in a line", () => {
    expect(pointerText(pointer)).to.equal("frontend_a (blue; previews: frontend_b, frontend_c)");
    expect(pointerText({ ...pointer, x: [] })).to.equal("frontend_a (blue)");
  });
});

describe("parsePointer", () => {
  it("reads what planPointer writes", () => {
    const plan = planPointer("green", { green: "frontend_b", blue: "frontend_a" });
    expect(parsePointer(plan.kind === "pointer" ? plan.value : "")).to.deep.equal({
      v: 1,
      c: "green",
      r: "frontend_b",
      x: ["frontend_a"],
    });
  });

  for (const text of [
    "",
    "{",
    "null",
    "1",
    '{"v":2,"c":"blue","r":"frontend_a","x":[]}',
    '{"v":1,"c":"red","r":"frontend_a","x":[]}',
    '{"v":1,"c":"blue","r":"meta","x":[]}',
    '{"v":1,"c":"blue","r":1,"x":[]}',
    '{"v":1,"c":"blue","r":"frontend_a","x":"frontend_b"}',
    '{"v":1,"c":"blue","r":"frontend_a","x":[1]}',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parsePointer(text)).to.throw(
        `The key "active" holds ${text}, which is no pointer to a release: run pulumi up to write it again.`,
      );
    });
  }
});
