/** How an instance is paid for, which is also how placement constraints name it. */
export type PurchaseOption = "spot" | "on-demand";

/** The attribute of a container instance that says how it is paid for. */
export const purchaseAttribute = "switchyard.purchase";

/**
 * What a container instance does at its first start: it tells the ECS agent where it belongs.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export const renderUserData = (clusterName: string, purchase: PurchaseOption): string =>
  [
    "#!/bin/bash",
    "cat >> /etc/ecs/ecs.config <<'EOF'",
    `ECS_CLUSTER=${clusterName}`,
    // One drainer an instance: with the agent as a second one, instances stayed undrained now and then.
    "ECS_ENABLE_SPOT_INSTANCE_DRAINING=false",
    `ECS_INSTANCE_ATTRIBUTES=${JSON.stringify({ [purchaseAttribute]: purchase })}`,
    // Tasks that say nothing themselves; those of our services do.
    "ECS_CONTAINER_STOP_TIMEOUT=30s",
    "EOF",
    "",
  ].join("\n");
