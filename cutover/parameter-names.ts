/** Which stack a parameter belongs to. */
export interface StackName {
  /** The name in `Pulumi.yaml`. */
  readonly project: string;
  /** For example `staging`. */
  readonly stack: string;
}

/**
 * The names of the two SSM parameters of a stack. They are fixed, because commands and hooks must find them when the
 * state can't be read, and nothing that may change on a parameter replaces it.
 */
export const parameterNames = ({
  project,
  stack,
}: StackName): { readonly declared: string; readonly cutover: string } => {
  const prefix = `/switchyard/${project}/${stack}`;
  return { declared: `${prefix}/declared`, cutover: `${prefix}/cutover` };
};

/** The name of the parameter that is there while the fleet is being rolled; written by the command, unknown to Pulumi. */
export const rollParameterName = ({ project, stack }: StackName): string => `/switchyard/${project}/${stack}/roll`;

/** The name of the SSM parameter that remembers which images have had their task before the flip, where there are any. */
export const beforeFlipParameter = ({ project, stack }: StackName): string =>
  `/switchyard/${project}/${stack}/before-flip`;
