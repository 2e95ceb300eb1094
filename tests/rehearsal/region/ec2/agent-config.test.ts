import { expect } from "chai";
import { parseAgentConfig } from "../../../../rehearsal/region/ec2/agent-config";

const encoded = (text: string): string => Buffer.from(text).toString("base64");

describe("parseAgentConfig", () => {
  const cases: readonly (readonly [string, string, ReturnType<typeof parseAgentConfig>])[] = [
    ["nothing", "", { cluster: undefined, attributes: {}, propagatesInstanceTags: false }],
    [
      "an echo",
      "#!/bin/bash\necho ECS_CLUSTER=main >> /etc/ecs/ecs.config",
      { cluster: "main", attributes: {}, propagatesInstanceTags: false },
    ],
    [
      "a quoted echo",
      'echo "ECS_CLUSTER=main" >> /etc/ecs/ecs.config',
      { cluster: "main", attributes: {}, propagatesInstanceTags: false },
    ],
    [
      "a here-document with everything",
      'cat <<\'EOF\' >> /etc/ecs/ecs.config\nECS_CLUSTER=main-1\nECS_INSTANCE_ATTRIBUTES={"lifecycle":"spot","n":"1"}\nECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance\nEOF',
      { cluster: "main-1", attributes: { lifecycle: "spot", n: "1" }, propagatesInstanceTags: true },
    ],
    [
      "attributes in an echo",
      `echo 'ECS_INSTANCE_ATTRIBUTES={"lifecycle":"spot"}' >> /etc/ecs/ecs.config`,
      { cluster: undefined, attributes: { lifecycle: "spot" }, propagatesInstanceTags: false },
    ],
  ];
  for (const [what, text, config] of cases) {
    it(`reads ${what}`, () => {
      expect(parseAgentConfig(encoded(text))).to.deep.equal(config);
    });
  }
});
