import { orAborted } from "../cutover/or-aborted";
import { type Pointer, parsePointer } from "../releases/plan-pointer";
import { type CliPorts, patience } from "./ports";
import type { Stack } from "./read-stack";

/** What CloudFront was found to say: undefined where it says nothing that makes sense. */
export interface ReadPointer {
  readonly pointer: Pointer | undefined;
}

/** Reads the frontend's pointer; undefined where the stack has no frontend. Never throws. */
export const readFrontend = async (
  { config, frontend }: Stack,
  { connectReleases }: Pick<CliPorts, "connectReleases">,
): Promise<ReadPointer | undefined> => {
  if (frontend === undefined || connectReleases === undefined) return undefined;
  const signal = AbortSignal.timeout(patience);
  try {
    const { pointer } = connectReleases(config.aws, frontend);
    return { pointer: parsePointer(await orAborted(signal, pointer.get("active", signal))) };
  } catch {
    return { pointer: undefined };
  }
};
