import { expect } from "chai";
import { createWorkerTable } from "../../components/create-worker-table";
import { keyOf, recordResources } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const web = { path: "/*", port: 80 };
const record = (services: object, production = false) => {
  const images = Object.fromEntries(
    Object.keys(services).map((name) => [name, `x.io/${name}@sha256:${"0".repeat(64)}`]),
  );
  const color = { version: "1.0.0.RELEASE", images };
  const settings = settingsWith({ services, blue: color, green: color, production });
  return recordResources(() => createWorkerTable("workers", { settings }));
};

describe("createWorkerTable", () => {
  it("makes nothing for a stack whose services all take requests", async () => {
    const { resources, result } = await record({ web, api: { path: "/api/*", port: 81 } });
    expect([resources, result]).to.deep.equal([[], undefined]);
  });

  it("makes one table for all queue workers, protected in production", async () => {
    const isProtected = async (production: boolean) => {
      const { resources } = await record({ web, bot: {}, mail: {} }, production);
      expect(resources.map(keyOf)).to.deep.equal([
        "switchyard:index:WorkerTable workers",
        "aws:dynamodb/table:Table workers",
      ]);
      return resources[1]?.inputs["deletionProtectionEnabled"];
    };
    expect([await isProtected(false), await isProtected(true)]).to.deep.equal([false, true]);
  });
});
