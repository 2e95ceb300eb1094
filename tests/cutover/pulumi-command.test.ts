import { expect } from "chai";
import { pulumiCommand } from "../../cutover/pulumi-command";

describe("pulumiCommand", () => {
  it("sets the colour and applies it", () => {
    expect(pulumiCommand("staging", { activeColor: "blue" })).to.equal(
      "pulumi config set activeColor blue --stack staging && pulumi up --stack staging --yes",
    );
  });

  it("sets both keys", () => {
    expect(pulumiCommand("acme/shop/prod", { activeColor: "blue", shift: 0 })).to.equal(
      "pulumi config set activeColor blue --stack acme/shop/prod && pulumi config set shift 0 --stack acme/shop/prod && " +
        "pulumi up --stack acme/shop/prod --yes",
    );
  });

  it("quotes what a shell would run", () => {
    expect(pulumiCommand("a; rm -rf '~'", {})).to.equal(`pulumi up --stack 'a; rm -rf '\\''~'\\''' --yes`);
  });
});
