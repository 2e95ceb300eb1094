/** One call as the SDK would have sent it. */
export interface SentCommand {
  readonly operation: string;
  readonly input: object;
}

/** Stands in for any SDK client: answers from a function and remembers what was sent. */
export const fakeAwsClient = <Client>(
  answer: (command: SentCommand, index: number) => object | Error,
): { readonly client: Client; readonly sent: readonly SentCommand[] } => {
  const sent: SentCommand[] = [];
  const send = async (command: { readonly input: object }): Promise<object> => {
    const call = { operation: command.constructor.name.replace(/Command$/, ""), input: command.input };
    sent.push(call);
    const result = answer(call, sent.length - 1);
    if (result instanceof Error) throw result;
    return result;
  };
  return { client: { send } as Client, sent };
};

/** An error as the SDK throws it. */
export const awsError = (name: string, message = `${name} happened`): Error =>
  Object.assign(new Error(message), { name });

/** A retry that never does. */
export const callOnce = <T>(call: () => Promise<T>): Promise<T> => call();
