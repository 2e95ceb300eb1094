import { parseConfig, type StackConfig, secretAwsKeys } from "./parse-config";
import { type Frontend, findFrontend } from "./parse-frontend";
import { parseState, type StackState } from "./parse-state";
import type { StackReader } from "./pulumi-cli";

/** A deployed stack, as config and state tell it. */
export interface Stack extends StackState {
  readonly config: StackConfig;
  /** Undefined where there is none, or none yet. */
  readonly frontend: Frontend | undefined;
}

/**
 * Reads config and state.
 * @param region - of the environment, where the config names none
 */
export const readStack = async (reader: StackReader, region: string | undefined): Promise<Stack> => {
  const [configText, stateText] = await Promise.all([reader.config(), reader.state()]);
  const state = parseState(stateText);
  const secrets = await Promise.all(
    secretAwsKeys(configText).map(async (key): Promise<[string, string]> => [key, await reader.configValue(key)]),
  );
  const more = { "aws:region": region, ...Object.fromEntries(secrets) };
  return { ...state, config: parseConfig(configText, state.project, more), frontend: findFrontend(stateText) };
};
