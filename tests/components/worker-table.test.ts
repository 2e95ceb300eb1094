import { expect } from "chai";
import { WorkerTable } from "../../components/worker-table";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:WorkerTable workers";
const table = "aws:dynamodb/table:Table";

const record = (deletionProtection: boolean) =>
  recordResources(() => new WorkerTable("workers", { deletionProtection }));

describe("WorkerTable", () => {
  it("is one table, billed by use, whose items expire and can be recovered", async () => {
    const { resources, result } = await record(true);
    expect(resources.map((resource) => [keyOf(resource), resource.parent])).to.deep.equal([
      [component, undefined],
      [`${table} workers`, component],
    ]);
    expect(resourceOf(resources, table, "workers").inputs).to.deep.equal({
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      ttl: { attributeName: "expires", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: true,
    });
    expect(await outputValue(result.tableName)).to.equal("workers-name");
    expect(await outputValue(result.tableArn)).to.equal(
      "arn:aws:dynamodb:eu-central-1:123456789012:table/workers-name",
    );
  });

  it("can be deleted where nothing protects it", async () => {
    const { resources } = await record(false);
    expect(resourceOf(resources, table, "workers").inputs["deletionProtectionEnabled"]).to.equal(false);
  });
});
