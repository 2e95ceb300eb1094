import { expect } from "chai";
import { readViewerRequest } from "../../releases/read-viewer-request";

describe("readViewerRequest", () => {
  it("is the function as CloudFront runs it: one source without a bundler's traces, wherever the program runs", () => {
    const source = readViewerRequest();
    expect(source).to.match(/^import cf from "cloudfront";$/m);
    expect(source).to.match(/^async function handler\(event\) \{$/m);
    expect(source).not.to.match(/^export |require\(|sourceMappingURL/m);
  });
});
