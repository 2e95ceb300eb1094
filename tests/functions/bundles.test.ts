import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { type FunctionBundle, writeFunctionBundle } from "../support/function-bundle";

/** What each function says of an empty environment. */
const complaints: Readonly<Record<string, readonly string[]>> = {
  "announce-drain": ["The announce function can't start", "TABLE_NAME", "SLACK_TOKEN_PARAMETER"],
  "drain-instance": ["The drain function can't start", "QUEUE_URL", "HOOK_NAME"],
  "release-old-color": ["The function release-old-color can't start", "SERVICES"],
  "scale-out-fleet": ["The scale-out function can't start", "FLEET_ID"],
};

for (const [name, words] of Object.entries(complaints)) {
  describe(`the bundle of ${name}`, () => {
    let bundle: FunctionBundle;

    before(async () => {
      bundle = await writeFunctionBundle(name);
    });

    after(() => bundle.remove());

    it("is packed smaller than 320 kilobytes", () => {
      expect(gzipSync(bundle.code).length).to.be.within(10_000, 320_000);
    });

    it("fails its cold start on a bad environment, naming every problem", async () => {
      // Uncaught, Node would print the bundle's one long line first, and a pipe may end before the message.
      const script = "try { require(process.env.BUNDLE) } catch (error) { console.log(error.message) }";
      const printed = await bundle.run(script, {});
      for (const word of words) expect(printed).to.include(word);
    });
  }).timeout(20_000);
}
