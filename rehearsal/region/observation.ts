/** What the effects saw happen in the real world; the only way by which they change the region's state. */
export type Observation =
  | { readonly kind: "task-started"; readonly taskArn: string; readonly hostPort: number }
  | {
      readonly kind: "task-exited";
      readonly taskArn: string;
      readonly exitCode: number | undefined;
      readonly reason: string;
    }
  | {
      readonly kind: "target-probed";
      readonly targetGroupArn: string;
      readonly targetId: string;
      readonly port: number;
      readonly result: { readonly healthy: true } | { readonly healthy: false; readonly reason: string };
    };
