import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createMarks } from "../../clients/drain-marks";
import { awsError, callOnce, fakeAwsClient } from "../support/fake-aws-client";

const target = { targetType: "container-instance", targetId: "arn-1" };

describe("createMarks", () => {
  it("puts marks on container instances, ten a call", async () => {
    const { client, sent } = fakeAwsClient<ECSClient>(() => ({}));
    const marks = Array.from({ length: 11 }, (_, index) => ({ arn: "arn-1", name: `m${index}`, value: "v" }));

    await createMarks(client, callOnce).put("main", marks);

    expect(sent).to.have.length(2);
    expect(sent[1]).to.deep.equal({
      operation: "PutAttributes",
      input: { cluster: "main", attributes: [{ name: "m10", value: "v", ...target }] },
    });
  });

  it("removes marks by name", async () => {
    const { client, sent } = fakeAwsClient<ECSClient>(() => ({}));

    await createMarks(client, callOnce).remove("main", [{ arn: "arn-1", name: "m" }]);

    expect(sent).to.deep.equal([
      { operation: "DeleteAttributes", input: { cluster: "main", attributes: [{ name: "m", ...target }] } },
    ]);
  });

  it("is content where the instance to un-mark is gone, and with nothing else", async () => {
    const gone = createMarks(fakeAwsClient<ECSClient>(() => awsError("TargetNotFoundException")).client, callOnce);
    const denied = createMarks(fakeAwsClient<ECSClient>(() => awsError("AccessDeniedException")).client, callOnce);

    await gone.remove("main", [{ arn: "arn-1", name: "m" }]);
    const error = await denied.remove("main", [{ arn: "arn-1", name: "m" }]).catch((thrown: unknown) => thrown);

    expect(error).to.include({ name: "AccessDeniedException" });
  });
});
