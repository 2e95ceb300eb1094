import { expect } from "chai";
import { listenersUseTls12 } from "../../policies/listeners-use-tls-1-2";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { changed, resource } from "./facts";

const listener = resource(types.listener, {
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
});
const refused = (got: string) => [
  `sslPolicy is ${got}, allowed: one from TLS 1.2 on, such as ELBSecurityPolicy-TLS13-1-2-Res-2021-06.`,
];

describe("policy listeners-use-tls-1-2", () => {
  for (const name of ["TLS13-1-2-Res-2021-06", "TLS13-1-3-2021-06", "FS-1-2-Res-2020-10", "TLS-1-2-2017-01"]) {
    it(`takes ${name}`, () => {
      const facts = changed(listener, { sslPolicy: `ELBSecurityPolicy-${name}` });
      expect(listenersUseTls12.check(facts)).to.deep.equal([]);
    });
  }

  for (const name of ["2016-08", "TLS13-1-0-2021-06", "TLS13-1-1-2021-06", "TLS-1-1-2017-01", "FS-2018-06"]) {
    it(`refuses ${name}`, () => {
      const facts = changed(listener, { sslPolicy: `ELBSecurityPolicy-${name}` });
      expect(listenersUseTls12.check(facts)).to.deep.equal(refused(`ELBSecurityPolicy-${name}`));
      expect(listenersUseTls12.level).to.equal("mandatory");
    });
  }

  it("refuses none at all, with TLS as with HTTPS", () => {
    for (const protocol of ["HTTPS", "TLS"])
      expect(listenersUseTls12.check(changed(listener, { protocol, sslPolicy: undefined }))).to.deep.equal(
        refused("AWS's default, which takes TLS 1.0"),
      );
  });

  it("says nothing about plain listeners, and about what isn't known yet", () => {
    for (const props of [{ protocol: "HTTP", sslPolicy: undefined }, { protocol: unknownValue }])
      expect(listenersUseTls12.check(changed(listener, props))).to.deep.equal([]);
    expect(listenersUseTls12.check(changed(listener, { sslPolicy: unknownValue }))).to.deep.equal([]);
  });
});
