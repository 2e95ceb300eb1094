import { expect } from "chai";
import { disksAreEncrypted } from "../../policies/disks-are-encrypted";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const check = (type: string, props: Readonly<Record<string, unknown>>) =>
  disksAreEncrypted.check(resource(type, props));
const template = (encrypted: unknown) =>
  check(types.launchTemplate, { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted } }] });
const refused = (label: string) => [`${label} is not encrypted, allowed: encrypted: true.`];

describe("policy disks-are-encrypted", () => {
  it("takes encrypted disks, the flag being a text or not", () => {
    expect([...template("true"), ...template(true)]).to.deep.equal([]);
    expect(check(types.volume, { encrypted: true })).to.deep.equal([]);
    expect(
      check(types.instance, { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ encrypted: true }] }),
    ).to.deep.equal([]);
    expect(disksAreEncrypted.level).to.equal("mandatory");
  });

  it("refuses a template's disk that isn't", () => {
    expect(template("false")).to.deep.equal(refused("/dev/xvda"));
    expect(template(undefined)).to.deep.equal(refused("/dev/xvda"));
  });

  it("refuses a template that leaves the disk to the image", () => {
    expect(check(types.launchTemplate, {})).to.deep.equal(refused("The root disk"));
  });

  it("refuses an instance's disks that aren't", () => {
    expect(check(types.instance, { rootBlockDevice: {} })).to.deep.equal(refused("The root disk"));
    const more = { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ deviceName: "/dev/sdb" }] };
    expect(check(types.instance, more)).to.deep.equal(refused("/dev/sdb"));
  });

  it("refuses a volume that isn't", () => {
    expect(check(types.volume, { encrypted: false })).to.deep.equal(refused("The volume"));
  });

  it("says nothing about what isn't known yet", () => {
    expect(check(types.launchTemplate, { blockDeviceMappings: unknownValue })).to.deep.equal([]);
    expect(template(unknownValue)).to.deep.equal([]);
  });
});
