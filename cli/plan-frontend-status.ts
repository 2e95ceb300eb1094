import type { Color } from "../cutover/plan-weights";
import type { Pointer } from "../releases/plan-pointer";

/** What `status` says of the frontend's pointer; nulls where CloudFront doesn't say. */
export interface FrontendStatus {
  readonly color: Color | null;
  readonly release: string | null;
  /** True where viewers get the release of the colour that doesn't serve. */
  readonly isDrifted: boolean;
}

/**
 * Compares the pointer with the record: it follows the active colour, also in the middle of a ramp.
 * @param pointer - undefined where CloudFront doesn't say
 */
export const planFrontendStatus = (pointer: Pointer | undefined, activeColor: Color): FrontendStatus =>
  pointer === undefined
    ? { color: null, release: null, isDrifted: false }
    : { color: pointer.c, release: pointer.r, isDrifted: pointer.c !== activeColor };
