import { type CutoverNote, formatCutoverNote, imageText, type RolledBack } from "../cutover/cutover-note";
import type { RampPlan } from "../cutover/plan-ramp";
import { rampIn, withRamp } from "../cutover/ramp-note";
import { configure } from "./cutover-context";
import { targetUrns } from "./plan-targets";
import { noteOf, type RampRun } from "./ramp-run";
import { contextFor, updateAllowance } from "./ramp-step";
import { type Live, readLive, tryWriteNote } from "./read-live";
import { watchWeights } from "./settle";

/** An update may meet the end of another one, or AWS in a bad moment. Pauses in milliseconds. */
const tries = { most: 3, pause: 5_000 } as const;

/** Takes all requests from the colour, whatever Ctrl-C says meanwhile. Returns what went wrong, undefined where nothing did. */
export const takeBack = async (
  interrupted: RampRun,
  { alarms }: RampPlan & { kind: "abort" },
): Promise<string | undefined> => {
  const run: RampRun = { ...interrupted, ports: interrupted.ports.regardless() };
  let problem: string | undefined;
  for (let attempt = 1; attempt <= tries.most; attempt += 1) {
    if (attempt > 1) {
      run.ports.say(`Not back yet: ${problem}. Once more.`);
      await run.ports.clock.sleep(tries.pause);
    }
    problem = await tryToTakeBack(run, takenOut(run, alarms)).catch(String);
    if (problem === undefined) return undefined;
  }
  return problem;
};

const tryToTakeBack = async (run: RampRun, rolledBackFrom: RolledBack | undefined): Promise<string | undefined> => {
  const { ports, aws, targets, request } = run;
  const context = await contextFor(run, 0);
  const { live, plan } = context;
  await configure(context, plan.flip);
  if (!isBack(run, live)) {
    const note = { ...live.note, id: live.id + 1, requestedBy: ports.operator, approvedBy: null };
    const ramp = { ...noteOf(run, ports.clock.now(), updateAllowance), percent: 0 };
    const marked = { ...note, rolledBackFrom: rolledBackFrom ?? note.rolledBackFrom };
    if (live.noteProblem === undefined) await tryWriteNote(aws, formatCutoverNote(withRamp(marked, ramp)));
    const message = `${request.verb} to ${request.to} taken back, requested by ${ports.operator}`;
    const result = await ports.pulumi.update({ targets: targetUrns(targets), message });
    if (result.exitCode !== 0) return `pulumi up ended with exit code ${result.exitCode}`;
    await watchWeights(context);
  }
  await forget(run);
  return undefined;
};

const isBack = ({ request: { to } }: RampRun, { record, rules }: Live): boolean =>
  record.weights[to] === 0 &&
  Object.entries(record.groupArns).every(([service, arns]) => {
    const groups = rules.find(({ ruleArn }) => ruleArn === record.ruleArns[service])?.groups ?? [];
    return groups.find(({ groupArn }) => groupArn === arns[to])?.weight === 0;
  });

/** What rang is about one colour; only where that is the new one has it proved to be bad. */
const takenOut = ({ request, watched, stack }: RampRun, ringing: readonly string[]): RolledBack | undefined => {
  const isBad = watched.some(({ name, color }) => color === request.to && ringing.includes(name));
  return isBad ? { color: request.to, image: imageText(stack.config.colors[request.to].images) } : undefined;
};

/** The ramp is over: the note says nothing of it any more. */
export const forget = (run: RampRun): Promise<void> => withdraw(run, (note) => note);

/** The same where the colour serves: what was rolled back and serves again on purpose is good enough to serve once more. */
export const forgetServed = (run: RampRun): Promise<void> =>
  withdraw(run, (note) => (note.rolledBackFrom?.color === run.request.to ? { ...note, rolledBackFrom: null } : note));

const withdraw = async ({ aws, id }: RampRun, change: (note: CutoverNote) => CutoverNote): Promise<void> => {
  const live = await readLive(aws).catch(() => undefined);
  if (live === undefined || live.noteProblem !== undefined) return;
  const { note } = live;
  if (rampIn(note)?.id === id) await tryWriteNote(aws, formatCutoverNote(withRamp(change(note), undefined)));
};
