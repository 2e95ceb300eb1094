import { expect } from "chai";
import { numberedChildren, parseFormTree } from "../../../rehearsal/wire/form-tree";

describe("parseFormTree", () => {
  it("grows a branch per dot and keeps the value at its end", () => {
    expect(parseFormTree(new URLSearchParams("Action=X&A.member.1.B=%3D&A.member.1.C="))).to.deep.equal({
      children: new Map([
        ["Action", { value: "X", children: new Map() }],
        [
          "A",
          {
            children: new Map([
              [
                "member",
                {
                  children: new Map([
                    [
                      "1",
                      {
                        children: new Map([
                          ["B", { value: "=", children: new Map() }],
                          ["C", { value: "", children: new Map() }],
                        ]),
                      },
                    ],
                  ]),
                },
              ],
            ]),
          },
        ],
      ]),
    });
  });

  it("orders numbered children by number, not as sent or by letters, and passes others over", () => {
    const tree = parseFormTree(new URLSearchParams("10=j&2=b&1=a&x=no"));
    expect(numberedChildren(tree).map(({ value }) => value)).to.deep.equal(["a", "b", "j"]);
  });

  it("takes a name that objects inherit for a name like any other", () => {
    const tree = parseFormTree(new URLSearchParams("__proto__.polluted=yes&constructor.1=x"));
    expect([...tree.children.keys()]).to.deep.equal(["__proto__", "constructor"]);
    expect("polluted" in {}).to.equal(false);
  });
});
