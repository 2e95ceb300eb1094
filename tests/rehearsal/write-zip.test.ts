import { expect } from "chai";
import { strFromU8, strToU8, unzipSync } from "fflate";
import { writeZip } from "../../rehearsal/write-zip";

describe("writeZip", () => {
  it("packs every file", () => {
    const zip = writeZip(
      new Map([
        ["a.js", strToU8("one")],
        ["b/c.js", strToU8("two")],
      ]),
    );
    const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]);

    expect(files).to.deep.equal([
      ["a.js", "one"],
      ["b/c.js", "two"],
    ]);
  });

  it("gives the same bytes for the same files in another order", () => {
    const one = writeZip(
      new Map([
        ["a.js", strToU8("one")],
        ["b.js", strToU8("two")],
      ]),
    );
    const other = writeZip(
      new Map([
        ["b.js", strToU8("two")],
        ["a.js", strToU8("one")],
      ]),
    );

    expect(one).to.deep.equal(other);
  });
});
