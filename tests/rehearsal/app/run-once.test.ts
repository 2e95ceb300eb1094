import { expect } from "chai";
import { parseOnce } from "../../../rehearsal/app/run-once";

describe("parseOnce", () => {
  it("serves where there is no command", () => {
    expect(parseOnce([])).to.equal(undefined);
  });

  it("works for so long and ends with so much", () => {
    expect(parseOnce(["migrate", "500", "3"])).to.deep.equal({ milliseconds: 500, exitCode: 3 });
    expect(parseOnce(["migrate"])).to.deep.equal({ milliseconds: 0, exitCode: 0 });
  });

  for (const command of [["other"], ["migrate", "soon"], ["migrate", "1", "x"]]) {
    it(`refuses ${command.join(" ")}`, () => {
      expect(() => parseOnce(command)).to.throw(
        `The command is "${command.join(" ")}": use migrate <milliseconds> <exit code>.`,
      );
    });
  }
});
