import { expect } from "chai";
import { parseAppSettings } from "../../../rehearsal/app/app-settings";

describe("parseAppSettings", () => {
  it("has a default for everything", () => {
    expect(parseAppSettings({})).to.deep.equal({
      color: "none",
      version: "0.0.0",
      task: "local",
      port: 8080,
      misbehaviour: undefined,
    });
  });

  it("takes what the environment says", () => {
    const environment = {
      SWITCHYARD_COLOR: "blue",
      SWITCHYARD_VERSION: "1.4.2.RELEASE",
      SWITCHYARD_TASK: "abc",
      SWITCHYARD_MISBEHAVIOUR: "sick",
      PORT: "0",
    };
    expect(parseAppSettings(environment)).to.deep.equal({
      color: "blue",
      version: "1.4.2.RELEASE",
      task: "abc",
      port: 0,
      misbehaviour: "sick",
    });
  });

  for (const port of ["", "-1", "80.5", "65536", "http"]) {
    it(`refuses the port ${JSON.stringify(port)}`, () => {
      expect(() => parseAppSettings({ PORT: port })).to.throw(`PORT is "${port}": use a number from 0 to 65535.`);
    });
  }

  it("refuses a misbehaviour that it doesn't know", () => {
    expect(() => parseAppSettings({ SWITCHYARD_MISBEHAVIOUR: "slow" })).to.throw(
      'SWITCHYARD_MISBEHAVIOUR is "slow": use broken or sick or failing.',
    );
  });
});
