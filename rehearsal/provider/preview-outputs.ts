import { hasChanged, type LiveType } from "./live-type";
import { type Properties, unknownValue } from "./properties";
import { recordedOutputs } from "./recorded-resource";
import { requireResourceFacts } from "./resource-facts";

/** A resource's state: its inputs without the provider's notes, and its outputs. */
export const stateOf = (inputs: Properties, outputs: Properties): Properties => {
  const plain = Object.entries(inputs).filter(([name]) => !name.startsWith("__"));
  return { ...Object.fromEntries(plain), ...withoutUndefined(outputs) };
};

/** What is known of a resource before it is created: everything that AWS says later is unknown. */
export const previewCreation = (type: string, inputs: Properties, live: LiveType | undefined): Properties => {
  const later = [
    ...requireResourceFacts(type).outputs,
    ...(live === undefined ? recordedOutputs(type) : (live.filledIn ?? [])),
  ].filter((name) => inputs[name] === undefined);
  return stateOf(inputs, { ...unknowns(later), id: unknownValue });
};

/** The state after an update: old outputs stay, unless the update touches them. */
export const stateAfterUpdate = (change: StateChange, touched: Properties): Properties => {
  const { state, olds, news } = change;
  const outputs = Object.entries(state).filter(([name]) => !(name in olds) && !(name in news));
  return stateOf(news, { ...Object.fromEntries(outputs), ...touched });
};

/** What is known of a resource before it is updated. */
export const previewUpdate = (change: StateChange, live: LiveType | undefined): Properties => {
  const touched = live?.outputsChangedBy?.(change.olds, change.news) ?? [];
  return stateAfterUpdate(change, unknowns(touched));
};

/** A change of inputs, and the state before. */
export interface StateChange {
  readonly state: Properties;
  readonly olds: Properties;
  readonly news: Properties;
}

/** The inputs after a refresh: what the program sets, with the values that AWS has now. */
export const inputsAfterRead = (olds: Properties, found: Properties | undefined): Properties => {
  const drifted = Object.entries(found ?? {}).filter(
    ([name, value]) => olds[name] !== undefined && hasChanged({ olds, news: { [name]: value } }, [name]),
  );
  return { ...olds, ...Object.fromEntries(drifted) };
};

const unknowns = (names: readonly string[]): Properties =>
  Object.fromEntries(names.map((name) => [name, unknownValue]));

const withoutUndefined = (outputs: Properties): Properties =>
  Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
