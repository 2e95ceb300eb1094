import { expect } from "chai";
import { rehearsalStackConfig } from "../../rehearsal/stack-config";
import { parseStackSettings } from "../../settings";

const config = rehearsalStackConfig({ awsUrl: "http://127.0.0.1:1", slackUrl: "http://127.0.0.1:2/api/" });

describe("rehearsalStackConfig", () => {
  it("is a stack that the program accepts, both colours ready to serve", () => {
    // A channel needs the token, which is set as a secret and so isn't in the file.
    const own = Object.entries(config).filter(([key]) => /^switchyard:(?!slack)/.test(key));
    const values = new Map(own.map(([key, value]) => [key.replace("switchyard:", ""), value]));
    const settings = parseStackSettings((key) => values.get(key), [...values.keys()]);

    expect(settings.activeColor).to.equal("blue");
    expect(settings.colors.green.capacity).to.equal("full");
  });

  it("tells the local Slack", () => {
    expect(config["switchyard:slackApiUrl"]).to.equal("http://127.0.0.1:2/api/");
    expect(config["switchyard:slackChannel"]).to.equal("#releases");
  });

  it("leads every AWS client of hooks and commands to the local region", () => {
    const [endpoints] = config["aws:endpoints"] as readonly Record<string, string>[];

    expect(new Set(Object.values(endpoints ?? {}))).to.deep.equal(new Set(["http://127.0.0.1:1"]));
    const clients = ["cloudfrontkeyvaluestore", "ecs", "elbv2", "s3", "ssm", "sts"];
    expect(Object.keys(endpoints ?? {})).to.include.members(clients);
  });
});
