import { setTimeout as sleep } from "node:timers/promises";
import { effectKey } from "../../../consumption/plan-keys";
import type { Handle } from "../../../consumption/settle-message";

/** Where the demo worker counts. */
export interface CountingOptions {
  readonly tableName: string;
  readonly service: string;
  readonly workMs: number;
}

/** Works for a while; the effect is that the message's own counter goes up, which shows an effect that came twice. */
export const countEffect =
  ({ tableName, service, workMs }: CountingOptions): Handle =>
  async ({ body }) => {
    if (workMs > 0) await sleep(workMs);
    return [
      {
        Update: {
          TableName: tableName,
          Key: { id: { S: effectKey(service, body) } },
          UpdateExpression: "ADD #times :one",
          ExpressionAttributeNames: { "#times": "times" },
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
    ];
  };
