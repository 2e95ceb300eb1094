import type { EmulatorName } from "../../tools/emulators/start-emulator";
import type { AwsUnderTest } from "./aws-under-test";

/**
 * What an emulator is good for in a case: it must agree with our region, or it is known to differ from it, for a reason that
 * says whom AWS's documents side with. One that isn't named lacks the operation.
 */
export type Expectation = "agrees" | { readonly differs: string };

/** The same calls against our region and against emulators, and what of the answers must be the same. */
export interface ContractCase {
  readonly name: string;
  /** Makes the calls and answers what is compared. */
  readonly run: (aws: AwsUnderTest) => Promise<unknown>;
  readonly emulators: Readonly<Partial<Record<EmulatorName, Expectation>>>;
}

/** Both emulators agree. */
export const both = { ministack: "agrees", moto: "agrees" } as const;
/** MiniStack agrees; moto lacks the operation. */
export const ministack = { ministack: "agrees" } as const;
/** moto agrees; MiniStack lacks the operation. */
export const moto = { moto: "agrees" } as const;

/** What became of a call that is refused: the error's name, as programs tell errors apart. */
export const refusal = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};
