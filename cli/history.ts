import { parseHistory } from "../cutover/parse-history";
import { formatHistory } from "./format-history";
import { exitCodes, type Outcome } from "./outcome";
import { parseState } from "./parse-state";
import { planCutoverRows } from "./plan-history";
import type { StackReader } from "./pulumi-cli";

/** The cutovers of a stack. Asks nobody but Pulumi's backend. */
export const history = async (reader: StackReader): Promise<Outcome> => {
  const [stateText, historyText] = await Promise.all([reader.state(), reader.history()]);
  const { stack, project } = parseState(stateText);
  const cutovers = planCutoverRows(parseHistory(historyText, project));
  return { exitCode: exitCodes.done, report: { stack, cutovers }, text: formatHistory(stack, cutovers) };
};
