import type { Operation, Operations } from "../operation";

const getCallerIdentity: Operation = (state, _input, { accountId }) => ({
  state,
  output: {
    Account: accountId,
    Arn: `arn:aws:iam::${accountId}:user/rehearsal`,
    UserId: "AIDAREHEARSAL",
  },
});

/** STS keeps no state of its own here: everybody is the one rehearsal user. */
export const stsOperations: Operations = { GetCallerIdentity: getCallerIdentity };
