import { expect } from "chai";
import {
  flagIn,
  isObject,
  numberIn,
  objectIn,
  objectsIn,
  textIn,
  textsIn,
} from "../../../rehearsal/provider/properties";

describe("properties", () => {
  const properties = {
    text: "a",
    empty: "",
    number: 3,
    flag: true,
    flagAsText: "false",
    numberAsText: "30",
    nothing: null,
    list: ["a", 1],
    objects: [{ a: 1 }, "no object"],
    object: { b: 2 },
  };

  it("read texts, also from numbers and flags, and take an empty one as left out", () => {
    const read = ["text", "empty", "number", "flag", "nothing", "absent", "object"].map((name) =>
      textIn(properties, name),
    );
    expect(read).to.deep.equal(["a", undefined, "3", "true", undefined, undefined, undefined]);
  });

  it("read numbers, also from texts", () => {
    const read = ["number", "numberAsText", "empty", "flag", "absent"].map((name) => numberIn(properties, name));
    expect(read).to.deep.equal([3, 30, undefined, undefined, undefined]);
  });

  it("read a weight of 0 as a weight", () => {
    expect(numberIn({ weight: 0 }, "weight")).to.equal(0);
  });

  it("read flags, also from texts", () => {
    const read = ["flag", "flagAsText", "text", "number", "absent"].map((name) => flagIn(properties, name));
    expect(read).to.deep.equal([true, false, undefined, undefined, undefined]);
  });

  it("read lists of texts, and take an empty one as left out", () => {
    expect([textsIn(properties, "list"), textsIn({ list: [] }, "list"), textsIn(properties, "text")]).to.deep.equal([
      ["a", "1"],
      undefined,
      undefined,
    ]);
  });

  it("read nested objects, and nothing else for one", () => {
    expect(objectsIn(properties, "objects")).to.deep.equal([{ a: 1 }]);
    expect(objectsIn(properties, "object")).to.deep.equal([]);
    expect(objectIn(properties, "object")).to.deep.equal({ b: 2 });
    expect(objectIn(properties, "list")).to.deep.equal({});
    expect([{}, [], null, "a"].map(isObject)).to.deep.equal([true, false, false, false]);
  });
});
