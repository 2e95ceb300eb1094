import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expiryAttribute, keyAttribute } from "../consumption/plan-keys";

/** How the table is kept. */
export interface WorkerTableArgs {
  /** Whether the table stays when the stack goes: what it remembers keeps messages from having their effect twice. */
  readonly deletionProtection: boolean;
}

/** The table of all queue workers: which colour of each consumes, and which messages have had their effect. */
export class WorkerTable extends pulumi.ComponentResource {
  public readonly tableName: pulumi.Output<string>;
  public readonly tableArn: pulumi.Output<string>;

  public constructor(name: string, args: WorkerTableArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:WorkerTable", name, {}, opts);
    const table = this.createTable(name, args);
    this.tableName = table.name;
    this.tableArn = table.arn;
    this.registerOutputs({ tableName: this.tableName });
  }

  private createTable(name: string, { deletionProtection }: WorkerTableArgs): aws.dynamodb.Table {
    return new aws.dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: keyAttribute,
        attributes: [{ name: keyAttribute, type: "S" }],
        ttl: { attributeName: expiryAttribute, enabled: true },
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true },
        deletionProtectionEnabled: deletionProtection,
      },
      { parent: this },
    );
  }
}
