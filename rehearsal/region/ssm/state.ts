import type { ParameterTier, ParameterType, Tag } from "@aws-sdk/client-ssm";

/** One value that a parameter had. */
export interface ParameterVersion {
  readonly value: string;
  readonly modifiedAt: number;
}

/** A parameter; version n is at n - 1. */
export interface ParameterRecord {
  readonly name: string;
  readonly arn: string;
  readonly type: ParameterType;
  readonly tier: ParameterTier;
  readonly description: string | undefined;
  readonly keyId: string | undefined;
  readonly versions: readonly ParameterVersion[];
  readonly tags: readonly Tag[];
}

/** What the region remembers of SSM: parameters by name. */
export interface SsmState {
  readonly parameters: Readonly<Record<string, ParameterRecord>>;
}

/** A region in which nobody has used SSM yet. */
export const emptySsmState: SsmState = { parameters: {} };
