import { expect } from "chai";
import { parseTaskImage } from "../../../../rehearsal/region/effects/task-image";

describe("parseTaskImage", () => {
  const digest = `sha256:${"0".repeat(64)}`;
  const runnable = [
    ["switchyard-demo", undefined],
    ["public.ecr.aws/x/switchyard-demo:1.0.0.RELEASE", undefined],
    ["localhost:5000/my-switchyard-demo:1", undefined],
    [`example.com/switchyard-demo@${digest}`, undefined],
    ["switchyard-demo:1.0.0.RELEASE-broken", "broken"],
    ["switchyard-demo:1.0.0.RELEASE-sick", "sick"],
    [`switchyard-demo:1-sick@${digest}`, "sick"],
  ] as const;
  for (const [image, misbehaviour] of runnable) {
    it(`runs ${image}${misbehaviour === undefined ? "" : `, ${misbehaviour}`}`, () => {
      expect(parseTaskImage(image)).to.deep.equal({ kind: "demo-app", misbehaviour });
    });
  }

  for (const image of ["nginx:1", "switchyard-demo/other", "switchyard-demo-2:1", ""]) {
    it(`can't pull ${JSON.stringify(image)}`, () => {
      expect(parseTaskImage(image)).to.deep.equal({
        kind: "cannot-pull",
        reason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`,
      });
    });
  }
});
