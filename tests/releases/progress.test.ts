import { expect } from "chai";
import { formatProgress } from "../../releases/progress";

const progress = {
  filesDone: 1234,
  filesTotal: 3500,
  bytesDone: 12_340_000,
  bytesTotal: 50_000_000,
  stored: 1000,
  bytesStored: 8_100_000,
  elapsedMs: 2000,
};

describe("formatProgress", () => {
  it("tells totals, the rate of what was sent and what needed no sending", () => {
    expect(formatProgress(progress)).to.equal("1,234 / 3,500 files, 12.3 / 50.0 MB, 4.0 MB/s, 234 unchanged");
  });

  it("has no rate before any time has passed", () => {
    expect(formatProgress({ ...progress, elapsedMs: 0 })).to.include(" 0.0 MB/s");
  });
});
