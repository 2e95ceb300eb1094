import { expect } from "chai";
import { planSync } from "../../../../rehearsal/scenarios/frontend/plan-sync";

const file = (key: string, size: number, modifiedAt: number) => ({ key, size, modifiedAt });

describe("planSync", () => {
  it("copies what is missing, has another size or is newer, and deletes the rest, by key", () => {
    const source = [file("d", 1, 0), file("a", 1, 0), file("b", 2, 0), file("c", 1, 9)];
    const destination = [file("b", 1, 5), file("c", 1, 5), file("d", 1, 5), file("bb", 1, 5), file("z", 1, 5)];

    expect(planSync(source, destination)).to.deep.equal([
      { kind: "copy", key: "a" },
      { kind: "copy", key: "b" },
      { kind: "delete", key: "bb" },
      { kind: "copy", key: "c" },
      { kind: "delete", key: "z" },
    ]);
  });

  it("leaves an older page of equal size where it is: the fault of going back by a sync", () => {
    expect(planSync([file("index.html", 864, 1)], [file("index.html", 864, 2)])).to.deep.equal([]);
  });

  it("has nothing to do for the same files", () => {
    expect(planSync([file("a", 1, 1)], [file("a", 1, 1)])).to.deep.equal([]);
  });
});
