/** An EC2 instance id, or undefined; ids go into ECS filter expressions, so nothing else may pass. */
export const parseInstanceId = (value: unknown): string | undefined =>
  typeof value === "string" && /^i-[0-9a-f]{8,17}$/.test(value) ? value : undefined;
